import { Prisma, type Tx } from "@quietroom/db";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

/*
 * Whoever takes a time keeps the hours of those who give it, and those of its place, as they are read next until the transaction ends: who
 * changes them waits, and then names the visit among those that lie outside (ec-H18). A person's licences and what other calendars take of them are
 * kept with the person, the rooms and devices of a place with the place. So do visitors' bookings, the desk, moves by staff and by
 * clients, series, group sessions, accepted offers of the waitlist and approved requests, and staff who cancel or undo that, as its time is kept
 * for a return. A hold keeps none: it is nobody's visit yet, and what makes one of it asks again. Others who book wait for nothing, as the rows are shared.
 *
 * Nobody waits in a circle for it. The place is locked first, then a series, then people in one order, then sessions, then visits, then
 * calendars and caps; an offer that is answered has its opening after the hours. Of those who have the hours for themselves, whoever changes a
 * person's hours, a closure, a room or a device locks no series, visit or calendar afterwards; whoever changes a licence has the waitlist's offers
 * and openings after the person, and so has whoever takes somebody's time away; whoever changes the zone of a place has its series, visits and
 * calendars after it; and whoever brings a practitioner back has their stopped series before.
 */

/** Hours kept as a condition that is always true, for the lock of a visit's row, which it comes before; `to`: with whom it is to be besides. */
export function hoursKept(tenantId: string, appointmentId: string, to: readonly string[] = []): Prisma.Sql {
  const its = Prisma.sql`a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid`;
  const people = Prisma.sql`
    select unnest(a.with_practitioner_ids || a.practitioner_id || ${[...to]}::uuid[]) from appointment a where ${its}`;
  return kept(tenantId, people, Prisma.sql`select a.location_id from appointment a where ${its}`);
}

/** The same for who is about to book: those of a practitioner and of all who come to a visit together, at a place. */
export async function keepHours(
  tx: Tx,
  tenantId: string,
  {
    practitionerIds,
    serviceId,
    locationId,
  }: {
    readonly practitionerIds: readonly string[];
    readonly serviceId: string;
    readonly locationId: string;
  },
): Promise<void> {
  const people = Prisma.sql`
    select unnest(${[...practitionerIds]}::uuid[]) union all
    select g.practitioner_id from practitioner_service g
      join service s on s.tenant_id = g.tenant_id and s.id = g.service_id and s.together
    where g.tenant_id = ${tenantId}::uuid and g.service_id = ${serviceId}::uuid`;
  await tx.$queryRaw`select ${kept(tenantId, people, Prisma.sql`${locationId}::uuid`)}`;
}

/** The place of a visit by itself, for whoever locks its series next; null: every place, for the night, which learns only then whose series it takes. */
export async function keepPlace(tx: Tx, tenantId: string, appointmentId: string | null): Promise<void> {
  await tx.$queryRaw`
    select l.id from location l
    where l.tenant_id = ${tenantId}::uuid and (${appointmentId}::uuid is null or l.id = (
      select a.location_id from appointment a where a.tenant_id = l.tenant_id and a.id = ${appointmentId}::uuid))
    order by l.id for share`;
}

/** Hours kept of a visit and of all of its series, whose rows are locked next: each is with whom it is by now. */
export async function keepHoursOfSeries(tx: Tx, tenantId: string, appointmentId: string): Promise<void> {
  const its = Prisma.sql`a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid`;
  const people = Prisma.sql`
    select unnest(o.with_practitioner_ids || o.practitioner_id) from appointment a
      join appointment o on o.tenant_id = a.tenant_id and (o.id = a.id or o.series_id = a.series_id) where ${its}`;
  const place = Prisma.sql`select a.location_id from appointment a where ${its}`;
  await tx.$queryRaw`select ${kept(tenantId, people, place)}`;
}

function kept(tenantId: string, people: Prisma.Sql, place: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`case when (
    select count(*) >= 0 from (
      select l.id from location l
      where l.tenant_id = ${tenantId}::uuid and l.id = (${place})
      for share
    ) place
  ) then (
    select count(*) >= 0 from (
      select p.id from practitioner p
      where p.tenant_id = ${tenantId}::uuid and p.id in (${people})
      order by p.id for share
    ) people
  ) end`;
}

/** Hours as they were read for a client's move, which is written in another transaction. */
export type HoursSeen = {
  readonly practitionerIds: readonly string[];
  readonly locationId: string;
  readonly around: Instant;
  readonly stamp: string;
};

/** What is to be noted of the hours before they are read: of those who hold a visit and whom it may go to, null for all who give its service. */
export async function noteHours(
  tx: Tx,
  tenantId: string,
  {
    practitionerIds,
    serviceId,
    locationId,
    around,
  }: Omit<HoursSeen, "stamp" | "practitionerIds"> & {
    readonly practitionerIds: readonly string[] | null;
    readonly serviceId: string;
  },
): Promise<HoursSeen> {
  const [row] = await tx.$queryRaw<{ ids: string[]; stamp: string }[]>`
    select people.ids, app.hours_stamp(people.ids, ${locationId}::uuid, ${toInstantColumn(around)}::timestamptz) as stamp
    from (select coalesce(${practitionerIds && [...practitionerIds]}::uuid[], array(
      select g.practitioner_id from practitioner_service g
      where g.tenant_id = ${tenantId}::uuid and g.service_id = ${serviceId}::uuid)) as ids) people`;
  const { ids, stamp } = row ?? { ids: [], stamp: "" };
  return { practitionerIds: ids, locationId, around, stamp };
}

/** Keeps hours that were read before, as the client; where they changed meanwhile the verb is tried again, from the look on. */
export async function keepHoursAsSeen(tx: Tx, seen: HoursSeen): Promise<void> {
  await tx.$executeRaw`
    select app.keep_hours(${[...seen.practitionerIds]}::uuid[], ${seen.locationId}::uuid,
      ${toInstantColumn(seen.around)}::timestamptz, ${seen.stamp})`;
}
