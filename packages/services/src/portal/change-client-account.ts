import type {
  resetClientStep as resetContract,
  restoreClient as restoreContract,
  suspendClient as suspendContract,
  unlockClient as unlockContract,
} from "@quietroom/contracts/client-factors";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { clientAccountAfter, type ClientAccountState } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { keepReason } from "../client-reason.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { endClientSessions } from "../end-client-sessions.ts";
import { found } from "../errors.ts";
import { planClientMail } from "../plan-account-mail.ts";
import type { VerbContext } from "../runtime.ts";
import { forgetFailures, isFreshlyProven, lockEnds } from "../staff/index.ts";
import { endApp, hasApp } from "./client-app.ts";
import { subjectsOf } from "./list-client-accounts.ts";

/** Shuts a client's account, with a reason (AUTH-09): from the next request on nothing of theirs opens. Throws `not_found`. */
export const suspendClient = defineVerb<InputOf<typeof suspendContract>, OutputOf<typeof suspendContract>>({
  name: "portal.suspend_account",
  permission: "client_account:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { clientAccountId: accountId, reason } = work.input;
    const { state, clientId } = await lockAccount(work, accountId);
    const act = { action: "update", resource: "client_account", resourceId: accountId, clientId } as const;
    work.audit({ ...act, detail: { state: "suspended" } });
    const after = clientAccountAfter(state, "suspended");
    if (after === null) return refuse("already_suspended");
    const reasonId = await keepReason(work, { clientId, act: "suspended", reason });
    work.audit({ ...act, detail: { reasonId } });
    await setState(work, { accountId, state: after });
    await endClientSessions(work, { accountId, but: null, reason: "suspended" });
    return ok({});
  },
});

/** Takes that back, with a reason. Nothing becomes active by itself: the client verifies their address again. Throws `not_found`. */
export const restoreClient = defineVerb<InputOf<typeof restoreContract>, OutputOf<typeof restoreContract>>({
  name: "portal.restore_account",
  permission: "client_account:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { clientAccountId: accountId, reason } = work.input;
    const { state, clientId } = await lockAccount(work, accountId);
    const act = { action: "update", resource: "client_account", resourceId: accountId, clientId } as const;
    work.audit({ ...act, detail: { state: "restored" } });
    const after = clientAccountAfter(state, "reinstated");
    if (after === null) return refuse("not_suspended");
    const reasonId = await keepReason(work, { clientId, act: "restored", reason });
    work.audit({ ...act, detail: { reasonId } });
    await setState(work, { accountId, state: after });
    return ok({});
  },
});

/**
 * Ends a client's wait after too many wrong passwords or codes, with a reason (AUTH-41). What a network address failed at stays. Throws
 * `not_found`.
 */
export const unlockClient = Object.assign(
  async (
    context: VerbContext,
    input: InputOf<typeof unlockContract>,
  ): Promise<OutputOf<typeof unlockContract>> => {
    const subjects = subjectsOf(context.actor.tenantId, await findLocked(context, input));
    const { size } = await lockEnds(context.runtime, subjects);
    const answer = await recordUnlock(context, { ...input, mustWait: size > 0 });
    if (!answer.ok) return answer;
    for (const subject of subjects) await forgetFailures(context.runtime, subject);
    return answer;
  },
  { verbName: "portal.unlock_account", permission: "client_account:manage" } as const,
);

/** Whom failures are counted for, which is kept apart from the studio's rows. */
const findLocked = defineVerb<InputOf<typeof unlockContract>, LockedAccount>({
  name: "portal.find_locked",
  permission: "client_account:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { clientAccountId: accountId } = work.input;
    const account = await lockAccount(work, accountId);
    const { clientId } = account;
    work.audit({ action: "read", resource: "client_account", resourceId: accountId, clientId });
    return account;
  },
});

const recordUnlock = defineVerb<
  InputOf<typeof unlockContract> & { readonly mustWait: boolean },
  OutputOf<typeof unlockContract>
>({
  name: "portal.unlock_account",
  permission: "client_account:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { clientAccountId: accountId, reason, mustWait } = work.input;
    const { clientId, state } = await lockAccount(work, accountId);
    const act = { action: "delete", resource: "sign_in_lock", resourceId: accountId, clientId } as const;
    work.audit(act);
    if (!mustWait && state !== "locked") return refuse("not_locked");
    const reasonId = await keepReason(work, { clientId, act: "unlocked", reason });
    work.audit({ ...act, detail: { reasonId } });
    const after = state === "locked" ? clientAccountAfter(state, "unlocked") : null;
    if (after !== null) await setState(work, { accountId, state: after });
    return ok({});
  },
});

/**
 * Takes a client's authenticator app and recovery codes away and ends their sessions, for whoever lost their phone and their codes. Needs
 * a reason and an admin who has just proven to be there; the client is told (AUTH-23). Throws `not_found`.
 */
export const resetClientStep = defineVerb<InputOf<typeof resetContract>, OutputOf<typeof resetContract>>({
  name: "portal.reset_second_step",
  permission: "client_account:reset",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, actor, audit } = work;
    const { clientAccountId: accountId, reason } = input;
    const { clientId } = await lockAccount(work, accountId);
    const act = { action: "delete", resource: "second_factor", resourceId: accountId, clientId } as const;
    audit(act);
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    if (!(await hasApp(work, { accountId }))) return refuse("no_app");
    audit({
      ...act,
      detail: { reasonId: await keepReason(work, { clientId, act: "second_step_reset", reason }) },
    });
    await endApp(work, { accountId });
    await endClientSessions(work, { accountId, but: null, reason: "second_step_reset" });
    await planClientMail(work, accountId, "second_step_reset");
    return ok({});
  },
});

type LockedAccount = {
  readonly clientAccountId: string;
  readonly clientId: string;
  readonly state: ClientAccountState;
  readonly email: string;
  readonly birthDate: string;
};

async function lockAccount(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  accountId: string,
): Promise<LockedAccount> {
  const [account] = await tx.$queryRaw<Omit<LockedAccount, "email" | "birthDate">[]>`
    select a.id as "clientAccountId", a.client_id as "clientId", a.state from client_account a
    where a.tenant_id = ${tenantId}::uuid and a.id = ${accountId}::uuid for update of a`;
  const locked = found(account);
  const { email, birthDate } = found(
    await tx.client.findUnique({
      where: { tenantId_id: { tenantId, id: locked.clientId } },
      select: { id: true, email: true, birthDate: true },
    }),
  );
  return { ...locked, email, birthDate };
}

async function setState(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  { accountId, state }: { readonly accountId: string; readonly state: ClientAccountState },
): Promise<void> {
  await tx.clientAccount.update({
    where: { tenantId_id: { tenantId, id: accountId } },
    data: { state },
    select: { id: true },
  });
}
