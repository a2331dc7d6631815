import type { Tx } from "@quietroom/db";
import { isUuid } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import type { Sealer } from "../seal.ts";
import { beginAttempt, forgetFailures, takeBackAttempt } from "./guard.ts";
import { findKnownDevice } from "./known-device.ts";
import { noteLock } from "./note-lock.ts";
import { endSessions, inTheWay, listOpenSessions } from "./open-sessions.ts";
import { plainRecoveryCode } from "./recovery-code.ts";
import { guardedBy, type SignedIn, type SignInAttempt } from "./sign-in.ts";
import {
  lockStandingSession,
  recoveryCodeFor,
  type StandingSession,
  stands,
  totpSealedFor,
} from "./standing-session.ts";
import { isTotpCode, totpStep } from "./totp.ts";

export type SecondFactorAttempt = { readonly code: string } & Pick<SignInAttempt, "ip" | "deviceToken">;
export type SecondFactorRefusal = "wrong_code" | "session_over" | "locked";

/**
 * Passes a session's second factor by a code of the authenticator app or a recovery code; the first code of an app also enrols it.
 * The session goes on under a new id and the old one opens nothing any more (AUTH-34); how long it lasts does not change. Passing
 * again in a session that has passed proves that the person is still there (AUTH-21). A code counts once, also when it comes twice at the
 * same moment (check 48).
 */
export async function passSecondFactor(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  { code, ip, deviceToken }: SecondFactorAttempt,
): Promise<Result<SignedIn, SecondFactorRefusal>> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return refuse("session_over");
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const owner = await readOwner(context, { sessionId });
  if (owner === null) return refuse("session_over");
  const owners = [{ tenantId, staffUserId: owner.staffUserId }];
  const device = await findKnownDevice(runtime, owners, deviceToken);
  const guarded = guardedBy({ email: owner.email, ip, device });
  const begun = await beginAttempt(runtime, guarded);
  if (!begun.ok) return begun;
  const passed = await recordPass(context, { sessionId, code });
  if (passed.ok) {
    await takeBackAttempt(runtime, begun.value);
    for (const each of guarded) if (each.kind !== "address") await forgetFailures(runtime, each);
  } else if (passed.refusal === "wrong_code") await noteLock(runtime, begun.value, owners);
  else await takeBackAttempt(runtime, begun.value);
  return passed;
}

/** Whose session it is, while it stands. */
const readOwner = defineVerb<
  { readonly sessionId: string },
  { readonly email: string; readonly staffUserId: string } | null
>({
  name: "staff.read_session_owner",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const [owner] = await tx.$queryRaw<{ email: string; staffUserId: string }[]>`
      select u.email, u.id as "staffUserId" from session s
      join staff_user u on u.tenant_id = s.tenant_id and u.id = s.staff_user_id and u.active
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid and ${stands}`;
    return owner ?? null;
  },
});

const recordPass = defineVerb<
  { readonly sessionId: string; readonly code: string },
  Result<SignedIn, "wrong_code" | "session_over">
>({
  name: "staff.pass_second_factor",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_totp_pkey: "wrong_code" }, // two sessions enrolled at once: the first stands
  async run({ tx, input, tenantId, seal, audit }) {
    const { sessionId, code } = input;
    const attempt = { action: "sign_in", resource: "second_factor" } as const;
    const session = await lockStandingSession(tx, tenantId, sessionId);
    if (session === null) {
      audit({ ...attempt, resourceId: sessionId });
      return refuse("session_over");
    }
    const { staffUserId } = session;
    const by = await provenBy({ tx, tenantId, seal, session, code });
    audit({ ...attempt, resourceId: sessionId, detail: { staffUserId, by } });
    if (by === null) return refuse("wrong_code");
    if (session.mfaPassedAt === null) await makeRoom(tx, tenantId, staffUserId);
    return ok({ tenantId, sessionId: await rotate(tx, tenantId, sessionId) });
  },
});

type Asked = {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly seal: Sealer;
  readonly session: StandingSession;
  readonly code: string;
};

/** What the code proves, used up by the asking; null when it proves nothing. */
async function provenBy(asked: Asked): Promise<"enrolment" | "totp" | "recovery_code" | null> {
  const { session, code } = asked;
  if (!isTotpCode(code)) return (await useRecoveryCode(asked)) ? "recovery_code" : null;
  if (session.sealedSecret === null) return (await enrol(asked)) ? "enrolment" : null;
  return (await useTotpCode(asked, session.sealedSecret)) ? "totp" : null;
}

async function enrol({ tx, tenantId, seal, session, code }: Asked): Promise<boolean> {
  const { staffUserId, sealedEnrolment } = session;
  if (sealedEnrolment === null) return false;
  const secret = seal.open(sealedEnrolment, totpSealedFor(tenantId, staffUserId));
  const step = totpStep(secret, code, await realNow(tx));
  if (step === null) return false;
  await tx.staffTotp.create({
    data: { tenantId, staffUserId, sealedSecret: sealedEnrolment, lastStep: BigInt(step) },
  });
  return true;
}

async function useTotpCode({ tx, tenantId, seal, session, code }: Asked, sealed: string): Promise<boolean> {
  const { staffUserId } = session;
  const step = totpStep(seal.open(sealed, totpSealedFor(tenantId, staffUserId)), code, await realNow(tx));
  if (step === null) return false;
  // Compare and set: of two that come with one code, whoever is first takes the step.
  const { count } = await tx.staffTotp.updateMany({
    where: { tenantId, staffUserId, lastStep: { lt: BigInt(step) } },
    data: { lastStep: BigInt(step) },
  });
  return count === 1;
}

async function useRecoveryCode({ tx, tenantId, seal, session, code }: Asked): Promise<boolean> {
  const { staffUserId } = session;
  const codeHash = seal.digest(plainRecoveryCode(code), recoveryCodeFor(tenantId, staffUserId));
  const used = await tx.$executeRaw`
    update staff_recovery_code set used_at = now()
    where tenant_id = ${tenantId}::uuid and staff_user_id = ${staffUserId}::uuid and code_hash = ${codeHash} and used_at is null`;
  return used === 1;
}

/** Ends the oldest sessions of a person who is about to have one more than they may (AUTH-33); one arrival at a time. */
async function makeRoom(tx: Tx, tenantId: string, staffUserId: string): Promise<void> {
  await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
  const ended = inTheWay(await listOpenSessions(tx, tenantId, staffUserId));
  await endSessions(
    tx,
    tenantId,
    ended.map(({ id }) => id),
    "replaced",
  );
}

/** The same session under a new id, its second factor passed now. */
async function rotate(tx: Tx, tenantId: string, sessionId: string): Promise<string> {
  const [session] = await tx.$queryRaw<{ id: string }[]>`
    insert into session (tenant_id, staff_user_id, created_at, last_active_at, expires_at, user_agent, ip, mfa_passed_at)
    select tenant_id, staff_user_id, created_at, now(), expires_at, user_agent, ip, now()
    from session where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid
    returning id`;
  await tx.$executeRaw`
    update session set revoked_at = now(), revoked_reason = 'rotated', sealed_enrolment = null
    where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
  return found(session).id;
}
