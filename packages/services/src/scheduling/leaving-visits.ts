import type { Tx } from "@quietroom/db";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { LeavingVisit } from "./plan-occurrences.ts";

/** What visits take that are about to leave their times: of whom, and from when on. */
export async function leavingVisits(
  tx: Tx,
  tenantId: string,
  visits: readonly { readonly id: string }[],
): Promise<LeavingVisit[]> {
  const rows = await tx.appointment.findMany({
    where: { tenantId, id: { in: visits.map(({ id }) => id) } },
    select: {
      id: true,
      practitionerId: true,
      withPractitionerIds: true,
      roomId: true,
      deviceId: true,
      startsAt: true,
      blockedFrom: true,
    },
  });
  return rows.map(({ roomId, deviceId, startsAt, blockedFrom, ...held }) => ({
    owners: [...peopleOf(held), roomId, deviceId].filter((id) => id !== null),
    start: fromInstantColumn(startsAt),
    blockedFrom: fromInstantColumn(blockedFrom),
  }));
}
