import * as contract from "@quietroom/contracts/staff";
import { listTeam, renewRecoveryCodes, resetSecondFactor, viewSecurity } from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** One's own account. */
export const accountRouter = router({
  security: staffProcedure
    .input(contract.viewSecurity.input)
    .output(contract.viewSecurity.output)
    .query(callVerb(viewSecurity)),
  renewRecoveryCodes: staffProcedure
    .input(contract.renewRecoveryCodes.input)
    .output(contract.renewRecoveryCodes.output)
    .mutation(callVerb(renewRecoveryCodes)),
});

/** Everyone's accounts, for whoever manages them. */
export const teamRouter = router({
  list: staffProcedure
    .input(contract.listTeam.input)
    .output(contract.listTeam.output)
    .query(callVerb(listTeam)),
  resetSecondFactor: staffProcedure
    .input(contract.resetSecondFactor.input)
    .output(contract.resetSecondFactor.output)
    .mutation(callVerb(resetSecondFactor)),
});
