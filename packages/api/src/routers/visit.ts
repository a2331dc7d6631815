import * as contract from "@quietroom/contracts/public-booking";
import { refuse } from "@quietroom/domain/result";
import {
  askToCancelByLink,
  cancelByLink,
  rescheduleByLink,
  viewAppointment,
} from "@quietroom/services/scheduling";
import { callLinkVerb } from "../call-verb.ts";
import { linkProcedure, router } from "../trpc.ts";

const visitProcedure = linkProcedure("appointment");
const linkInvalid = refuse({ code: "link_invalid" });

/** What a client does with the manage link of one visit. */
export const visitRouter = router({
  view: visitProcedure
    .input(contract.viewAppointment.input)
    .output(contract.viewAppointment.output)
    .query(callLinkVerb(viewAppointment, linkInvalid)),
  cancel: visitProcedure
    .input(contract.cancelByLink.input)
    .output(contract.cancelByLink.output)
    .mutation(callLinkVerb(cancelByLink, linkInvalid)),
  askToCancel: visitProcedure
    .input(contract.askToCancelByLink.input)
    .output(contract.askToCancelByLink.output)
    .mutation(callLinkVerb(askToCancelByLink, linkInvalid)),
  reschedule: visitProcedure
    .input(contract.rescheduleByLink.input)
    .output(contract.rescheduleByLink.output)
    .mutation(callLinkVerb(rescheduleByLink, refuse({ code: "link_invalid", alternatives: [] }))),
});
