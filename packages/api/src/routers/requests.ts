import * as contract from "@quietroom/contracts/requests";
import {
  answerBookingRequest,
  answerCancellationRequest,
  listRequests,
} from "@quietroom/services/scheduling";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What clients wait for an answer to: a visit that the studio approves, and one to be cancelled late. */
export const requestsRouter = router({
  list: staffProcedure
    .input(contract.listRequests.input)
    .output(contract.listRequests.output)
    .query(callVerb(listRequests)),
  answerBooking: staffProcedure
    .input(contract.answerBookingRequest.input)
    .output(contract.answerBookingRequest.output)
    .mutation(callVerb(answerBookingRequest)),
  answerCancellation: staffProcedure
    .input(contract.answerCancellationRequest.input)
    .output(contract.answerCancellationRequest.output)
    .mutation(callVerb(answerCancellationRequest)),
});
