import * as contract from "@quietroom/contracts/records";
import {
  askRequest,
  decidePurge,
  decideRequest,
  endRestriction,
  exportOwnRecord,
  liftHold,
  listDisclosures,
  listKept,
  listOwnRequests,
  listRequests,
  noteDisclosure,
  placeHold,
  recordStanding,
  removeClient,
  restoreRecord,
  setRetention,
  withdrawRequest,
} from "@quietroom/services/records";
import { callVerb } from "../call-verb.ts";
import { clientProcedure, router, staffProcedure } from "../trpc.ts";

/** What becomes of clients' records: out of sight, held, let go; and what clients ask of theirs. */
export const recordsRouter = router({
  kept: staffProcedure
    .input(contract.listKept.input)
    .output(contract.listKept.output)
    .query(callVerb(listKept)),
  standing: staffProcedure
    .input(contract.recordStanding.input)
    .output(contract.recordStanding.output)
    .query(callVerb(recordStanding)),
  disclosures: staffProcedure
    .input(contract.listDisclosures.input)
    .output(contract.listDisclosures.output)
    .query(callVerb(listDisclosures)),
  noteDisclosure: staffProcedure
    .input(contract.noteDisclosure.input)
    .output(contract.noteDisclosure.output)
    .mutation(callVerb(noteDisclosure)),
  remove: staffProcedure
    .input(contract.removeClient.input)
    .output(contract.removeClient.output)
    .mutation(callVerb(removeClient)),
  restore: staffProcedure
    .input(contract.restoreRecord.input)
    .output(contract.restoreRecord.output)
    .mutation(callVerb(restoreRecord)),
  hold: staffProcedure
    .input(contract.placeHold.input)
    .output(contract.placeHold.output)
    .mutation(callVerb(placeHold)),
  liftHold: staffProcedure
    .input(contract.liftHold.input)
    .output(contract.liftHold.output)
    .mutation(callVerb(liftHold)),
  decidePurge: staffProcedure
    .input(contract.decidePurge.input)
    .output(contract.decidePurge.output)
    .mutation(callVerb(decidePurge)),
  setRetention: staffProcedure
    .input(contract.setRetention.input)
    .output(contract.setRetention.output)
    .mutation(callVerb(setRetention)),
  requests: staffProcedure
    .input(contract.listRequests.input)
    .output(contract.listRequests.output)
    .query(callVerb(listRequests)),
  decideRequest: staffProcedure
    .input(contract.decideRequest.input)
    .output(contract.decideRequest.output)
    .mutation(callVerb(decideRequest)),
  endRestriction: staffProcedure
    .input(contract.endRestriction.input)
    .output(contract.endRestriction.output)
    .mutation(callVerb(endRestriction)),
});

/** What clients see and ask of their own record. */
export const ownRecordRouter = router({
  requests: clientProcedure
    .input(contract.listOwnRequests.input)
    .output(contract.listOwnRequests.output)
    .query(callVerb(listOwnRequests)),
  ask: clientProcedure
    .input(contract.askRequest.input)
    .output(contract.askRequest.output)
    .mutation(callVerb(askRequest)),
  withdraw: clientProcedure
    .input(contract.withdrawRequest.input)
    .output(contract.withdrawRequest.output)
    .mutation(callVerb(withdrawRequest)),
  take: clientProcedure
    .input(contract.exportOwnRecord.input)
    .output(contract.exportOwnRecord.output)
    .query(callVerb(exportOwnRecord)),
});
