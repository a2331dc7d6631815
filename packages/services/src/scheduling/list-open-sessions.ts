import type { listOpenSessions as contract } from "@quietroom/contracts/groups";
import type { OutputOf } from "@quietroom/contracts/wire";
import { minimumDueAt, seatsLeft, type VisitMode } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { peopleAreThere } from "./seats.ts";

/**
 * The group sessions that clients can book by themselves until the notice, full ones among them; nothing of who comes (ec-F6). What is led by
 * somebody who has left, will have by then (ec-L9) or may not practise then (ADM-04), alone or with others, is listed to nobody until staff
 * decided about it.
 */
export const listOpenSessions = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.list_open_sessions",
  permission: "slots:list",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, now, tenantId }) {
    const studio = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { status: true },
    });
    if (studio.status !== "active") return { now, sessions: [] };
    const rows = await tx.$queryRaw<Row[]>`
      select a.id, a.service_id as "serviceId", s.name as "serviceName", s.slug as "serviceSlug", s.description, s.needs_screening as "needsScreening",
        app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName", l.name as "locationName", a.mode, a.starts_at as "startsAt", a.ends_at as "endsAt",
        a.time_zone as "timeZone", a.capacity, a.price_minor as "priceMinor", a.currency,
        case when a.minimum_judged_at is null then a.minimum end as "minimum", a.minimum_hours as "minimumHours",
        app.seats_taken(a.tenant_id, a.id, ${toInstantColumn(now)}::timestamptz, null) as taken
      from appointment a
        join tenant t on t.id = a.tenant_id
        join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
        join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
      where a.tenant_id = ${tenantId}::uuid and a.capacity is not null and a.status = 'scheduled' and a.open_online
        and ${peopleAreThere}
        and a.starts_at > ${toInstantColumn(now)}::timestamptz
        and a.starts_at >= ${toInstantColumn(now)}::timestamptz + make_interval(mins => coalesce(s.min_notice_min, t.min_notice_min))
        and (a.starts_at at time zone a.time_zone)::date - (${toInstantColumn(now)}::timestamptz at time zone a.time_zone)::date
          >= coalesce(s.min_notice_days, t.min_notice_days)
      order by a.starts_at, a.id limit 100`;
    return {
      now,
      sessions: rows.map(
        ({ taken, minimum: people, minimumHours: hoursBefore, startsAt, endsAt, ...session }) => ({
          ...session,
          minimum:
            people === null || hoursBefore === null
              ? null
              : { people, dueAt: minimumDueAt(fromInstantColumn(startsAt), { people, hoursBefore }) },
          startsAt: fromInstantColumn(startsAt),
          endsAt: fromInstantColumn(endsAt),
          left: seatsLeft({ capacity: session.capacity, taken }),
        }),
      ),
    };
  },
});

type Row = {
  readonly id: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly serviceSlug: string;
  readonly description: string;
  readonly needsScreening: boolean;
  readonly practitionerName: string;
  readonly locationName: string;
  readonly mode: VisitMode;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly capacity: number;
  readonly priceMinor: number;
  readonly currency: string;
  readonly minimum: number | null;
  readonly minimumHours: number | null;
  readonly taken: number;
};
