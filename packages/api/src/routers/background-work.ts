import { viewBackgroundWork as view } from "@quietroom/contracts/background-work";
import * as contract from "@quietroom/contracts/dead-letters";
import {
  dismissDeadLetter,
  listDeadLetters,
  retryDeadLetter,
  viewBackgroundWork,
} from "@quietroom/services/dead-letters";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What is done behind the scenes, and what of it failed for good. */
export const backgroundWorkRouter = router({
  view: staffProcedure.input(view.input).output(view.output).query(callVerb(viewBackgroundWork)),
  deadLetters: staffProcedure
    .input(contract.listDeadLetters.input)
    .output(contract.listDeadLetters.output)
    .query(callVerb(listDeadLetters)),
  retry: staffProcedure
    .input(contract.retryDeadLetter.input)
    .output(contract.retryDeadLetter.output)
    .mutation(callVerb(retryDeadLetter)),
  dismiss: staffProcedure
    .input(contract.dismissDeadLetter.input)
    .output(contract.dismissDeadLetter.output)
    .mutation(callVerb(dismissDeadLetter)),
});
