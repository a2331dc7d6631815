import type { changePassword as contract } from "@quietroom/contracts/credentials";
import type { InputOf } from "@quietroom/contracts/wire";
import type { StaffPasswordRefusal } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { beginAttempt, takeBackAttempt } from "./guard.ts";
import { keepPassword } from "./keep-password.ts";
import { findKnownDevice } from "./known-device.ts";
import { noteLock } from "./note-lock.ts";
import { hashPassword, isPassword } from "./password.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { resolveSession } from "./resolve-session.ts";
import { guardedBy, type SignedIn, type SignInAttempt } from "./sign-in.ts";
import {
  formerPasswords,
  readPasswordRules,
  type StaffPasswordOwner,
  staffPasswordRefusal,
} from "./staff-password.ts";

export type PasswordChange = InputOf<typeof contract> & Pick<SignInAttempt, "ip" | "deviceToken">;
export type PasswordChangeRefusal =
  | StaffPasswordRefusal
  | "session_over"
  | "second_factor_needed"
  | "locked"
  | "wrong_password";

/**
 * Changes one's own password, given the one until now and a second factor of the last five minutes (AUTH-21). All other sessions end,
 * this one goes on under another id (AUTH-34), and the person is told by mail. Wrong tries count like those of signing in, in the same
 * place (AUTH-40): whoever sits down at an open session may not guess. It is also the one thing that a session may do which began with
 * a password that is over (AUTH-03); it goes on as any other then.
 */
export async function changePassword(
  runtime: Runtime,
  session: SignedIn,
  { current, next, ip, deviceToken }: PasswordChange,
): Promise<Result<SignedIn, PasswordChangeRefusal>> {
  const actor = await resolveSession(runtime, session, "choose_password", ip);
  if (actor === null) return refuse("session_over");
  const context = { runtime, actor, requestId: randomUUID() };
  const { tenantId, staffUserId } = actor;
  const own = await readOwn(context, {});
  if (!own.ok) return own;
  const owners = [{ tenantId, staffUserId }];
  const device = await findKnownDevice(runtime, owners, deviceToken);
  const begun = await beginAttempt(runtime, guardedBy({ email: own.value.email, ip, device }));
  if (!begun.ok) return begun;
  if (!(await isPassword(own.value.passwordHash, current))) {
    await noteLock(runtime, begun.value, owners);
    return await recordWrong(context, {});
  }
  await takeBackAttempt(runtime, begun.value);
  const refusal = await staffPasswordRefusal(next, own.value);
  if (refusal !== null) return refuse(refusal);
  return await recordChange(context, { from: own.value.passwordHash, to: await hashPassword(next) });
}

const readOwn = defineVerb<
  object,
  Result<StaffPasswordOwner & { readonly passwordHash: string }, "second_factor_needed">
>({
  name: "staff.read_own_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const { email, displayName, passwordHash } = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: actor.staffUserId } } }),
    );
    const { name } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { composition } = await readPasswordRules(tx, tenantId);
    const former = await formerPasswords(tx, tenantId, actor.staffUserId);
    return ok({ email, displayName, studioName: name, composition, former, passwordHash });
  },
});

const recordWrong = defineVerb<object, Result<never, "wrong_password">>({
  name: "staff.change_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ actor, audit }) {
    const staffUserId = actor.kind === "staff" ? actor.staffUserId : null;
    audit({ action: "update", resource: "password", resourceId: staffUserId });
    return await Promise.resolve(refuse("wrong_password"));
  },
});

/** A password that was changed while this one was being compared proves nothing. */
const recordChange = defineVerb<
  { readonly from: string; readonly to: string },
  Result<SignedIn, "wrong_password" | "second_factor_needed">
>({
  name: "staff.change_password",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId, sessionId } = actor;
    audit({ action: "update", resource: "password", resourceId: staffUserId, detail: { by: "owner" } });
    await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const person = await tx.staffUser.findFirst({
      where: { tenantId, id: staffUserId, passwordHash: input.from, passwordEndedAt: null },
    });
    if (person === null) return refuse("wrong_password");
    await keepPassword(tx, { tenantId, staffUserId, passwordHash: input.to });
    const [session] = await tx.$queryRaw<{ id: string }[]>`
      insert into session (tenant_id, staff_user_id, created_at, last_active_at, expires_at, user_agent, ip, mfa_passed_at)
      select tenant_id, staff_user_id, created_at, now(), expires_at, user_agent, ip, mfa_passed_at
      from session where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid
      returning id`;
    const { id } = found(session);
    await tx.$executeRaw`
      update session set revoked_at = now(), revoked_reason = case when id = ${sessionId}::uuid then 'rotated' else 'password_changed' end
      where tenant_id = ${tenantId}::uuid and staff_user_id = ${staffUserId}::uuid and revoked_at is null and id <> ${id}::uuid`;
    await planStaffMail({ tx, tenantId, emit }, person, "password_changed");
    return ok({ tenantId, sessionId: id });
  },
});
