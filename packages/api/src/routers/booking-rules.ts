import * as contract from "@quietroom/contracts/booking-rules";
import { saveBookingRules, viewBookingRules } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What a studio lets its clients do by themselves. */
export const bookingRulesRouter = router({
  view: staffProcedure
    .input(contract.viewBookingRules.input)
    .output(contract.viewBookingRules.output)
    .query(callVerb(viewBookingRules)),
  save: staffProcedure
    .input(contract.saveBookingRules.input)
    .output(contract.saveBookingRules.output)
    .mutation(callVerb(saveBookingRules)),
});
