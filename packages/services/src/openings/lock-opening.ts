import type { OpeningModel, Tx } from "@quietroom/db";

/**
 * Locks one freed hour, and with it every offer made of it: whoever offers, answers, ends or takes it does this first, so that
 * these never cross. Null when the studio has no such opening.
 */
export async function lockOpening(tx: Tx, tenantId: string, openingId: string): Promise<OpeningModel | null> {
  await tx.$queryRaw`select 1 from opening where tenant_id = ${tenantId}::uuid and id = ${openingId}::uuid for update`;
  return await tx.opening.findUnique({ where: { tenantId_id: { tenantId, id: openingId } } });
}
