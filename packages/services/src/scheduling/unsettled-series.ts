import { Prisma } from "@quietroom/db";
import type { Actor } from "@quietroom/domain/access";
import { practitionersWithin } from "@quietroom/domain/access";
import { countedStatuses } from "@quietroom/domain/scheduling";
import { addDays, type Instant, localDate } from "@quietroom/domain/time";
import { heldBy } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";

/** A client who did not come had their place kept (ec-D6): the date is no gap. */
const booked = countedStatuses.filter((status) => status !== "held");

/**
 * The series that somebody has to see to, in SQL: each a row `a`, with the dates that the night could not book in `open`. One that stopped
 * waits until somebody saw to it (ec-G12); so does a date that is a gap (ec-G14), unless it is over, its series ended before it, or its client has
 * the same service on that date by now, other than as a date of another series. What a planner left out is no news, nor is anything of a client
 * whose record is removed. `practitionerId`: of what one person holds, alone or with others; null: of everybody within the actor's reach.
 */
export function unsettledSeries({
  tenantId,
  now,
  actor,
  practitionerId,
}: {
  readonly tenantId: string;
  readonly now: Instant;
  readonly actor: Actor;
  readonly practitionerId: string | null;
}): Prisma.Sql {
  return Prisma.sql`
    series a
      left join (
        select g.series_id, min(g.series_date) as first,
          json_agg(json_build_object('date', g.series_date, 'because', g.because) order by g.series_date) as gaps
        from series_gap g
          join series r on r.tenant_id = g.tenant_id and r.id = g.series_id
        where g.tenant_id = ${tenantId}::uuid and g.settled_at is null and g.because <> 'left_out'
          and g.series_date >= ${addDays(localDate(now, "UTC"), -1)}::date
          and g.series_date >= (${toInstantColumn(now)}::timestamptz at time zone r.time_zone)::date
          and (r.until_date is null or g.series_date <= r.until_date)
          and not exists (select from appointment v
            where v.tenant_id = r.tenant_id and v.client_id = r.client_id and v.service_id = r.service_id
              and v.status = any(${booked}::appointment_status[])
              and (v.starts_at at time zone r.time_zone)::date = g.series_date
              and (v.series_id is null or v.series_id = r.id))
        group by g.series_id) open on open.series_id = a.id
    where a.tenant_id = ${tenantId}::uuid and ${heldBy(practitionersWithin(actor, "appointment:manage"))}
      and ${heldBy(practitionerId === null ? "all" : [practitionerId])}
      and not exists (select from client_removal gone
        where gone.tenant_id = a.tenant_id and gone.client_id = a.client_id and gone.restored_at is null)
      and (open.first is not null or (a.stopped_because is not null and a.stop_seen_at is null))`;
}
