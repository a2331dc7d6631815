import { type OpeningModel, Prisma, type Tx } from "@quietroom/db";

/**
 * Locks one freed hour, and with it every offer made of it: whoever offers, answers, ends or takes it does this first, so that
 * these never cross. Null when the studio has no such opening. What is to be locked `before` it is a condition that is always true.
 */
export async function lockOpening(
  tx: Tx,
  tenantId: string,
  openingId: string,
  before: Prisma.Sql = Prisma.sql`true`,
): Promise<OpeningModel | null> {
  await tx.$queryRaw`
    select 1 from opening where tenant_id = ${tenantId}::uuid and id = ${openingId}::uuid and ${before} for update`;
  return await tx.opening.findUnique({ where: { tenantId_id: { tenantId, id: openingId } } });
}
