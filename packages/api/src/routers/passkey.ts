import * as passkey from "@quietroom/contracts/passkey";
import * as trust from "@quietroom/contracts/trusted-device";
import {
  addPasskey,
  endTrust,
  listPasskeys,
  listTrustedDevices,
  removePasskey,
  setTrustRule,
  startPasskey,
  viewTrustRule,
} from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** One's own passkeys. */
export const passkeyRouter = router({
  list: staffProcedure
    .input(passkey.listPasskeys.input)
    .output(passkey.listPasskeys.output)
    .query(callVerb(listPasskeys)),
  start: staffProcedure
    .input(passkey.startPasskey.input)
    .output(passkey.startPasskey.output)
    .mutation(callVerb(startPasskey)),
  add: staffProcedure
    .input(passkey.addPasskey.input)
    .output(passkey.addPasskey.output)
    .mutation(callVerb(addPasskey)),
  remove: staffProcedure
    .input(passkey.removePasskey.input)
    .output(passkey.removePasskey.output)
    .mutation(callVerb(removePasskey)),
});

/** The browsers one trusts, and whether the studio's people may. */
export const trustRouter = router({
  list: staffProcedure
    .input(trust.listTrustedDevices.input)
    .output(trust.listTrustedDevices.output)
    .query(callVerb(listTrustedDevices)),
  end: staffProcedure.input(trust.endTrust.input).output(trust.endTrust.output).mutation(callVerb(endTrust)),
  rule: staffProcedure
    .input(trust.viewTrustRule.input)
    .output(trust.viewTrustRule.output)
    .query(callVerb(viewTrustRule)),
  setRule: staffProcedure
    .input(trust.setTrustRule.input)
    .output(trust.setTrustRule.output)
    .mutation(callVerb(setTrustRule)),
});
