import type { listTimeOff } from "@quietroom/contracts/time-off";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Prisma, Tx } from "@quietroom/db";
import {
  blockingStatuses,
  closedDuring,
  daysOffZone,
  timeOffStatuses,
  type VisitMode,
} from "@quietroom/domain/scheduling";
import { addDays, type Instant, interval, localDate, type TimeZone } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { clocksOfSeveral } from "../own-clocks.ts";
import { toClosure } from "./closure-rows.ts";

type TimeOffRow = OutputOf<typeof listTimeOff>["timeOff"][number];

/** So many visits of one time off are named; `visitCount` counts them all. */
const named = 50;

/** Time off as the page shows it, by its first date, each with the coming visits that stand in it (SCHED-03, ec-B12), by the clock of each (ec-A28). */
export async function timeOffRows(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  where: Prisma.TimeOffWhereInput,
): Promise<TimeOffRow[]> {
  const rows = await tx.timeOff.findMany({
    where: { ...where, tenantId },
    orderBy: [{ firstDate: "asc" }, { startTime: { sort: "asc", nulls: "first" } }, { id: "asc" }],
  });
  const people = await tx.practitioner.findMany({
    where: { tenantId },
    select: { id: true, displayName: true },
  });
  const personOf = (id: string) => found(people.find((one) => one.id === id));
  const standing = await visitsAround(
    tx,
    { tenantId, now },
    rows.map(({ id }) => id),
  );
  const practitionerIds = [...new Set(rows.map(({ practitionerId }) => practitionerId))];
  const since = addDays(localDate(now, "UTC"), -2); // a date may be behind ours elsewhere
  const clocks = await clocksOfSeveral(tx, { tenantId, practitionerIds }, since);
  return rows.map((row) => {
    const dates = toClosure(row);
    const own = found(clocks.get(row.practitionerId));
    const visits = standing.filter(({ timeOffId, mode, zone, startsAt, endsAt }) => {
      const start = fromInstantColumn(startsAt);
      const meantIn = daysOffZone({ mode, zone, start }, own);
      return (
        timeOffId === row.id && closedDuring([dates], meantIn, interval(start, fromInstantColumn(endsAt)))
      );
    });
    return {
      id: row.id,
      version: row.version,
      practitioner: personOf(row.practitionerId),
      ...dates,
      part: dates.part && [...dates.part],
      reason: row.reason,
      cover: row.coveredBy === null ? null : personOf(row.coveredBy),
      status: toTimeOffStatus(row.status),
      answer: row.answer,
      visitCount: visits.length,
      visits: visits.slice(0, named).map(({ id, startsAt, zone, studioZone }) => ({
        id,
        startsAt: fromInstantColumn(startsAt),
        date: localDate(fromInstantColumn(startsAt), studioZone),
        timeZone: zone,
      })),
    };
  });
}

/** A status as the column keeps it, which checks it as well. */
export function toTimeOffStatus(column: string) {
  return found(timeOffStatuses.find((status) => status === column));
}

type VisitRow = {
  readonly timeOffId: string;
  readonly id: string;
  readonly mode: VisitMode;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: TimeZone;
  readonly studioZone: TimeZone;
};

/** Coming visits on the dates of what stands and a day or two around them: zones are not SQL's to know. */
async function visitsAround(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  ids: readonly string[],
): Promise<VisitRow[]> {
  if (ids.length === 0) return [];
  const statuses = blockingStatuses.filter((status) => status !== "held");
  return await tx.$queryRaw<VisitRow[]>`
    select f.id as "timeOffId", a.id, a.mode, a.starts_at as "startsAt", a.ends_at as "endsAt", l.time_zone as zone,
      t.time_zone as "studioZone"
    from time_off f
      join tenant t on t.id = f.tenant_id
      join appointment a on a.tenant_id = f.tenant_id
        and (a.practitioner_id = f.practitioner_id or f.practitioner_id = any(a.with_practitioner_ids))
        and a.starts_at > (f.first_date - 2)::timestamp at time zone 'UTC'
        and a.starts_at < (f.last_date + 2)::timestamp at time zone 'UTC'
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where f.tenant_id = ${tenantId}::uuid and f.id = any(${ids}::uuid[]) and f.status in ('asked', 'approved')
      and a.starts_at > ${toInstantColumn(now)}::timestamptz
      and a.status = any(${statuses}::appointment_status[])
    order by a.starts_at, a.id`;
}
