import * as contract from "@quietroom/contracts/waitlist";
import { refuse } from "@quietroom/domain/result";
import {
  answerOffer,
  joinWaitlist,
  moveEntry,
  offerByHand,
  openingLine,
  replayFill,
  skipEntry,
  viewOffer,
  waitlistBoard,
  waitlistFigures,
  withdrawEntry,
} from "@quietroom/services/waitlist";
import { callLinkVerb, callVerb, checkedForm } from "../call-verb.ts";
import { linkProcedure, publicProcedure, router, staffProcedure } from "../trpc.ts";

const offerProcedure = linkProcedure("offer");
const linkInvalid = refuse({ code: "link_invalid" });

export const publicWaitlistRouter = router({
  join: publicProcedure
    .input(contract.joinWaitlist.input)
    .output(contract.joinWaitlist.output)
    .mutation(checkedForm(callVerb(joinWaitlist), refuse({ code: "proof_needed" }))),
});

export const offerRouter = router({
  view: offerProcedure
    .input(contract.viewOffer.input)
    .output(contract.viewOffer.output)
    .query(callLinkVerb(viewOffer, linkInvalid)),
  answer: offerProcedure
    .input(contract.answerOffer.input)
    .output(contract.answerOffer.output)
    .mutation(callLinkVerb(answerOffer, linkInvalid)),
});

export const staffWaitlistRouter = router({
  board: staffProcedure
    .input(contract.waitlistBoard.input)
    .output(contract.waitlistBoard.output)
    .query(callVerb(waitlistBoard)),
  figures: staffProcedure
    .input(contract.waitlistFigures.input)
    .output(contract.waitlistFigures.output)
    .query(callVerb(waitlistFigures)),
  line: staffProcedure
    .input(contract.openingLine.input)
    .output(contract.openingLine.output)
    .query(callVerb(openingLine)),
  replay: staffProcedure
    .input(contract.replayFill.input)
    .output(contract.replayFill.output)
    .query(callVerb(replayFill)),
  offer: staffProcedure
    .input(contract.offerByHand.input)
    .output(contract.offerByHand.output)
    .mutation(callVerb(offerByHand)),
  skip: staffProcedure
    .input(contract.skipEntry.input)
    .output(contract.skipEntry.output)
    .mutation(callVerb(skipEntry)),
  move: staffProcedure
    .input(contract.moveEntry.input)
    .output(contract.moveEntry.output)
    .mutation(callVerb(moveEntry)),
  withdraw: staffProcedure
    .input(contract.withdrawEntry.input)
    .output(contract.withdrawEntry.output)
    .mutation(callVerb(withdrawEntry)),
});
