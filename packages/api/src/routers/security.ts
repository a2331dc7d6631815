import * as keysContract from "@quietroom/contracts/keys";
import * as passwordContract from "@quietroom/contracts/password-rules";
import * as contract from "@quietroom/contracts/security";
import { askKeyRotation, listKeys } from "@quietroom/services/keys";
import {
  countIncidents,
  listIncidents,
  reviewIncident,
  setNetworks,
  viewNetworks,
} from "@quietroom/services/security";
import {
  setPasswordRules,
  setSignInHours,
  viewPasswordRules,
  viewSignInHours,
} from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What looked wrong about access to the studio, from where it may be had, and what is asked of whoever has it. */
export const securityRouter = router({
  incidents: staffProcedure
    .input(contract.listIncidents.input)
    .output(contract.listIncidents.output)
    .query(callVerb(listIncidents)),
  openCount: staffProcedure
    .input(contract.countIncidents.input)
    .output(contract.countIncidents.output)
    .query(callVerb(countIncidents)),
  review: staffProcedure
    .input(contract.reviewIncident.input)
    .output(contract.reviewIncident.output)
    .mutation(callVerb(reviewIncident)),
  networks: staffProcedure
    .input(contract.viewNetworks.input)
    .output(contract.viewNetworks.output)
    .query(callVerb(viewNetworks)),
  setNetworks: staffProcedure
    .input(contract.setNetworks.input)
    .output(contract.setNetworks.output)
    .mutation(callVerb(setNetworks)),
  signInHours: staffProcedure
    .input(contract.viewSignInHours.input)
    .output(contract.viewSignInHours.output)
    .query(callVerb(viewSignInHours)),
  setSignInHours: staffProcedure
    .input(contract.setSignInHours.input)
    .output(contract.setSignInHours.output)
    .mutation(callVerb(setSignInHours)),
  passwordRules: staffProcedure
    .input(passwordContract.viewPasswordRules.input)
    .output(passwordContract.viewPasswordRules.output)
    .query(callVerb(viewPasswordRules)),
  setPasswordRules: staffProcedure
    .input(passwordContract.setPasswordRules.input)
    .output(passwordContract.setPasswordRules.output)
    .mutation(callVerb(setPasswordRules)),
  keys: staffProcedure
    .input(keysContract.listKeys.input)
    .output(keysContract.listKeys.output)
    .query(callVerb(listKeys)),
  replaceKeys: staffProcedure
    .input(keysContract.askKeyRotation.input)
    .output(keysContract.askKeyRotation.output)
    .mutation(callVerb(askKeyRotation)),
});
