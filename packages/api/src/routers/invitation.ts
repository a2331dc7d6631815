import * as contract from "@quietroom/contracts/team";
import { refuse } from "@quietroom/domain/result";
import { acceptInvitation, viewInvitation } from "@quietroom/services/staff";
import { callLinkVerb } from "../call-verb.ts";
import { router, staffLinkProcedure } from "../trpc.ts";

const invalid = refuse("link_invalid");

/** For whoever was invited to work in a studio, and has no account there yet. */
export const invitationRouter = router({
  view: staffLinkProcedure("invitation")
    .input(contract.viewInvitation.input)
    .output(contract.viewInvitation.output)
    .mutation(callLinkVerb(viewInvitation, invalid)),
  accept: staffLinkProcedure("invitation")
    .input(contract.acceptInvitation.input)
    .output(contract.acceptInvitation.output)
    .mutation(callLinkVerb(acceptInvitation, invalid)),
});
