import { clientStep, type ClientStepFacts } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { endClientSessions } from "../end-client-sessions.ts";
import { found } from "../errors.ts";
import { planClientMail } from "../plan-account-mail.ts";
import type { Runtime } from "../runtime.ts";
import {
  beginAttempt,
  forgetFailures,
  isTotpCode,
  newTotpSecret,
  takeBackAttempt,
  totpUri,
} from "../staff/index.ts";
import { clientTotpFor, enrolApp, provenByCode } from "./client-app.ts";
import { rotateClientSession } from "./client-session.ts";
import { passwordSubject } from "./come-in-with-password.ts";
import { noteClientLock } from "./note-client-lock.ts";
import { clientSessionStands } from "./resolve-client-session.ts";
import { isToken, newToken, tokenFor } from "../way-in-secrets.ts";

type OfSession = { readonly tenantId: string; readonly token: string | null };

/** What stands between a session and the client's visits: a code of their app, or setting one up. */
export type ClientSecondStep =
  | { readonly kind: "code" }
  | {
      readonly kind: "enrol";
      /** In base32, for typing. */
      readonly secret: string;
      /** The same for a QR code, with the names under which the app lists it. */
      readonly uri: string;
    };

/**
 * What a session needs next; null when it is over or needs nothing. With "an_app" also the setting up of an app that nobody asks for, where
 * there is none yet. The secret belongs to this session alone and stays the same while it lasts, so that nobody sets up an app that
 * somebody else has seen the secret of.
 */
export async function clientSecondStep(
  runtime: Runtime,
  { tenantId, token }: OfSession,
  wanted: "what_is_needed" | "an_app",
): Promise<ClientSecondStep | null> {
  if (!isToken(token)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readStep(context, { token, wanted });
}

const readStep = defineVerb<
  { readonly token: string; readonly wanted: "what_is_needed" | "an_app" },
  ClientSecondStep | null
>({
  name: "portal.second_step",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, seal, audit } = work;
    const session = await lockSession(work);
    const step = session === null ? "nothing" : clientStep(session);
    const { sessionId = null, clientId = null } = session ?? {};
    const asked = { resource: "second_factor", resourceId: sessionId, clientId } as const;
    audit({ action: "attempt", ...asked, detail: { step, wanted: input.wanted } });
    if (session === null) return null;
    if (step === "code") return { kind: "code" };
    if (session.app === "set_up" || (step === "nothing" && input.wanted === "what_is_needed")) return null;
    const about = clientTotpFor(tenantId, session.accountId);
    const kept = session.sealedEnrolment;
    const secret = kept === null ? newTotpSecret() : seal.open(kept, about);
    if (kept === null) {
      await tx.clientSession.update({
        where: { tenantId_id: { tenantId, id: session.sessionId } },
        data: { sealedEnrolment: seal.seal(secret, about) },
      });
    }
    const names = { issuer: session.studioName, account: session.email };
    return { kind: "enrol", secret, uri: totpUri(secret, names) };
  },
});

export type StepRefusal = "wrong_code" | "session_over" | "too_many";

/**
 * Passes a session's second step by a code of the authenticator app or a recovery code; the first code of an app that is being set up sets
 * it up, ends the client's other sessions, and answers its recovery codes, told this once. The session goes on under another token and
 * the one until now opens nothing any more (AUTH-34). A code counts once, also when it comes twice at the same moment (check 48).
 */
export async function passClientStep(
  runtime: Runtime,
  { tenantId, token }: OfSession,
  { code, ip }: { readonly code: string; readonly ip: string | null },
): Promise<Result<{ readonly token: string; readonly codes: readonly string[] | null }, StepRefusal>> {
  if (!isToken(token)) return refuse("session_over");
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const owner = await readOwner(context, { token });
  if (owner === null) return refuse("session_over");
  const own = { kind: "portal_account", name: owner.accountId } as const;
  const begun = await beginAttempt(runtime, ip === null ? [own] : [own, { kind: "address", name: ip }]);
  if (!begun.ok) return refuse("too_many");
  const passed = await recordStep(context, { token, code, next: newToken() });
  if (passed.ok) {
    await takeBackAttempt(runtime, begun.value);
    await forgetFailures(runtime, own);
    await forgetFailures(runtime, passwordSubject(tenantId, owner));
  } else if (passed.refusal === "session_over") await takeBackAttempt(runtime, begun.value);
  else await noteClientLock(runtime, begun.value, { tenantId, accountId: owner.accountId });
  return passed;
}

type Owner = { readonly accountId: string; readonly email: string; readonly birthDate: string };

const readOwner = defineVerb<{ readonly token: string }, Owner | null>({
  name: "portal.read_session_owner",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  opens: "phi",
  async run({ tx, input, tenantId, seal }) {
    const tokenHash = seal.digest(input.token, tokenFor(tenantId, "client_session.token"));
    const [session] = await tx.$queryRaw<{ accountId: string; clientId: string }[]>`
      select s.client_account_id as "accountId", s.client_id as "clientId" from client_session s
      where s.tenant_id = ${tenantId}::uuid and s.token_hash = ${tokenHash} and ${clientSessionStands}`;
    if (session === undefined) return null;
    const { email, birthDate } = found(
      await tx.client.findUnique({
        where: { tenantId_id: { tenantId, id: session.clientId } },
        select: { id: true, email: true, birthDate: true },
      }),
    );
    return { accountId: session.accountId, email, birthDate };
  },
});

type Passing = { readonly token: string; readonly code: string; readonly next: string };

const recordStep = defineVerb<
  Passing,
  Result<{ readonly token: string; readonly codes: readonly string[] | null }, "wrong_code" | "session_over">
>({
  name: "portal.pass_second_step",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  conflicts: { client_totp_pkey: "wrong_code" }, // two sessions that set one up at once: the first stands
  async run(work) {
    const { tx, input, tenantId, audit, emit } = work;
    const { code, next } = input;
    const session = await lockSession(work);
    const attempt = { action: "sign_in", resource: "second_factor" } as const;
    if (session === null) {
      audit({ ...attempt, resourceId: null });
      return refuse("session_over");
    }
    const { sessionId, accountId, clientId, app, sealedEnrolment } = session;
    const about = { ...attempt, resourceId: sessionId, clientId } as const;
    let codes: readonly string[] | null = null;
    if (app === "set_up") {
      const by = await provenByCode(work, { accountId, code });
      audit({ ...about, detail: { by } });
      if (by === null) return refuse("wrong_code");
    } else {
      const sealedSecret = isTotpCode(code) ? sealedEnrolment : null;
      codes = sealedSecret === null ? null : await enrolApp(work, { accountId, code, sealedSecret });
      audit({ ...about, detail: { by: codes === null ? null : "enrolment" } });
      if (codes === null) return refuse("wrong_code");
      await endClientSessions(work, { accountId, but: sessionId, reason: "second_step_added" });
      await planClientMail({ tx, tenantId, emit }, accountId, "app_added");
    }
    await tx.$executeRaw`
      update client_session set second_factor_at = now(), sealed_enrolment = null
      where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
    await rotateClientSession(work, { sessionId, token: next });
    return ok({ token: next, codes });
  },
});

type StandingSession = ClientStepFacts & {
  readonly sessionId: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly email: string;
  readonly studioName: string;
  readonly sealedEnrolment: string | null;
};

/** Reads and locks a session for its second step; null when it is over or whoever has it may not come in. */
async function lockSession({
  tx,
  input,
  tenantId,
  seal,
}: Pick<
  VerbWork<{ readonly token: string }>,
  "tx" | "input" | "tenantId" | "seal"
>): Promise<StandingSession | null> {
  const tokenHash = seal.digest(input.token, tokenFor(tenantId, "client_session.token"));
  const [session] = await tx.$queryRaw<Omit<StandingSession, "email">[]>`
    select s.id as "sessionId", a.id as "accountId", a.client_id as "clientId", t.name as "studioName",
      s.sealed_enrolment as "sealedEnrolment",
      case when m.client_account_id is null then 'none' else 'set_up' end as app,
      case when s.second_factor_at is null then 'not_yet' else 'was_right' end as code,
      case when t.clients_need_second_step then 'required' else 'optional' end as studio
    from client_session s
      join client_account a on a.tenant_id = s.tenant_id and a.id = s.client_account_id and a.state = 'active'
      join client c on c.tenant_id = a.tenant_id and c.id = a.client_id and c.closed_at is null
      join tenant t on t.id = s.tenant_id and t.status <> 'cancelled'
      left join client_totp m on m.tenant_id = a.tenant_id and m.client_account_id = a.id
    where s.tenant_id = ${tenantId}::uuid and s.token_hash = ${tokenHash} and ${clientSessionStands}
    for update of s`;
  if (session === undefined) return null;
  const { email } = found(
    await tx.clientAccount.findUnique({
      where: { tenantId_id: { tenantId, id: session.accountId } },
      select: { id: true, email: true },
    }),
  );
  return { ...session, email };
}
