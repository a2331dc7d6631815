import type { PasskeyAssertion } from "@quietroom/contracts/passkey";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import { isAllowedAddress } from "./allowed-address.ts";
import { beginSession, type SessionOrigin } from "./begin-session.ts";
import { completeSession } from "./complete-session.ts";
import { beginAttempt, forgetFailures, takeBackAttempt } from "./guard.ts";
import { findKnownDevice } from "./known-device.ts";
import { noteLock } from "./note-lock.ts";
import { challengeIn, type PasskeyFlaw, provePasskey } from "./passkey-proof.ts";
import { type RelyingParty, relyingParty } from "./relying-party.ts";
import { guardedBy, type SignedIn } from "./sign-in.ts";
import { spendTicket } from "./ticket.ts";
import { ownerOf } from "./user-handle.ts";

export type PasskeySignIn = SessionOrigin & {
  readonly assertion: PasskeyAssertion;
  /** What the browser keeps since its last complete sign-in; null when it keeps nothing. */
  readonly deviceToken: string | null;
};

/**
 * Signs in with a passkey alone: it is something the person has, and the device has checked the person, so both factors are in one. What
 * follows is an ordinary full session: begun, rotated, one of two (AUTH-33, AUTH-34). Whose passkey it is says the passkey; a failure
 * counts against that account like a wrong code, and is audited there. One answer for everything that does not count. `kept_out`: the
 * passkey is right, and the studio lets nobody in from there (AUTH-44); no failure, and no session.
 */
export async function signInWithPasskey(
  runtime: Runtime,
  { assertion, userAgent, ip, deviceToken }: PasskeySignIn,
): Promise<Result<SignedIn, "wrong_passkey" | "locked" | "kept_out">> {
  const requestId = randomUUID();
  const owner = ownerOf(assertion.userHandle ?? "");
  const context = { runtime, actor: { kind: "public", tenantId: owner?.tenantId ?? "" }, requestId } as const;
  const email = owner === null ? null : await readEmail(context, owner);
  if (owner === null || email === null) {
    const begun = await beginAttempt(runtime, ip === null ? [] : [{ kind: "address", name: ip }]);
    runtime.log.warn("sign_in_unknown", { requestId });
    return begun.ok ? refuse("wrong_passkey") : begun;
  }
  const device = await findKnownDevice(runtime, [owner], deviceToken);
  const guarded = guardedBy({ email, ip, device });
  const begun = await beginAttempt(runtime, guarded);
  if (!begun.ok) return begun;
  const { staffUserId } = owner;
  const party = relyingParty(runtime);
  const session = await recordSignIn(context, { staffUserId, assertion, party, userAgent, ip });
  if (session.ok) {
    await takeBackAttempt(runtime, begun.value);
    for (const each of guarded) if (each.kind !== "address") await forgetFailures(runtime, each);
  } else if (session.refusal === "kept_out") await takeBackAttempt(runtime, begun.value);
  else await noteLock(runtime, begun.value, [owner]);
  return session;
}

/** The email of somebody who may sign in with a passkey at all: working here, with an app set up; null for anybody else. */
const readEmail = defineVerb<{ readonly staffUserId: string }, string | null>({
  name: "staff.read_passkey_owner",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const [person] = await tx.$queryRaw<{ email: string }[]>`
      select u.email from staff_user u
      join tenant t on t.id = u.tenant_id and t.status <> 'cancelled'
      join staff_totp m on m.tenant_id = u.tenant_id and m.staff_user_id = u.id
      where u.tenant_id = ${tenantId}::uuid and u.id = ${input.staffUserId}::uuid and u.active`;
    return person?.email ?? null;
  },
});

const recordSignIn = defineVerb<
  SessionOrigin & {
    readonly staffUserId: string;
    readonly assertion: PasskeyAssertion;
    readonly party: RelyingParty;
  },
  Result<SignedIn, "wrong_passkey" | "kept_out">
>({
  name: "staff.sign_in_with_passkey",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const { staffUserId, assertion, party } = input;
    const attempt = { action: "sign_in", resource: "session" } as const;
    const flawed = (flaw: PasskeyFlaw) => {
      audit({ ...attempt, resourceId: null, detail: { staffUserId, by: "passkey", flaw } });
      return refuse("wrong_passkey");
    };
    const asked = { purpose: "sign_in_passkey", bearer: "" } as const;
    if (!(await spendTicket({ tx, seal }, challengeIn(assertion.clientDataJSON), asked)))
      return flawed("challenge");
    const proven = await provePasskey({ tx, tenantId }, { party, staffUserId, assertion });
    if (!proven.ok) return flawed(proven.refusal);
    const { passkeyId } = proven.value;
    if (!(await isAllowedAddress(tx, tenantId, input.ip))) {
      audit({ ...attempt, resourceId: null, detail: { staffUserId, by: "passkey", passkeyId, kept: "out" } });
      return refuse("kept_out");
    }
    const begun = await beginSession(tx, { tenantId, staffUserId }, input);
    const passed = { by: "now", trust: "not_asked" } as const;
    const sessionId = await completeSession(tx, { tenantId, staffUserId, sessionId: begun }, passed);
    audit({ ...attempt, resourceId: sessionId, detail: { staffUserId, by: "passkey", passkeyId } });
    return ok({ tenantId, sessionId });
  },
});
