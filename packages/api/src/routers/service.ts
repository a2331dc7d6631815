import * as contract from "@quietroom/contracts/studio";
import { listServices, saveService } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const serviceRouter = router({
  list: staffProcedure
    .input(contract.listServices.input)
    .output(contract.listServices.output)
    .query(callVerb(listServices)),
  save: staffProcedure
    .input(contract.saveService.input)
    .output(contract.saveService.output)
    .mutation(callVerb(saveService)),
});
