import * as contract from "@quietroom/contracts/relations";
import {
  assignSupervisor,
  endCover,
  endSupervision,
  grantCover,
  listRelations,
} from "@quietroom/services/relations";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** Who supervises and who covers for whom. */
export const relationsRouter = router({
  list: staffProcedure
    .input(contract.listRelations.input)
    .output(contract.listRelations.output)
    .query(callVerb(listRelations)),
  assignSupervisor: staffProcedure
    .input(contract.assignSupervisor.input)
    .output(contract.assignSupervisor.output)
    .mutation(callVerb(assignSupervisor)),
  endSupervision: staffProcedure
    .input(contract.endSupervision.input)
    .output(contract.endSupervision.output)
    .mutation(callVerb(endSupervision)),
  grantCover: staffProcedure
    .input(contract.grantCover.input)
    .output(contract.grantCover.output)
    .mutation(callVerb(grantCover)),
  endCover: staffProcedure
    .input(contract.endCover.input)
    .output(contract.endCover.output)
    .mutation(callVerb(endCover)),
});
