import type { listClosures } from "@quietroom/contracts/closures";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { ClosureModel, Tx } from "@quietroom/db";
import { blockingStatuses, type Closure, closedDuring } from "@quietroom/domain/scheduling";
import { type Instant, interval, localDate, type TimeZone } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

type ClosureRow = OutputOf<typeof listClosures>["closures"][number];

type Ask = {
  readonly tenantId: string;
  readonly now: Instant;
  /** Whose visits are told of. */
  readonly practitionerIds: "all" | readonly string[];
};

/** So many visits of one closure are named; `visitCount` counts them all. */
const named = 50;

/** Closures as the page shows them, each with the coming visits that stand although the place is closed then (SCHED-03). */
export async function closureRows(
  tx: Tx,
  ask: Ask,
  closures: readonly ClosureModel[],
): Promise<ClosureRow[]> {
  const standing = await visitsAround(tx, ask, closures);
  return closures.map((closure) => {
    const row = toClosure(closure);
    const visits = standing.filter(
      ({ closureId, zone, startsAt, endsAt }) =>
        closureId === closure.id &&
        closedDuring([row], zone, interval(fromInstantColumn(startsAt), fromInstantColumn(endsAt))),
    );
    return {
      id: closure.id,
      version: closure.version,
      locationId: closure.locationId,
      ...row,
      part: row.part && [...row.part],
      name: closure.name,
      kind: closure.kind === "public_holiday" ? "public_holiday" : "closure",
      telehealth: closure.telehealth === "open" ? "open" : "closed",
      visitCount: visits.length,
      visits: visits.slice(0, named).map(({ id, startsAt, zone, studioZone, practitionerName }) => ({
        id,
        startsAt: fromInstantColumn(startsAt),
        date: localDate(fromInstantColumn(startsAt), studioZone),
        timeZone: zone,
        practitionerName,
      })),
    };
  });
}

/** A row's dates and hours in the words of the domain. */
export function toClosure({
  firstDate,
  lastDate,
  startTime,
  endTime,
}: Pick<ClosureModel, "firstDate" | "lastDate" | "startTime" | "endTime">): Closure {
  return {
    firstDate: fromDateColumn(firstDate),
    lastDate: fromDateColumn(lastDate),
    part: startTime === null || endTime === null ? null : [startTime, endTime],
  };
}

type VisitRow = {
  readonly closureId: string;
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: TimeZone;
  readonly studioZone: TimeZone;
  readonly practitionerName: string;
};

/** Coming visits of the places and modes that are closed, on the dates and a day or two around them: zones are not SQL's to know. */
async function visitsAround(
  tx: Tx,
  { tenantId, now, practitionerIds }: Ask,
  closures: readonly ClosureModel[],
): Promise<VisitRow[]> {
  if (closures.length === 0) return [];
  const statuses = blockingStatuses.filter((status) => status !== "held");
  return await tx.$queryRaw<VisitRow[]>`
    select c.id as "closureId", a.id, a.starts_at as "startsAt", a.ends_at as "endsAt", l.time_zone as zone,
      t.time_zone as "studioZone", app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName"
    from closure c
      join tenant t on t.id = c.tenant_id
      join appointment a on a.tenant_id = c.tenant_id
        and a.starts_at > (c.first_date - 2)::timestamp at time zone 'UTC'
        and a.starts_at < (c.last_date + 2)::timestamp at time zone 'UTC'
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where c.tenant_id = ${tenantId}::uuid and c.id = any(${closures.map(({ id }) => id)}::uuid[])
      and (c.location_id is null or c.location_id = a.location_id)
      and (c.telehealth = 'closed' or a.mode = 'in_person')
      and a.starts_at > ${toInstantColumn(now)}::timestamptz
      and a.status = any(${statuses}::appointment_status[]) and ${heldBy(practitionerIds)}
    order by a.starts_at, a.id`;
}
