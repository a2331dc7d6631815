import { type listGroupSessions, mostSessions } from "@quietroom/contracts/groups";
import type { OutputOf } from "@quietroom/contracts/wire";
import { Prisma, type Tx } from "@quietroom/db";
import { type Actor, reachesAny } from "@quietroom/domain/access";
import { minimumDueAt, seatsLeft, sessionChangeRefusal } from "@quietroom/domain/scheduling";
import { type Instant, localDate } from "@quietroom/domain/time";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { minimumOf } from "./minimum-of.ts";

export type SessionRow = OutputOf<typeof listGroupSessions>["sessions"][number];

/** Group sessions as staff see them, by start: those that `which` names, a condition on `a`, the appointment. */
export async function sessionRows(
  tx: Tx,
  {
    tenantId,
    now,
    actor,
    zone,
  }: { readonly tenantId: string; readonly now: Instant; readonly actor: Actor; readonly zone: string },
  which: Prisma.Sql,
): Promise<SessionRow[]> {
  const rows = await tx.$queryRaw<RawSession[]>`
    select a.id, a.version, a.status, a.service_id as "serviceId", s.name as "serviceName",
      a.practitioner_id as "practitionerId", a.with_practitioner_ids as "withPractitionerIds",
      app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName",
      a.location_id as "locationId", l.name as "locationName", a.room_id as "roomId", r.name as "roomName", a.mode,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.time_zone as "timeZone", a.capacity, a.open_online as "openOnline", s.needs_screening as "needsScreening",
      a.minimum, a.minimum_hours as "minimumHours", a.minimum_judged_at is not null as judged,
      (select coalesce(sum(b.party_size), 0)::int from appointment b
        where b.tenant_id = a.tenant_id and b.group_session_id = a.id and b.status not in ('held', 'requested', 'cancelled')) as booked,
      (select coalesce(sum(b.party_size), 0)::int from appointment b
        where b.tenant_id = a.tenant_id and b.group_session_id = a.id and b.status = 'requested') as asked,
      app.seats_taken(a.tenant_id, a.id, ${toInstantColumn(now)}::timestamptz, null) as taken
    from appointment a
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
      left join resource r on r.tenant_id = a.tenant_id and r.id = a.room_id
    where a.tenant_id = ${tenantId}::uuid and a.capacity is not null and ${which}
    order by a.starts_at, a.id limit ${mostSessions}`;
  return rows.map(({ minimum, minimumHours, judged, ...row }) => {
    const asSet = minimumOf({ minimum, minimumHours });
    const startsAt = fromInstantColumn(row.startsAt);
    const stands = sessionChangeRefusal({ status: row.status, startsAt }, now) === null;
    return {
      ...row,
      startsAt,
      endsAt: fromInstantColumn(row.endsAt),
      minimum: asSet && !judged ? { people: asSet.people, dueAt: minimumDueAt(startsAt, asSet) } : null,
      minimumOf: asSet,
      date: localDate(startsAt, zone),
      left: seatsLeft(row),
      canManage: stands && reachesAny(actor, "appointment:manage", peopleOf(row)),
    };
  });
}

type RawSession = Omit<
  SessionRow,
  "startsAt" | "endsAt" | "date" | "left" | "canManage" | "minimum" | "minimumOf"
> & {
  readonly minimum: number | null;
  readonly minimumHours: number | null;
  readonly judged: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
};
