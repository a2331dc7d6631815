import * as contract from "@quietroom/contracts/agreements";
import {
  acceptDocuments,
  answerConsent,
  listOwed,
  publishDocument,
  readDocument,
  recordConsent,
  viewDocument,
  viewOwnAgreements,
  viewVisitConsents,
} from "@quietroom/services/agreements";
import { callVerb } from "../call-verb.ts";
import { clientProcedure, publicProcedure, router, staffProcedure } from "../trpc.ts";

/** A studio's terms and privacy notice, for anyone to read. */
export const publicLegalRouter = router({
  read: publicProcedure
    .input(contract.readDocument.input)
    .output(contract.readDocument.output)
    .query(callVerb(readDocument)),
});

/** What clients accept and consent to, and take back. */
export const ownAgreementsRouter = router({
  owed: clientProcedure
    .input(contract.listOwed.input)
    .output(contract.listOwed.output)
    .query(callVerb(listOwed)),
  view: clientProcedure
    .input(contract.viewOwnAgreements.input)
    .output(contract.viewOwnAgreements.output)
    .query(callVerb(viewOwnAgreements)),
  accept: clientProcedure
    .input(contract.acceptDocuments.input)
    .output(contract.acceptDocuments.output)
    .mutation(callVerb(acceptDocuments)),
  answer: clientProcedure
    .input(contract.answerConsent.input)
    .output(contract.answerConsent.output)
    .mutation(callVerb(answerConsent)),
});

/** What the studio publishes for its clients to accept. */
export const legalRouter = router({
  document: staffProcedure
    .input(contract.viewDocument.input)
    .output(contract.viewDocument.output)
    .query(callVerb(viewDocument)),
  publish: staffProcedure
    .input(contract.publishDocument.input)
    .output(contract.publishDocument.output)
    .mutation(callVerb(publishDocument)),
});

/** What clients said to staff. */
export const consentsRouter = router({
  ofVisit: staffProcedure
    .input(contract.viewVisitConsents.input)
    .output(contract.viewVisitConsents.output)
    .query(callVerb(viewVisitConsents)),
  record: staffProcedure
    .input(contract.recordConsent.input)
    .output(contract.recordConsent.output)
    .mutation(callVerb(recordConsent)),
});
