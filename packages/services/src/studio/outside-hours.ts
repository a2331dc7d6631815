import type { Tx } from "@quietroom/db";
import { blocksTime, openIntervals } from "@quietroom/domain/scheduling";
import { contains, dayMs, instant, type Instant, interval, localDate, plus } from "@quietroom/domain/time";
import { practitionerHours } from "./practitioner-hours.ts";

/**
 * Ids of the practitioner's coming appointments that lie outside their hours as they are now kept, by start. Hours never
 * move an appointment (SCHED-03, ec-B11); a person decides about each of these.
 */
export async function outsideHours(
  tx: Tx,
  {
    tenantId,
    practitionerId,
    now,
  }: { readonly tenantId: string; readonly practitionerId: string; readonly now: Instant },
): Promise<string[]> {
  const coming = await tx.appointment.findMany({
    where: {
      tenantId,
      practitionerId,
      startsAt: { gt: new Date(now) },
      status: { notIn: ["held", "cancelled", "no_show"] },
    },
    select: { id: true, locationId: true, startsAt: true, endsAt: true, status: true },
    orderBy: { startsAt: "asc" },
  });
  const last = coming.at(-1);
  if (last === undefined) return [];
  const window = interval(plus(now, -dayMs), plus(instant(last.endsAt.getTime()), dayMs));
  // A day before today, since a date elsewhere may be behind ours, and another because a night's hours belong to their first date.
  const since = localDate(plus(now, -2 * dayMs), "UTC");
  const { locations, weekly, overrides } = await practitionerHours(tx, { tenantId, practitionerId, since });
  const open = new Map(
    locations.map(({ id, timeZone }) => [
      id,
      openIntervals({
        zone: timeZone,
        weekly: weekly.filter((row) => row.locationId === id),
        overrides: overrides.map((row) => ({
          date: row.date,
          blocks: row.locationId === id ? row.blocks : [],
        })),
        window,
      }),
    ]),
  );
  return coming
    .filter(({ status }) => blocksTime(status))
    .filter(({ locationId, startsAt, endsAt }) => {
      const visit = interval(instant(startsAt.getTime()), instant(endsAt.getTime()));
      return !(open.get(locationId) ?? []).some((hours) => contains(hours, visit));
    })
    .map(({ id }) => id);
}
