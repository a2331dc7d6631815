import { viewOwnFactors as factorsContract } from "@quietroom/contracts/client-factors";
import * as contract from "@quietroom/contracts/portal";
import { accessHistory as accessHistoryContract } from "@quietroom/contracts/trail";
import {
  clientSessionClock,
  endClientSession,
  endOtherClientSessions,
  listClientSessions,
  viewOwnFactors,
} from "@quietroom/services/portal";
import {
  askToCancelOwnVisit,
  cancelOwnVisit,
  listOwnVisits,
  rescheduleOwnVisit,
  viewOwnVisit,
} from "@quietroom/services/scheduling";
import { accessHistory } from "@quietroom/services/trail";
import { callVerb } from "../call-verb.ts";
import { clientProcedure, router } from "../trpc.ts";

/** What a client does with their own visits and sessions, signed in to the portal. */
export const portalRouter = router({
  visits: clientProcedure
    .input(contract.listOwnVisits.input)
    .output(contract.listOwnVisits.output)
    .query(callVerb(listOwnVisits)),
  visit: clientProcedure
    .input(contract.viewOwnVisit.input)
    .output(contract.viewOwnVisit.output)
    .query(callVerb(viewOwnVisit)),
  cancelVisit: clientProcedure
    .input(contract.cancelOwnVisit.input)
    .output(contract.cancelOwnVisit.output)
    .mutation(callVerb(cancelOwnVisit)),
  askToCancelVisit: clientProcedure
    .input(contract.askToCancelOwnVisit.input)
    .output(contract.askToCancelOwnVisit.output)
    .mutation(callVerb(askToCancelOwnVisit)),
  rescheduleVisit: clientProcedure
    .input(contract.rescheduleOwnVisit.input)
    .output(contract.rescheduleOwnVisit.output)
    .mutation(callVerb(rescheduleOwnVisit)),
  sessions: clientProcedure
    .input(contract.listClientSessions.input)
    .output(contract.listClientSessions.output)
    .query(callVerb(listClientSessions)),
  endSession: clientProcedure
    .input(contract.endClientSession.input)
    .output(contract.endClientSession.output)
    .mutation(callVerb(endClientSession)),
  endOtherSessions: clientProcedure
    .input(contract.endOtherClientSessions.input)
    .output(contract.endOtherClientSessions.output)
    .mutation(callVerb(endOtherClientSessions)),
  factors: clientProcedure
    .input(factorsContract.input)
    .output(factorsContract.output)
    .query(callVerb(viewOwnFactors)),
  accessHistory: clientProcedure
    .input(accessHistoryContract.input)
    .output(accessHistoryContract.output)
    .query(callVerb(accessHistory)),
  clock: clientProcedure
    .input(contract.clientSessionClock.input)
    .output(contract.clientSessionClock.output)
    .query(callVerb(clientSessionClock)),
  /** Something a person does, so asking for the clock this way keeps the session awake (AUTH-31). */
  stay: clientProcedure
    .input(contract.clientSessionClock.input)
    .output(contract.clientSessionClock.output)
    .mutation(callVerb(clientSessionClock)),
});
