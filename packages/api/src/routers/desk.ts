import * as contract from "@quietroom/contracts/desk-booking";
import { bookForClient, bookWithOverride, deskTimes } from "@quietroom/services/scheduling";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const deskRouter = router({
  times: staffProcedure
    .input(contract.deskTimes.input)
    .output(contract.deskTimes.output)
    .query(callVerb(deskTimes)),
  book: staffProcedure
    .input(contract.bookForClient.input)
    .output(contract.bookForClient.output)
    .mutation(callVerb(bookForClient)),
  bookWithOverride: staffProcedure
    .input(contract.bookWithOverride.input)
    .output(contract.bookWithOverride.output)
    .mutation(callVerb(bookWithOverride)),
});
