import * as contract from "@quietroom/contracts/trail";
import { exportAudit, listAudit, staffActivity } from "@quietroom/services/trail";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What the audit trail tells those who may read it. */
export const trailRouter = router({
  staffActivity: staffProcedure
    .input(contract.staffActivity.input)
    .output(contract.staffActivity.output)
    .query(callVerb(staffActivity)),
  list: staffProcedure
    .input(contract.listAudit.input)
    .output(contract.listAudit.output)
    .query(callVerb(listAudit)),
  export: staffProcedure
    .input(contract.exportAudit.input)
    .output(contract.exportAudit.output)
    .mutation(callVerb(exportAudit)),
});
