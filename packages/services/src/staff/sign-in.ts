import { isPasswordExpired } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { findStaffByEmail, findTenantBySlug } from "../directory.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import { beginSession } from "./begin-session.ts";
import { beginProvenAttempt, type Guarded, takeBackAttempt } from "./guard.ts";
import { findKnownDevice, type KnownDevice } from "./known-device.ts";
import { noteLock } from "./note-lock.ts";
import { noteStuffing } from "./note-stuffing.ts";
import { hashPassword, isOutdated, isPassword } from "./password.ts";
import { solvedTicket } from "./proof-of-work.ts";
import { readPasswordRules } from "./staff-password.ts";

export type SignInAttempt = {
  readonly email: string;
  readonly password: string;
  readonly userAgent: string;
  /** As one of our own proxies saw it; null where there is none. */
  readonly ip: string | null;
  /** What the browser keeps since its last complete sign-in; null when it keeps nothing. */
  readonly deviceToken: string | null;
  /** The address of the studio that is meant, for whoever works in several; without it the one this browser was used for before, or the first. */
  readonly studio?: string | undefined;
  /** A solved puzzle, which is asked for after three failures (AUTH-43). */
  readonly proof?: string;
};
export type SignedIn = { readonly tenantId: string; readonly sessionId: string };

/**
 * Begins a session for email and password; it opens nothing before its second factor (`passSecondFactor`). An unknown email, a wrong
 * password, a person who left and a studio that is cancelled get one answer after the same work (AUTH-43): one password is looked at,
 * however many studios somebody works for. That is the password of the studio that is named; without a name, of the one that this browser
 * was used for before, or of the first (TEN-20). A failure at a known email is audited there; at an unknown one there is no studio to
 * tell, so it is only counted.
 */
export async function signIn(
  runtime: Runtime,
  { email, password, studio, userAgent, ip, deviceToken, proof }: SignInAttempt,
): Promise<Result<SignedIn, "wrong_credentials" | "locked" | "proof_needed">> {
  const requestId = randomUUID();
  const meant = studio === undefined ? undefined : await findTenantBySlug(runtime, studio);
  const known = (await findStaffByEmail(runtime, email)).filter(
    ({ tenantId }) => meant === undefined || tenantId === meant,
  );
  const device = await findKnownDevice(runtime, known, deviceToken);
  const ticket = proof === undefined ? null : await solvedTicket(runtime, proof);
  const begun = await beginProvenAttempt(runtime, guardedBy({ email, ip, device }), ticket);
  if (!begun.ok) return begun;
  const account = await chosenAccount(runtime, known, device);
  if (account === undefined) {
    await isPassword(null, password);
    runtime.log.warn("sign_in_unknown", { requestId });
  } else {
    const { tenantId, staffUserId, passwordHash } = account;
    const context = { runtime, actor: { kind: "public", tenantId }, requestId } as const;
    const right = await isPassword(passwordHash, password);
    const session = await recordSignIn(context, {
      staffUserId,
      provenHash: right ? passwordHash : null,
      userAgent,
      ip,
    });
    if (session.ok) {
      await takeBackAttempt(runtime, begun.value);
      if (passwordHash !== null && isOutdated(passwordHash))
        await renewHash(context, { staffUserId, from: passwordHash, to: await hashPassword(password) });
      return session;
    }
  }
  await noteLock(runtime, begun.value, known);
  await noteStuffing(runtime, begun.value, known);
  return refuse("wrong_credentials");
}

/**
 * Whom a failure counts against. On a device that the person has signed in from before it is that device alone, so that no stranger
 * can keep them out by failing in their name (AUTH-42).
 */
export function guardedBy({
  email,
  ip,
  device,
}: {
  readonly email: string;
  readonly ip: string | null;
  readonly device: KnownDevice | null;
}): readonly Guarded[] {
  if (device !== null) return [{ kind: "device", name: device.deviceId }];
  const account: Guarded = { kind: "account", name: email };
  return ip === null ? [account] : [account, { kind: "address", name: ip }];
}

type Account = {
  readonly tenantId: string;
  readonly staffUserId: string;
  readonly passwordHash: string | null;
};

/**
 * The one account whose password is looked at: that of the studio that this browser was used for before, or the first where the person
 * may sign in at all; undefined for an email that nobody has.
 */
async function chosenAccount(
  runtime: Runtime,
  known: readonly Omit<Account, "passwordHash">[],
  device: KnownDevice | null,
): Promise<Account | undefined> {
  const accounts: Account[] = [];
  for (const { tenantId, staffUserId } of known) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
    const passwordHash = await readPasswordHash(context, { staffUserId });
    accounts.push({ tenantId, staffUserId, passwordHash });
  }
  const open = accounts.filter(({ passwordHash }) => passwordHash !== null);
  return open.find(({ tenantId }) => tenantId === device?.tenantId) ?? open[0] ?? accounts[0];
}

/** The hash to compare with, or null for whoever may not sign in. It is compared outside, where no transaction waits. */
const readPasswordHash = defineVerb<{ readonly staffUserId: string }, string | null>({
  name: "staff.read_password_hash",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const person = await tx.staffUser.findFirst({
      where: { tenantId, id: input.staffUserId, active: true, passwordEndedAt: null },
      select: { passwordHash: true },
    });
    const studio = await tx.tenant.findFirst({
      where: { id: tenantId, status: { not: "cancelled" } },
      select: { id: true },
    });
    return studio === null || person === null ? null : person.passwordHash;
  },
});

/**
 * Begins the session, or records the failure. A password changed while it was being compared proves nothing. One that is over by age
 * begins a session that opens nothing until there is another (AUTH-03), second factor or not.
 */
const recordSignIn = defineVerb<
  Pick<SignInAttempt, "userAgent" | "ip"> & {
    readonly staffUserId: string;
    readonly provenHash: string | null;
  },
  Result<SignedIn, "wrong_credentials">
>({
  name: "staff.sign_in",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { staffUserId, provenHash } = input;
    const attempt = { action: "sign_in", resource: "session" } as const;
    const person =
      provenHash === null
        ? null
        : await tx.staffUser.findFirst({
            where: {
              tenantId,
              id: staffUserId,
              active: true,
              passwordHash: provenHash,
              passwordEndedAt: null,
            },
          });
    if (person === null) {
      audit({ ...attempt, resourceId: null, detail: { staffUserId } });
      return refuse("wrong_credentials");
    }
    const { maxAgeDays } = await readPasswordRules(tx, tenantId);
    const age = { setAt: fromInstantColumn(person.passwordSetAt), maxAgeDays };
    const password = isPasswordExpired(age, await realNow(tx)) ? "expired" : "current";
    const id = await beginSession(tx, { tenantId, staffUserId }, { ...input, password });
    audit({ ...attempt, resourceId: id, detail: { staffUserId, password } });
    return ok({ tenantId, sessionId: id });
  },
});

/** The same password, hashed at today's cost. One that was changed meanwhile stays as it was. */
const renewHash = defineVerb<
  { readonly staffUserId: string; readonly from: string; readonly to: string },
  void
>({
  name: "staff.renew_hash",
  permission: "session:start",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    const { staffUserId, from, to } = input;
    await tx.staffUser.updateMany({
      where: { tenantId, id: staffUserId, passwordHash: from },
      data: { passwordHash: to },
    });
  },
});
