import * as contract from "@quietroom/contracts/resources";
import { addResource, listResources, saveResource, setOutOfService } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const resourceRouter = router({
  list: staffProcedure
    .input(contract.listResources.input)
    .output(contract.listResources.output)
    .query(callVerb(listResources)),
  add: staffProcedure
    .input(contract.addResource.input)
    .output(contract.addResource.output)
    .mutation(callVerb(addResource)),
  save: staffProcedure
    .input(contract.saveResource.input)
    .output(contract.saveResource.output)
    .mutation(callVerb(saveResource)),
  setOutOfService: staffProcedure
    .input(contract.setOutOfService.input)
    .output(contract.setOutOfService.output)
    .mutation(callVerb(setOutOfService)),
});
