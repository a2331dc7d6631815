import * as contract from "@quietroom/contracts/licences";
import { addLicence, removeLicence, renewLicence, viewLicences } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const licenceRouter = router({
  list: staffProcedure
    .input(contract.viewLicences.input)
    .output(contract.viewLicences.output)
    .query(callVerb(viewLicences)),
  add: staffProcedure
    .input(contract.addLicence.input)
    .output(contract.addLicence.output)
    .mutation(callVerb(addLicence)),
  renew: staffProcedure
    .input(contract.renewLicence.input)
    .output(contract.renewLicence.output)
    .mutation(callVerb(renewLicence)),
  remove: staffProcedure
    .input(contract.removeLicence.input)
    .output(contract.removeLicence.output)
    .mutation(callVerb(removeLicence)),
});
