import * as contract from "@quietroom/contracts/time-off";
import { answerTimeOff, askTimeOff, listTimeOff, withdrawTimeOff } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const timeOffRouter = router({
  list: staffProcedure
    .input(contract.listTimeOff.input)
    .output(contract.listTimeOff.output)
    .query(callVerb(listTimeOff)),
  ask: staffProcedure
    .input(contract.askTimeOff.input)
    .output(contract.askTimeOff.output)
    .mutation(callVerb(askTimeOff)),
  answer: staffProcedure
    .input(contract.answerTimeOff.input)
    .output(contract.answerTimeOff.output)
    .mutation(callVerb(answerTimeOff)),
  withdraw: staffProcedure
    .input(contract.withdrawTimeOff.input)
    .output(contract.withdrawTimeOff.output)
    .mutation(callVerb(withdrawTimeOff)),
});
