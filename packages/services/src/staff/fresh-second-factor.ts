import type { Tx } from "@quietroom/db";
import type { Actor } from "@quietroom/domain/access";

/**
 * Whether the actor's own session passed its second factor within the last five minutes, as changes of roles and factors ask for
 * (AUTH-21). Nobody but staff has one.
 */
export async function isFreshlyProven(tx: Tx, actor: Actor): Promise<boolean> {
  if (actor.kind !== "staff") return false;
  const { tenantId, sessionId, staffUserId } = actor;
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from session
    where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid and staff_user_id = ${staffUserId}::uuid
      and revoked_at is null and mfa_passed_at > now() - interval '5 minutes'`;
  return rows.length === 1;
}
