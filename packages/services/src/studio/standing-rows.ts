import type { viewStanding } from "@quietroom/contracts/practitioners";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { hasLeft } from "@quietroom/domain/scheduling";
import { type Instant, localDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { found } from "../errors.ts";
import { heldByOne } from "../held-by.ts";
import { standingAfter } from "../scheduling/index.ts";

/** How a practitioner stands, with what of theirs is still to be decided about. Throws `not_found` for none of the studio's. */
export async function standingOf(
  tx: Tx,
  ask: { readonly tenantId: string; readonly practitionerId: string; readonly now: Instant },
): Promise<OutputOf<typeof viewStanding>> {
  const { tenantId, practitionerId, now } = ask;
  const row = found(
    await tx.practitioner.findUnique({
      where: { tenantId_id: { tenantId, id: practitionerId } },
      select: {
        id: true,
        displayName: true,
        onlineBookable: true,
        active: true,
        lastDay: true,
        version: true,
      },
    }),
  );
  const { timeZone } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { timeZone: true },
  });
  const { id, ...person } = row;
  const removed = await tx.clientRemoval.findMany({
    where: { tenantId, restoredAt: null },
    select: { clientId: true },
  });
  const lastDay = row.lastDay && fromDateColumn(row.lastDay);
  return {
    ...person,
    practitionerId: id,
    lastDay,
    hasLeft: hasLeft({ active: row.active, lastDay }, localDate(now, timeZone)),
    standing: row.active && lastDay === null ? 0 : await standingAfter(tx, ask, row.active ? lastDay : null),
    stoppedSeries: await tx.series.count({
      where: {
        tenantId,
        ...heldByOne(practitionerId),
        stoppedBecause: { not: null },
        stopSeenAt: null,
        clientId: { notIn: removed.map(({ clientId }) => clientId) },
      },
    }),
  };
}
