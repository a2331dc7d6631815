import type { Tx } from "@quietroom/db";
import {
  afterLastDay,
  blocksTime,
  hoursByMode,
  isLicensed,
  openIntervals,
  overridesAt,
  type VisitMode,
} from "@quietroom/domain/scheduling";
import {
  contains,
  dayMs,
  instant,
  type Instant,
  type Interval,
  interval,
  localDate,
  plus,
} from "@quietroom/domain/time";
import { fromDateColumn, toDateColumn } from "../date-column.ts";
import { licensedUntil } from "../licensed-until.ts";
import { toClosure } from "./closure-rows.ts";
import { openingHoursOf } from "./opening-column.ts";
import { ownClocks } from "../own-clocks.ts";
import { practitionerHours } from "./practitioner-hours.ts";

/**
 * The practitioner's coming appointments that lie outside their hours as they are now kept, after their licence expires, or where the place is closed, by start. Hours never
 * move an appointment (SCHED-03, ec-B11); a person decides about each of these.
 */
export async function outsideHours(
  tx: Tx,
  {
    tenantId,
    practitionerId,
    now,
  }: { readonly tenantId: string; readonly practitionerId: string; readonly now: Instant },
): Promise<readonly OutsideHours[]> {
  const coming = await tx.appointment.findMany({
    where: {
      tenantId,
      OR: [{ practitionerId }, { withPractitionerIds: { has: practitionerId } }],
      startsAt: { gt: new Date(now) },
      status: { notIn: ["held", "cancelled", "no_show"] },
    },
    select: {
      id: true,
      locationId: true,
      mode: true,
      startsAt: true,
      endsAt: true,
      timeZone: true,
      status: true,
    },
    orderBy: { startsAt: "asc" },
  });
  const last = coming.at(-1);
  if (last === undefined) return [];
  const window = interval(plus(now, -dayMs), plus(instant(last.endsAt.getTime()), dayMs));
  // A day before today, since a date elsewhere may be behind ours, and another because a night's hours belong to their first date.
  const since = localDate(plus(now, -2 * dayMs), "UTC");
  const { locations, weekly, overrides } = await practitionerHours(tx, { tenantId, practitionerId, since });
  const closed = await tx.closure.findMany({ where: { tenantId, lastDate: { gte: toDateColumn(since) } } });
  const away = await tx.timeOff.findMany({
    where: { tenantId, practitionerId, status: "approved", lastDate: { gte: toDateColumn(since) } },
  });
  const leaves = await tx.practitioner.findUnique({
    where: { tenantId_id: { tenantId, id: practitionerId } },
    select: { lastDay: true },
  });
  const lastDay = leaves?.lastDay ? fromDateColumn(leaves.lastDay) : null;
  const licensed = { licensedUntil: await licensedUntil(tx, { tenantId, practitionerId }) };
  const openings = await openingHoursOf(tx, tenantId);
  const clocks = await ownClocks(tx, { tenantId, practitionerId }, since);
  const zones = new Map(locations.map(({ id, timeZone }) => [id, timeZone]));
  const open = new Map(
    locations.flatMap(({ id, timeZone }) =>
      modes.map((mode): [string, Interval[]] => [
        `${id} ${mode}`,
        openIntervals({
          ...hoursByMode(mode, clocks),
          zone: timeZone,
          weekly: weekly.filter((row) => row.locationId === id),
          overrides: overridesAt(id, overrides),
          opening: openings.get(id),
          closures: closed
            .filter(({ locationId }) => locationId === null || locationId === id)
            .filter(({ telehealth }) => telehealth === "closed" || mode === "in_person")
            .map(toClosure),
          timeOff: [...away.map(toClosure), ...afterLastDay(lastDay), ...hoursByMode(mode, clocks).away],
          window,
        }),
      ]),
    ),
  );
  return coming
    .filter(({ status }) => blocksTime(status))
    .filter(({ locationId, mode, startsAt, endsAt, timeZone }) => {
      const visit = interval(instant(startsAt.getTime()), instant(endsAt.getTime()));
      const zone = zones.get(locationId) ?? timeZone;
      if (!isLicensed({ ...licensed, zone }, visit.start)) return true;
      return !(open.get(`${locationId} ${mode}`) ?? []).some((hours) => contains(hours, visit));
    })
    .map(({ id, startsAt, timeZone }) => ({ id, startsAt: instant(startsAt.getTime()), timeZone }));
}

/** A visit, and the zone that its time is meant in. */
type OutsideHours = { readonly id: string; readonly startsAt: Instant; readonly timeZone: string };

const modes: readonly VisitMode[] = ["in_person", "telehealth"];
