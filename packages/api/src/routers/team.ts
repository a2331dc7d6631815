import { endPassword as endPasswordContract } from "@quietroom/contracts/credentials";
import {
  resetSecondFactor as resetContract,
  unlockAccount as unlockContract,
} from "@quietroom/contracts/staff";
import * as contract from "@quietroom/contracts/team";
import {
  changeRoles,
  endAccess,
  endPassword,
  inviteColleague,
  listTeam,
  resendInvitation,
  resetSecondFactor,
  restoreAccess,
  setLocations,
  unlockAccount,
  withdrawInvitation,
} from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** Everyone's accounts, for whoever manages them. */
export const teamRouter = router({
  list: staffProcedure
    .input(contract.listTeam.input)
    .output(contract.listTeam.output)
    .query(callVerb(listTeam)),
  resetSecondFactor: staffProcedure
    .input(resetContract.input)
    .output(resetContract.output)
    .mutation(callVerb(resetSecondFactor)),
  endPassword: staffProcedure
    .input(endPasswordContract.input)
    .output(endPasswordContract.output)
    .mutation(callVerb(endPassword)),
  unlock: staffProcedure
    .input(unlockContract.input)
    .output(unlockContract.output)
    .mutation(callVerb(unlockAccount)),
  changeRoles: staffProcedure
    .input(contract.changeRoles.input)
    .output(contract.changeRoles.output)
    .mutation(callVerb(changeRoles)),
  setLocations: staffProcedure
    .input(contract.setLocations.input)
    .output(contract.setLocations.output)
    .mutation(callVerb(setLocations)),
  endAccess: staffProcedure
    .input(contract.endAccess.input)
    .output(contract.endAccess.output)
    .mutation(callVerb(endAccess)),
  restoreAccess: staffProcedure
    .input(contract.restoreAccess.input)
    .output(contract.restoreAccess.output)
    .mutation(callVerb(restoreAccess)),
  invite: staffProcedure
    .input(contract.inviteColleague.input)
    .output(contract.inviteColleague.output)
    .mutation(callVerb(inviteColleague)),
  resendInvitation: staffProcedure
    .input(contract.resendInvitation.input)
    .output(contract.resendInvitation.output)
    .mutation(callVerb(resendInvitation)),
  withdrawInvitation: staffProcedure
    .input(contract.withdrawInvitation.input)
    .output(contract.withdrawInvitation.output)
    .mutation(callVerb(withdrawInvitation)),
});
