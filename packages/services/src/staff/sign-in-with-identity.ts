import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { findStaffByEmail, findStaffByIdentity } from "../directory.ts";
import type { Runtime } from "../runtime.ts";
import { isAllowedAddress } from "./allowed-address.ts";
import { beginSession, type SessionOrigin } from "./begin-session.ts";
import { beginAttempt, takeBackAttempt } from "./guard.ts";
import { findKnownDevice } from "./known-device.ts";
import { guardedBy, type SignedIn } from "./sign-in.ts";
import { identityDigest, type StaffIdentity } from "./staff-identity.ts";

export type IdentitySignIn = SessionOrigin & {
  readonly identity: StaffIdentity;
  /** What the browser keeps since its last complete sign-in; null when it keeps nothing. */
  readonly deviceToken: string | null;
};

/**
 * Begins a session for somebody whom an OpenID provider has named, in place of a password and of nothing else: its second factor is
 * still to pass, and a locked account stays locked. Only a link made before counts (docs/adr/0007-sign-in-elsewhere.md): whatever email the
 * token holds makes no account and finds none. Whoever works for several studios signs in to the first. A refusal counts against
 * the address it came from, and is audited wherever the person is known. `kept_out`: the studio lets nobody in from there (AUTH-44).
 */
export async function signInWithIdentity(
  runtime: Runtime,
  { identity, userAgent, ip, deviceToken }: IdentitySignIn,
): Promise<Result<SignedIn, "not_linked" | "locked" | "kept_out">> {
  const requestId = randomUUID();
  const linked = await findStaffByIdentity(runtime, identityDigest(runtime.seal, identity));
  for (const { tenantId, staffUserId } of linked) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId } as const;
    const email = await readLinkedEmail(context, { staffUserId, identity });
    if (email === null) continue;
    const device = await findKnownDevice(runtime, [{ tenantId, staffUserId }], deviceToken);
    const begun = await beginAttempt(runtime, guardedBy({ email, ip, device }));
    if (!begun.ok) return begun;
    const session = await recordSignIn(context, { staffUserId, identity, userAgent, ip });
    if (!session.ok && session.refusal === "not_linked") continue;
    await takeBackAttempt(runtime, begun.value);
    return session;
  }
  const begun = await beginAttempt(runtime, ip === null ? [] : [{ kind: "address", name: ip }]);
  if (!begun.ok) return begun;
  const { verifiedEmail } = identity;
  const known = verifiedEmail === null ? [] : await findStaffByEmail(runtime, verifiedEmail);
  if (linked.length + known.length === 0) runtime.log.warn("sign_in_unknown", { requestId });
  for (const { tenantId, staffUserId } of [...linked, ...known]) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId } as const;
    await recordRefusal(context, { staffUserId });
  }
  return refuse("not_linked");
}

type Linked = { readonly staffUserId: string; readonly identity: StaffIdentity };

/** The email that an account is guarded by, or null when the identity is not, or no longer, one that may sign in to it. */
const readLinkedEmail = defineVerb<Linked, string | null>({
  name: "staff.read_linked_email",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const { staffUserId, identity } = input;
    const [person] = await tx.$queryRaw<{ email: string }[]>`
      select u.email from staff_identity i
      join staff_user u on u.tenant_id = i.tenant_id and u.id = i.staff_user_id and u.active and u.password_ended_at is null
      join tenant t on t.id = i.tenant_id and t.status <> 'cancelled'
      where i.tenant_id = ${tenantId}::uuid and i.staff_user_id = ${staffUserId}::uuid
        and i.issuer = ${identity.issuer} and i.subject = ${identity.subject}`;
    return person?.email ?? null;
  },
});

/** Begins the session while the link stands, or records that it no longer does. */
const recordSignIn = defineVerb<Linked & SessionOrigin, Result<SignedIn, "not_linked" | "kept_out">>({
  name: "staff.sign_in_with_identity",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { staffUserId, identity } = input;
    const attempt = { action: "sign_in", resource: "session" } as const;
    const { issuer, subject } = identity;
    const link = await tx.staffIdentity.findFirst({ where: { tenantId, staffUserId, issuer, subject } });
    const person = await tx.staffUser.findFirst({
      where: { tenantId, id: staffUserId, active: true, passwordEndedAt: null },
    });
    if (link === null || person === null) {
      audit({ ...attempt, resourceId: null, detail: { staffUserId, by: "identity" } });
      return refuse("not_linked");
    }
    if (!(await isAllowedAddress(tx, tenantId, input.ip))) {
      const detail = { staffUserId, by: "identity", identityId: link.id, kept: "out" };
      audit({ ...attempt, resourceId: null, detail });
      return refuse("kept_out");
    }
    const sessionId = await beginSession(tx, { tenantId, staffUserId }, input);
    audit({
      ...attempt,
      resourceId: sessionId,
      detail: { staffUserId, by: "identity", identityId: link.id },
    });
    return ok({ tenantId, sessionId });
  },
});

const recordRefusal = defineVerb<{ readonly staffUserId: string }, Result<never, "not_linked">>({
  name: "staff.refuse_identity",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  run: async ({ input, audit }) => {
    const { staffUserId } = input;
    audit({
      action: "sign_in",
      resource: "session",
      resourceId: null,
      detail: { staffUserId, by: "identity" },
    });
    return await Promise.resolve(refuse("not_linked"));
  },
});
