export { type Consent, type ConsentKind, consentKinds, type ConsentNeed, consentStands } from "./consent.ts";
export { fewestYearsKept, keptUntil, mayBeRemoved, type RetentionFacts } from "./retention.ts";
export {
  answerDue,
  isAnswerable,
  mostOpenRequests,
  type RightsRequestKind,
  rightsRequestKinds,
  type RightsRequestState,
  rightsRequestStates,
} from "./rights-request.ts";
