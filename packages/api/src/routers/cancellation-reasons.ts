import * as contract from "@quietroom/contracts/cancellation-reasons";
import {
  countCancellations,
  saveCancellationReasons,
  viewCancellationReasons,
} from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** Why visits are cancelled, as the studio counts it. */
export const cancellationReasonsRouter = router({
  view: staffProcedure
    .input(contract.viewCancellationReasons.input)
    .output(contract.viewCancellationReasons.output)
    .query(callVerb(viewCancellationReasons)),
  save: staffProcedure
    .input(contract.saveCancellationReasons.input)
    .output(contract.saveCancellationReasons.output)
    .mutation(callVerb(saveCancellationReasons)),
  count: staffProcedure
    .input(contract.countCancellations.input)
    .output(contract.countCancellations.output)
    .query(callVerb(countCancellations)),
});
