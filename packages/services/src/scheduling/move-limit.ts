import type { Tx } from "@quietroom/db";
import { found } from "../errors.ts";

/** How often the studio lets a client move one visit by themselves (BOOK-06); null is no limit. */
export async function moveLimit(tx: Tx, tenantId: string): Promise<number | null> {
  const studio = await tx.tenant.findUnique({ where: { id: tenantId }, select: { clientMoveLimit: true } });
  return found(studio).clientMoveLimit;
}
