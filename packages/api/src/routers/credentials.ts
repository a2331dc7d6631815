import * as contract from "@quietroom/contracts/credentials";
import {
  askPasswordReset,
  confirmEmailChange,
  resetPassword,
  viewEmailChange,
  viewPasswordReset,
} from "@quietroom/services/staff";
import { callLinkVerb } from "../call-verb.ts";
import { arrivalProcedure, router, staffLinkProcedure } from "../trpc.ts";

const invalid = { ok: false, refusal: "link_invalid" } as const;

/**
 * A new password or address, for people who are not signed in. What a mailed link is good for is looked at by a mutation too, so that
 * no address ever holds its token; looking changes nothing.
 */
export const credentialsRouter = router({
  askReset: arrivalProcedure
    .input(contract.askPasswordReset.input)
    .output(contract.askPasswordReset.output)
    .mutation(async ({ ctx, input }) => await askPasswordReset(ctx.runtime, input)),
  viewReset: staffLinkProcedure("reset")
    .input(contract.viewPasswordReset.input)
    .output(contract.viewPasswordReset.output)
    .mutation(callLinkVerb(viewPasswordReset, invalid)),
  resetPassword: staffLinkProcedure("reset")
    .input(contract.resetPassword.input)
    .output(contract.resetPassword.output)
    .mutation(callLinkVerb(resetPassword, invalid)),
  viewEmailChange: staffLinkProcedure("email_change")
    .input(contract.viewEmailChange.input)
    .output(contract.viewEmailChange.output)
    .mutation(callLinkVerb(viewEmailChange, invalid)),
  confirmEmailChange: staffLinkProcedure("email_change")
    .input(contract.confirmEmailChange.input)
    .output(contract.confirmEmailChange.output)
    .mutation(callLinkVerb(confirmEmailChange, invalid)),
});
