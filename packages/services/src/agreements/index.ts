export { consentAllowsNow, endConsentByNumber, lockAnswers } from "./consents.ts";
export { keepAcceptance } from "./keep-acceptance.ts";
export { acceptDocuments, answerConsent, listOwed, viewOwnAgreements } from "./own-agreements.ts";
export { publishDocument, viewDocument } from "./publish-document.ts";
export { publishedDocuments } from "./published-documents.ts";
export { readDocument } from "./read-document.ts";
export { recordConsent, viewVisitConsents } from "./visit-consents.ts";
