import type { viewOwnFactors as contract } from "@quietroom/contracts/client-factors";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Actor } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { endClientSessions } from "../end-client-sessions.ts";
import { AppError, found } from "../errors.ts";
import { planClientMail } from "../plan-account-mail.ts";
import type { Runtime } from "../runtime.ts";
import {
  beginAttempt,
  hashPassword,
  isPassword,
  type PasswordOwner,
  type PasswordRefusal,
  passwordRefusal,
  standsAlone,
  takeBackAttempt,
} from "../staff/index.ts";
import { endApp, hasApp, provenByCode, renewCodes } from "./client-app.ts";
import { rotateClientSession } from "./client-session.ts";
import { noteClientLock } from "./note-client-lock.ts";
import type { ClientActor } from "./resolve-client-session.ts";
import { newToken } from "../way-in-secrets.ts";

/** How the signed-in client comes in besides by mail. As a client's own transaction, which is shown that there is a password and not which. */
export const viewOwnFactors = defineVerb<object, OutputOf<typeof contract>>({
  name: "portal.view_own_factors",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const { clientAccountId } = asClient(actor);
    const [own] = await tx.$queryRaw<OutputOf<typeof contract>[]>`
      select
        case when exists (select from client_password p where p.tenant_id = t.id and p.client_account_id = ${clientAccountId}::uuid)
          then 'set' else 'none' end as password,
        case when exists (select from client_totp m where m.tenant_id = t.id and m.client_account_id = ${clientAccountId}::uuid)
          then 'set_up' else 'none' end as app,
        (select count(*)::int from client_recovery_code r
          where r.tenant_id = t.id and r.client_account_id = ${clientAccountId}::uuid and r.used_at is null) as "recoveryCodesLeft",
        case when t.clients_need_second_step then 'required' else 'optional' end as studio
      from tenant t where t.id = ${tenantId}::uuid`;
    return found(own);
  },
});

/** What the client brings to prove that it is still them: the password until now and a code of the app, each where there is one. */
export type OwnProof = { readonly current: string; readonly code: string; readonly ip: string | null };
export type ProofRefusal = "wrong_password" | "wrong_code" | "too_many";

/**
 * Adds a password to the client's own account, changes it, or with null takes it away (AUTH-07). Every other session ends, this one goes
 * on under another token (AUTH-34), and the client is told by mail. Wrong proofs count by the account (AUTH-40): whoever sits down at an
 * open session may not guess.
 */
export async function setOwnPassword(
  runtime: Runtime,
  actor: ClientActor,
  { next, ...proof }: OwnProof & { readonly next: string | null },
): Promise<Result<{ readonly token: string }, ProofRefusal | PasswordRefusal>> {
  const context = { runtime, actor, requestId: randomUUID() };
  return await guardedByAccount(runtime, actor, proof.ip, async (): PasswordAnswer => {
    const { passwordHash, app, ...about } = await readOwn(context, {});
    if (passwordHash !== null && !(await isPassword(passwordHash, proof.current)))
      return await recordWrongPassword(context, {});
    const alone = app === "none" ? "alone" : "besides_a_second_factor";
    const refusal = next === null ? null : await passwordRefusal(next, about, alone);
    if (refusal !== null) return refuse(refusal);
    const kept = next === null ? null : { hash: await hashPassword(next), standsAlone: standsAlone(next) };
    return await recordPassword(context, { from: passwordHash, kept, code: proof.code, token: newToken() });
  });
}

type PasswordAnswer = Promise<
  Result<{ readonly token: string }, Exclude<ProofRefusal, "too_many"> | PasswordRefusal>
>;

/** Takes the client's app away, given a code of it; where the studio asks for one it stays. The client is told by mail. */
export async function removeOwnApp(
  runtime: Runtime,
  actor: ClientActor,
  { code, ip }: Omit<OwnProof, "current">,
): Promise<Result<{ readonly token: string }, "wrong_code" | "too_many" | "required_here">> {
  const context = { runtime, actor, requestId: randomUUID() };
  return await guardedByAccount(
    runtime,
    actor,
    ip,
    async () => await recordRemoval(context, { code, token: newToken() }),
  );
}

/** Ten new recovery codes, told this once, given a code of the app or one of the old ones; those from before end (check 49). */
export async function renewOwnCodes(
  runtime: Runtime,
  actor: ClientActor,
  { code, ip }: Omit<OwnProof, "current">,
): Promise<Result<{ readonly codes: readonly string[] }, "wrong_code" | "too_many">> {
  const context = { runtime, actor, requestId: randomUUID() };
  return await guardedByAccount(runtime, actor, ip, async () => await recordRenewal(context, { code }));
}

const wrongProofs: readonly unknown[] = ["wrong_password", "wrong_code"];

/** Counts the attempt before it is looked at; one that proved who it is, whatever came of it, is taken back. */
async function guardedByAccount<T, R>(
  runtime: Runtime,
  { tenantId, clientAccountId: accountId }: ClientActor,
  ip: string | null,
  attempt: () => Promise<Result<T, R>>,
): Promise<Result<T, R | "too_many">> {
  const own = { kind: "portal_account", name: accountId } as const;
  const begun = await beginAttempt(runtime, ip === null ? [own] : [own, { kind: "address", name: ip }]);
  if (!begun.ok) return refuse("too_many");
  const answer = await attempt();
  if (!answer.ok && wrongProofs.includes(answer.refusal))
    await noteClientLock(runtime, begun.value, { tenantId, accountId });
  else await takeBackAttempt(runtime, begun.value);
  return answer;
}

type Own = PasswordOwner & { readonly passwordHash: string | null; readonly app: "set_up" | "none" };

const readOwn = defineVerb<object, Own>({
  name: "portal.read_own_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  opens: "phi",
  reach: "studio",
  async run({ tx, tenantId, actor }) {
    const { clientAccountId, clientId } = asClient(actor);
    const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
    const { givenName, familyName } = found(
      await tx.client.findUnique({
        ...byId(clientId),
        select: { id: true, givenName: true, familyName: true },
      }),
    );
    const { email } = found(
      await tx.clientAccount.findUnique({ ...byId(clientAccountId), select: { id: true, email: true } }),
    );
    const [own] = await tx.$queryRaw<Omit<Own, "email" | "displayName">[]>`
      select t.name as "studioName", p.password_hash as "passwordHash",
        case when m.client_account_id is null then 'none' else 'set_up' end as app
      from client_account a
        join tenant t on t.id = a.tenant_id
        left join client_password p on p.tenant_id = a.tenant_id and p.client_account_id = a.id
        left join client_totp m on m.tenant_id = a.tenant_id and m.client_account_id = a.id
      where a.tenant_id = ${tenantId}::uuid and a.id = ${clientAccountId}::uuid`;
    return { ...found(own), email, displayName: `${givenName} ${familyName}` };
  },
});

const recordWrongPassword = defineVerb<object, Result<never, "wrong_password">>({
  name: "portal.set_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ actor, audit }) {
    const { clientAccountId, clientId } = asClient(actor);
    audit({ action: "update", resource: "client_password", resourceId: clientAccountId, clientId });
    return await Promise.resolve(refuse("wrong_password"));
  },
});

type PasswordChange = {
  readonly from: string | null;
  readonly kept: { readonly hash: string; readonly standsAlone: boolean } | null;
  readonly code: string;
  readonly token: string;
};

/** A password that was changed while this one was being compared proves nothing, and nor does one chosen for an app that is gone. */
const recordPassword = defineVerb<
  PasswordChange,
  Result<{ readonly token: string }, "wrong_password" | "wrong_code" | "password_too_short">
>({
  name: "portal.set_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  reach: "studio",
  async run(work) {
    const { tx, input, tenantId, actor, audit } = work;
    const { from, kept, code, token } = input;
    const { clientAccountId: accountId, clientId, sessionId } = asClient(actor);
    const action = kept === null ? "delete" : from === null ? "create" : "update";
    audit({ action, resource: "client_password", resourceId: accountId, clientId });
    await lockAccount(work, accountId);
    const key = { where: { tenantId_clientAccountId: { tenantId, clientAccountId: accountId } } };
    const now = await tx.clientPassword.findUnique(key);
    if ((now?.passwordHash ?? null) !== from) return refuse("wrong_password");
    if (await hasApp(work, { accountId })) {
      if ((await provenByCode(work, { accountId, code })) === null) return refuse("wrong_code");
    } else if (kept !== null && !kept.standsAlone) return refuse("password_too_short");
    if (kept === null)
      await tx.clientPassword.deleteMany({ where: { tenantId, clientAccountId: accountId } });
    else
      await tx.$executeRaw`
        insert into client_password (tenant_id, client_account_id, password_hash, stands_alone)
        values (${tenantId}::uuid, ${accountId}::uuid, ${kept.hash}, ${kept.standsAlone})
        on conflict (tenant_id, client_account_id)
          do update set password_hash = excluded.password_hash, stands_alone = excluded.stands_alone, set_at = now()`;
    await endClientSessions(work, { accountId, but: sessionId, reason: "password_changed" });
    await rotateClientSession(work, { sessionId, token });
    await planClientMail(work, accountId, noticeOf[action]);
    return ok({ token });
  },
});

const noticeOf = {
  create: "password_added",
  update: "password_changed",
  delete: "password_removed",
} as const;

const recordRemoval = defineVerb<
  { readonly code: string; readonly token: string },
  Result<{ readonly token: string }, "wrong_code" | "required_here">
>({
  name: "portal.remove_app",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  reach: "studio",
  async run(work) {
    const { tx, input, tenantId, actor, audit } = work;
    const { clientAccountId: accountId, clientId, sessionId } = asClient(actor);
    audit({ action: "delete", resource: "second_factor", resourceId: accountId, clientId });
    await lockAccount(work, accountId);
    const { clientsNeedSecondStep } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    if (clientsNeedSecondStep) return refuse("required_here");
    if ((await provenByCode(work, { accountId, code: input.code })) === null) return refuse("wrong_code");
    await endApp(work, { accountId });
    await endClientSessions(work, { accountId, but: sessionId, reason: "second_step_removed" });
    await rotateClientSession(work, { sessionId, token: input.token });
    await planClientMail(work, accountId, "app_removed");
    return ok({ token: input.token });
  },
});

const recordRenewal = defineVerb<
  { readonly code: string },
  Result<{ readonly codes: readonly string[] }, "wrong_code">
>({
  name: "portal.renew_recovery_codes",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  reach: "studio",
  async run(work) {
    const { input, actor, audit } = work;
    const { clientAccountId: accountId, clientId } = asClient(actor);
    audit({ action: "update", resource: "recovery_codes", resourceId: accountId, clientId });
    await lockAccount(work, accountId);
    if ((await provenByCode(work, { accountId, code: input.code })) === null) return refuse("wrong_code");
    await planClientMail(work, accountId, "recovery_codes_renewed");
    return ok({ codes: await renewCodes(work, { accountId }) });
  },
});

/** One change of an account's factors at a time, so that two that come at once do not each act on what the other changed. */
async function lockAccount({ tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">, accountId: string) {
  await tx.$queryRaw`select 1 from client_account where tenant_id = ${tenantId}::uuid and id = ${accountId}::uuid for update`;
}

function asClient(actor: Actor): ClientActor {
  if (actor.kind !== "client") throw new AppError("forbidden");
  return actor;
}
