import type { AppointmentModel, Tx } from "@quietroom/db";
import { found } from "../errors.ts";

/** The studio's reasons to cancel that are offered, in its order. */
export async function reasonsToCancel(
  tx: Tx,
  tenantId: string,
): Promise<{ readonly id: string; readonly label: string }[]> {
  return await tx.cancellationReason.findMany({
    where: { tenantId, active: true },
    select: { id: true, label: true },
    orderBy: { position: "asc" },
  });
}

/** The reason that a cancelled visit names, or null. Also one that is offered no more. */
export async function reasonOf(
  tx: Tx,
  { tenantId, cancelReasonId: id }: Pick<AppointmentModel, "tenantId" | "cancelReasonId">,
): Promise<string | null> {
  if (id === null) return null;
  const key = { tenantId_id: { tenantId, id } };
  return found(await tx.cancellationReason.findUnique({ where: key, select: { label: true } })).label;
}

/** Makes sure that a reason can be named: throws `not_found` for one of no or another studio, or that is offered no more. */
export async function assertOffered(tx: Tx, tenantId: string, id: string | null): Promise<void> {
  if (id === null) return;
  const where = { tenantId, id, active: true };
  found(await tx.cancellationReason.findFirst({ where, select: { id: true } }));
}
