import * as contract from "@quietroom/contracts/client-factors";
import {
  listClientAccounts,
  resetClientStep,
  restoreClient,
  setClientStepRule,
  suspendClient,
  unlockClient,
  viewClientStepRule,
} from "@quietroom/services/portal";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** How the clients' accounts at the portal stand, and what the studio asks of them. */
export const portalAccountsRouter = router({
  list: staffProcedure
    .input(contract.listClientAccounts.input)
    .output(contract.listClientAccounts.output)
    .query(callVerb(listClientAccounts)),
  suspend: staffProcedure
    .input(contract.suspendClient.input)
    .output(contract.suspendClient.output)
    .mutation(callVerb(suspendClient)),
  restore: staffProcedure
    .input(contract.restoreClient.input)
    .output(contract.restoreClient.output)
    .mutation(callVerb(restoreClient)),
  unlock: staffProcedure
    .input(contract.unlockClient.input)
    .output(contract.unlockClient.output)
    .mutation(callVerb(unlockClient)),
  resetSecondStep: staffProcedure
    .input(contract.resetClientStep.input)
    .output(contract.resetClientStep.output)
    .mutation(callVerb(resetClientStep)),
  rule: staffProcedure
    .input(contract.viewClientStepRule.input)
    .output(contract.viewClientStepRule.output)
    .query(callVerb(viewClientStepRule)),
  setRule: staffProcedure
    .input(contract.setClientStepRule.input)
    .output(contract.setClientStepRule.output)
    .mutation(callVerb(setClientStepRule)),
});
