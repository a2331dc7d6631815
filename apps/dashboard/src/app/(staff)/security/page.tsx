import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { AllowedNetworks } from "../../../features/security-page/allowed-networks.tsx";
import { PasswordRules } from "../../../features/security-page/password-rules.tsx";
import { ClientStepRule } from "../../../features/client-step-rule/client-step-rule.tsx";
import { SecurityView } from "../../../features/security-page/security-view.tsx";
import { SignInHours } from "../../../features/security-page/sign-in-hours.tsx";
import { StudioKeys } from "../../../features/security-page/studio-keys.tsx";
import { TrustRule } from "../../../features/trust-rule/trust-rule.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Security" };

/** What looked wrong about access to the studio and, for admins, how and from where it may be had. */
export default async function SecurityPage() {
  const caller = await staffCaller();
  const { studio } = await caller.me({});
  const incidents = await caller.security.incidents({});
  const actor = await signedIn();
  const trustRule = can(actor, "staff:manage") ? await caller.trust.rule({}) : null;
  const passwordRules = can(actor, "staff:manage") ? await caller.security.passwordRules({}) : null;
  const hours = can(actor, "staff:manage") ? await caller.security.signInHours({}) : null;
  const clientRule = can(actor, "studio:manage") ? await caller.portalAccounts.rule({}) : null;
  const networks = can(actor, "network:manage") ? await caller.security.networks({}) : null;
  const keys = can(actor, "keys:view") ? await caller.security.keys({}) : null;
  const { timeZone, locale } = incidents;
  return (
    <>
      <SecurityView initial={incidents} />
      {passwordRules === null ? null : <PasswordRules initial={passwordRules} />}
      {trustRule === null ? null : <TrustRule initial={trustRule} />}
      {hours === null ? null : <SignInHours initial={hours} weekStart={studio.weekStart} />}
      {clientRule === null ? null : <ClientStepRule initial={clientRule} />}
      {networks === null ? null : <AllowedNetworks initial={networks} />}
      {keys === null ? null : (
        <StudioKeys
          initial={keys}
          clock={{ timeZone, locale }}
          mayReplace={can(actor, "keys:rotate") ? "replace" : "look"}
        />
      )}
    </>
  );
}
