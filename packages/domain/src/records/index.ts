export {
  consentAllows,
  type ConsentAnswer,
  consentExpiry,
  type ConsentKind,
  consentKinds,
  consentEndings,
  consentPlaces,
  consentRules,
  consentState,
  consentStates,
} from "./consent.ts";
export { disclosureRefusal } from "./disclosure.ts";
export { consentTexts } from "./consent-texts.ts";
export {
  type AcceptancePlace,
  acceptancePlaces,
  acceptsAll,
  type DocumentKind,
  documentKinds,
  documentTitles,
  type DocumentVersion,
  nextVersion,
  stillToAccept,
} from "./legal-document.ts";
export { administrativeActs, recordedKinds, recordedWords } from "./recorded-words.ts";
export { fewestYearsKept, keptUntil, mayBeRemoved, type RetentionFacts } from "./retention.ts";
export {
  answerDue,
  isAnswerable,
  mostOpenRequests,
  type RestrictionEnding,
  restrictionEndings,
  type RightsRequestKind,
  rightsRequestKinds,
  type RightsRequestState,
  rightsRequestStates,
  stillBinds,
} from "./rights-request.ts";
