import type { Tx } from "@quietroom/db";
import { rememberPassword } from "./staff-password.ts";
import { endStaffLinks } from "./staff-link.ts";

/**
 * Makes this the password of a person, in the transaction of whatever allows it; the one until now is remembered as the studio asks.
 * Links that were mailed before end, and the database trusts no browser any more (`staff_user_end_trust`): the second factor is asked
 * everywhere (check 50). Sessions are the caller's to end.
 */
export async function keepPassword(
  tx: Tx,
  kept: { readonly tenantId: string; readonly staffUserId: string; readonly passwordHash: string },
): Promise<void> {
  const { tenantId, staffUserId, passwordHash } = kept;
  await rememberPassword(tx, tenantId, staffUserId);
  await tx.$executeRaw`
    update staff_user set password_hash = ${passwordHash}, password_ended_at = null, password_set_at = now()
    where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid`;
  await endStaffLinks(tx, tenantId, { staffUserId, kinds: ["reset", "email_change"] });
}
