import type { PasskeyAssertion } from "@quietroom/contracts/passkey";
import type { Tx } from "@quietroom/db";
import { isUuid } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import type { Sealer } from "../seal.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { completeSession } from "./complete-session.ts";
import { beginAttempt, forgetFailures, takeBackAttempt } from "./guard.ts";
import { findKnownDevice } from "./known-device.ts";
import { noteLock } from "./note-lock.ts";
import { challengeIn, type PasskeyFlaw, provePasskey } from "./passkey-proof.ts";
import { plainRecoveryCode } from "./recovery-code.ts";
import { type RelyingParty, relyingParty } from "./relying-party.ts";
import { rotateSession } from "./rotate-session.ts";
import { guardedBy, type SignedIn, type SignInAttempt } from "./sign-in.ts";
import {
  lockStandingSession,
  recoveryCodeFor,
  type StandingSession,
  stands,
  totpSealedFor,
} from "./standing-session.ts";
import { spendTicket } from "./ticket.ts";
import { isTotpCode, totpStep } from "./totp.ts";

/** A code of the app or a recovery code, or what a passkey says to `secondFactorChallenge`. */
type Proof = { readonly code: string } | { readonly passkey: PasskeyAssertion };

export type SecondFactorAttempt = Proof &
  Pick<SignInAttempt, "ip" | "deviceToken"> & {
    /** The person wants this browser trusted from now on, where the studio allows it (AUTH-22). */
    readonly trust?: "asked" | undefined;
  };
export type SecondFactorRefusal = "wrong_code" | "wrong_passkey" | "session_over" | "locked";

/**
 * Passes a session's second factor by a code of the authenticator app, a recovery code or a passkey; the first code of an app also enrols it.
 * The session goes on under a new id and the old one opens nothing any more (AUTH-34); how long it lasts does not change. Passing
 * again in a session that has passed proves that the person is still there (AUTH-21). A code counts once, also when it comes twice at the
 * same moment (check 48).
 */
export async function passSecondFactor(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  attempt: SecondFactorAttempt,
): Promise<Result<SignedIn, SecondFactorRefusal>> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return refuse("session_over");
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const owner = await readOwner(context, { sessionId, ip: attempt.ip });
  if (owner === null) return refuse("session_over");
  const { ip, deviceToken, trust = "not_asked" } = attempt;
  const owners = [{ tenantId, staffUserId: owner.staffUserId }];
  const device = await findKnownDevice(runtime, owners, deviceToken);
  const guarded = guardedBy({ email: owner.email, ip, device });
  const begun = await beginAttempt(runtime, guarded);
  if (!begun.ok) return begun;
  const proof =
    "code" in attempt ? { code: attempt.code } : { passkey: attempt.passkey, party: relyingParty(runtime) };
  const passed = await recordPass(context, { sessionId, proof, trust });
  if (passed.ok) {
    await takeBackAttempt(runtime, begun.value);
    for (const each of guarded) if (each.kind !== "address") await forgetFailures(runtime, each);
  } else if (passed.refusal === "session_over") await takeBackAttempt(runtime, begun.value);
  else await noteLock(runtime, begun.value, owners);
  return passed;
}

/** Whose session it is, while it stands and may be used from there. */
const readOwner = defineVerb<
  { readonly sessionId: string; readonly ip: string | null },
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
      join tenant t on t.id = s.tenant_id and ${mayComeFrom(input.ip)}
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid and ${stands}`;
    return owner ?? null;
  },
});

type AtHand =
  | { readonly code: string }
  | { readonly passkey: PasskeyAssertion; readonly party: RelyingParty };

const recordPass = defineVerb<
  { readonly sessionId: string; readonly proof: AtHand; readonly trust: "asked" | "not_asked" },
  Result<SignedIn, "wrong_code" | "wrong_passkey" | "session_over">
>({
  name: "staff.pass_second_factor",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_totp_pkey: "wrong_code" }, // two sessions enrolled at once: the first stands
  async run({ tx, input, tenantId, seal, audit }) {
    const { sessionId, proof, trust } = input;
    const attempt = { action: "sign_in", resource: "second_factor" } as const;
    const session = await lockStandingSession(tx, tenantId, sessionId);
    if (session === null) {
      audit({ ...attempt, resourceId: sessionId });
      return refuse("session_over");
    }
    const { staffUserId } = session;
    const asked = { tx, tenantId, seal, session };
    if ("code" in proof) {
      const by = await provenBy({ ...asked, code: proof.code });
      audit({ ...attempt, resourceId: sessionId, detail: { staffUserId, by } });
      if (by === null) return refuse("wrong_code");
    } else {
      const proven = await provenByPasskey(asked, { ...proof, sessionId });
      const found = proven.ok
        ? { by: "passkey", passkeyId: proven.value.passkeyId }
        : { by: null, flaw: proven.refusal };
      audit({ ...attempt, resourceId: sessionId, detail: { staffUserId, ...found } });
      if (!proven.ok) return refuse("wrong_passkey");
    }
    const passed = { by: "now", trust } as const;
    const which = { tenantId, staffUserId, sessionId };
    const isComplete = session.mfaPassedAt !== null;
    return ok({
      tenantId,
      sessionId: await (isComplete ? rotateSession : completeSession)(tx, which, passed),
    });
  },
});

type Asking = {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly seal: Sealer;
  readonly session: StandingSession;
};

/** The challenge was this session's own and is spent now; and the passkey is one of its person's, who has an app set up. */
async function provenByPasskey(
  { tx, tenantId, seal, session }: Asking,
  {
    passkey: assertion,
    party,
    sessionId,
  }: {
    readonly passkey: PasskeyAssertion;
    readonly party: RelyingParty;
    readonly sessionId: string;
  },
): Promise<Result<{ readonly passkeyId: string }, PasskeyFlaw>> {
  const asked = { purpose: "prove_passkey", bearer: sessionId } as const;
  if (!(await spendTicket({ tx, seal }, challengeIn(assertion.clientDataJSON), asked)))
    return refuse("challenge");
  if (session.sealedSecret === null) return refuse("unknown_passkey");
  return await provePasskey({ tx, tenantId }, { party, staffUserId: session.staffUserId, assertion });
}

type Asked = Asking & { readonly code: string };

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
