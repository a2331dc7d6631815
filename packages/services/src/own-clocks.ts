import type { Tx } from "@quietroom/db";
import type { PlannedTravel } from "@quietroom/domain/scheduling";
import type { LocalDate, TimeZone } from "@quietroom/domain/time";
import { fromDateColumn, toDateColumn } from "./date-column.ts";
import { found } from "./errors.ts";

export type Whose = { readonly tenantId: string; readonly practitionerId: string };

export type OwnClocks = {
  readonly ownZone: TimeZone | null;
  readonly travels: readonly (PlannedTravel & { readonly id: string })[];
};

/** By which clock a practitioner's hours by video go: their own, null for that of each place, and the one of where they are from `since` on. */
export async function ownClocks(
  tx: Tx,
  { tenantId, practitionerId }: Whose,
  since: LocalDate,
): Promise<OwnClocks> {
  const clocks = await clocksOfSeveral(tx, { tenantId, practitionerIds: [practitionerId] }, since);
  return found(clocks.get(practitionerId));
}

/** The same of several, by their ids. */
export async function clocksOfSeveral(
  tx: Tx,
  { tenantId, practitionerIds }: { readonly tenantId: string; readonly practitionerIds: readonly string[] },
  since: LocalDate,
): Promise<ReadonlyMap<string, OwnClocks>> {
  const ids = [...practitionerIds];
  const people = await tx.practitioner.findMany({
    where: { tenantId, id: { in: ids } },
    select: { id: true, timeZone: true },
  });
  const travels = await tx.travelPeriod.findMany({
    where: { tenantId, practitionerId: { in: ids }, lastDate: { gte: toDateColumn(since) } },
    orderBy: { firstDate: "asc" },
  });
  return new Map(
    people.map(({ id, timeZone }) => [
      id,
      {
        ownZone: timeZone,
        travels: travels
          .filter(({ practitionerId }) => practitionerId === id)
          .map((row) => ({
            id: row.id,
            firstDate: fromDateColumn(row.firstDate),
            lastDate: fromDateColumn(row.lastDate),
            zone: row.timeZone,
            away: row.away,
          })),
      },
    ]),
  );
}

/** The same as it crosses the wire. */
export function shownClocks({ ownZone, travels }: OwnClocks) {
  return {
    timeZone: ownZone,
    travels: travels.map(({ zone, ...one }) => ({ ...one, timeZone: zone })),
  };
}
