import * as contract from "@quietroom/contracts/closures";
import { listClosures, removeClosure, saveClosure } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const closureRouter = router({
  list: staffProcedure
    .input(contract.listClosures.input)
    .output(contract.listClosures.output)
    .query(callVerb(listClosures)),
  save: staffProcedure
    .input(contract.saveClosure.input)
    .output(contract.saveClosure.output)
    .mutation(callVerb(saveClosure)),
  remove: staffProcedure
    .input(contract.removeClosure.input)
    .output(contract.removeClosure.output)
    .mutation(callVerb(removeClosure)),
});
