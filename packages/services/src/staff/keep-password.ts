import type { Tx } from "@quietroom/db";
import { endStaffLinks } from "./staff-link.ts";

/**
 * Makes this the password of a person, in the transaction of whatever allows it. Links that were mailed before end, and no browser is
 * trusted any more: the second factor is asked everywhere (check 50). Sessions are the caller's to end.
 */
export async function keepPassword(
  tx: Tx,
  kept: { readonly tenantId: string; readonly staffUserId: string; readonly passwordHash: string },
): Promise<void> {
  const { tenantId, staffUserId, passwordHash } = kept;
  await tx.staffUser.update({
    where: { tenantId_id: { tenantId, id: staffUserId } },
    data: { passwordHash, passwordEndedAt: null },
  });
  await tx.trustedDevice.deleteMany({ where: { tenantId, staffUserId } });
  await endStaffLinks(tx, tenantId, { staffUserId, kinds: ["reset", "email_change"] });
}
