import * as contract from "@quietroom/contracts/public-booking";
import { refuse } from "@quietroom/domain/result";
import { bookHold, holdSlot, listSlots, releaseHold, viewHold } from "@quietroom/services/scheduling";
import { askBookingCode } from "@quietroom/services/visitors";
import { callLinkVerb, callVerb, checkedForm } from "../call-verb.ts";
import { bookingProcedure, linkProcedure, publicProcedure, router } from "../trpc.ts";

const heldProcedure = linkProcedure("hold");
const linkInvalid = refuse({ code: "link_invalid" });

export const slotsRouter = router({
  list: publicProcedure
    .input(contract.listSlots.input)
    .output(contract.listSlots.output)
    .query(callVerb(listSlots)),
});

export const holdRouter = router({
  create: publicProcedure
    .input(contract.holdSlot.input)
    .output(contract.holdSlot.output)
    .mutation(checkedForm(callVerb(holdSlot), refuse({ code: "proof_needed", alternatives: [] }))),
  view: heldProcedure
    .input(contract.viewHold.input)
    .output(contract.viewHold.output)
    .query(callLinkVerb(viewHold, linkInvalid)),
  release: heldProcedure
    .input(contract.releaseHold.input)
    .output(contract.releaseHold.output)
    .mutation(callLinkVerb(releaseHold, { released: false })),
});

export const bookingRouter = router({
  askCode: heldProcedure
    .input(contract.askBookingCode.input)
    .output(contract.askBookingCode.output)
    .mutation(callLinkVerb(askBookingCode, refuse({ code: "link_invalid", alternatives: [] }))),
  confirm: bookingProcedure
    .input(contract.bookHold.input)
    .output(contract.bookHold.output)
    .mutation(
      checkedForm(
        callLinkVerb(bookHold, refuse({ code: "link_invalid", alternatives: [] })),
        refuse({ code: "proof_needed", alternatives: [] }),
      ),
    ),
});
