import type { Tx } from "@quietroom/db";
import {
  type CharacterKind,
  characterKinds,
  compositionRefusal,
  isPasswordExpired,
  type StaffPasswordRefusal,
  type PasswordRules,
} from "@quietroom/domain/access";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";
import { isPassword, type PasswordOwner, passwordRefusal } from "./password.ts";

/** Whom a password of staff is for, and what their studio asks of it. */
export type StaffPasswordOwner = PasswordOwner & {
  readonly composition: readonly CharacterKind[];
  /** Hashes of the passwords that this one may not be: no more than the studio's rule says, so 24 at most. */
  readonly former: readonly string[];
};

/**
 * Why somebody of the staff may not choose a password, or null: what holds for everyone first, then what their studio adds (AUTH-02). Each
 * former password costs a comparison as long as a sign-in, one after the other, and none is made for a password that is refused anyway.
 */
export async function staffPasswordRefusal(
  password: string,
  about: StaffPasswordOwner,
): Promise<StaffPasswordRefusal | null> {
  const refusal = (await passwordRefusal(password, about)) ?? compositionRefusal(password, about.composition);
  if (refusal !== null) return refusal;
  for (const hash of about.former) if (await isPassword(hash, password)) return "password_used_before";
  return null;
}

/** What the studio asks of its people's passwords (AUTH-02, AUTH-03). */
export async function readPasswordRules(tx: Tx, tenantId: string): Promise<PasswordRules> {
  const { passwordComposition, passwordHistory, passwordMaxAgeDays } = found(
    await tx.tenant.findUnique({ where: { id: tenantId } }),
  );
  return {
    composition: characterKinds.filter((kind) => passwordComposition.includes(kind)),
    history: passwordHistory,
    maxAgeDays: passwordMaxAgeDays,
  };
}

/**
 * The passwords that a person may not choose again: as many of the latest as the studio's rule says, the present one first. A password
 * that is over, by age or by an admin (AUTH-03), is not chosen again under any rule: it would end nothing.
 */
export async function formerPasswords(
  tx: Tx,
  tenantId: string,
  staffUserId: string,
): Promise<readonly string[]> {
  const { history, maxAgeDays } = await readPasswordRules(tx, tenantId);
  const { passwordHash, passwordEndedAt, passwordSetAt } = found(
    await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
  );
  const age = { setAt: fromInstantColumn(passwordSetAt), maxAgeDays };
  const isOver = passwordEndedAt !== null || isPasswordExpired(age, await realNow(tx));
  if (history === 0) return isOver ? [passwordHash] : [];
  const before = await tx.formerPassword.findMany({
    where: { tenantId, staffUserId },
    orderBy: [{ endedAt: "desc" }, { id: "desc" }],
    take: history - 1,
  });
  return [passwordHash, ...before.map((one) => one.passwordHash)];
}

/** Keeps the present password among the former ones, as the studio's rule asks, before another takes its place. */
export async function rememberPassword(tx: Tx, tenantId: string, staffUserId: string): Promise<void> {
  const { history } = await readPasswordRules(tx, tenantId);
  if (history > 1)
    await tx.$executeRaw`
      insert into former_password (tenant_id, staff_user_id, password_hash)
      select tenant_id, id, password_hash from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid`;
  await forgetPasswords(tx, tenantId, history);
}

/** Deletes what a rule of so many passwords does not need: all but the latest, the present one not counted here; without a rule, all. */
export async function forgetPasswords(tx: Tx, tenantId: string, history: number): Promise<void> {
  await tx.$executeRaw`
    delete from former_password where tenant_id = ${tenantId}::uuid and id in (
      select id from (
        select id, row_number() over (partition by staff_user_id order by ended_at desc, id desc) as place
        from former_password where tenant_id = ${tenantId}::uuid) one
      where place > ${Math.max(0, history - 1)})`;
}
