import * as contract from "@quietroom/contracts/staff-identity";
import { allowLinking, listIdentities, unlinkIdentity } from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** How one signs in elsewhere. The link itself is made when the provider sends its person back. */
export const identityRouter = router({
  list: staffProcedure
    .input(contract.listIdentities.input)
    .output(contract.listIdentities.output)
    .query(callVerb(listIdentities)),
  allowLinking: staffProcedure
    .input(contract.allowLinking.input)
    .output(contract.allowLinking.output)
    .mutation(callVerb(allowLinking)),
  unlink: staffProcedure
    .input(contract.unlinkIdentity.input)
    .output(contract.unlinkIdentity.output)
    .mutation(callVerb(unlinkIdentity)),
});
