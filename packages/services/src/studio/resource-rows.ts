import type { listResources } from "@quietroom/contracts/resources";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { ResourceModel, Tx } from "@quietroom/db";
import { blockingStatuses, peopleWith } from "@quietroom/domain/scheduling";
import { type Instant, localDate, localTime, type TimeZone } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { freeInstead } from "../scheduling/index.ts";

export type ResourceRow = OutputOf<typeof listResources>["resources"][number];

type Ask = {
  readonly tenantId: string;
  readonly now: Instant;
  /** Whose visits are told of. */
  readonly practitionerIds: "all" | readonly string[];
};

/** So many visits of one room or device are named; `displacedCount` counts them all. */
const named = 20;

/** Rooms and devices as the page shows them, each with the coming visits that have it although it cannot be had then (ec-E5). */
export async function resourceRows(
  tx: Tx,
  ask: Ask,
  resources: readonly ResourceModel[],
): Promise<ResourceRow[]> {
  const { tenantId, now } = ask;
  const places = await tx.location.findMany({ where: { tenantId }, select: { id: true, timeZone: true } });
  const visits = await displacedVisits(tx, ask, resources);
  const sessions = await overfullSessions(tx, ask, resources);
  const rows: ResourceRow[] = [];
  for (const resource of resources) {
    const { id, version, locationId, name, type, equipment, capacity, stepFree, cleaningMin, active } =
      resource;
    const zone = found(places.find((place) => place.id === locationId)).timeZone;
    const displaced = visits.filter(({ resourceId }) => resourceId === id);
    rows.push({
      id,
      version,
      locationId,
      kind: resource.kind === "device" ? "device" : "room",
      name,
      type,
      equipment,
      capacity,
      stepFree,
      cleaningMin,
      active,
      outOfService: outOfService(resource, zone, now),
      displacedCount: displaced.length,
      overfull: sessions
        .filter(({ roomId }) => roomId === id)
        .slice(0, named)
        .map(({ id: sessionId, startsAt, timeZone, practitionerName, seats, leaders }) => ({
          id: sessionId,
          startsAt: fromInstantColumn(startsAt),
          timeZone,
          practitionerName,
          people: peopleWith(seats, leaders),
        })),
      displaced: await withProposals(tx, ask, displaced.slice(0, named)),
    });
  }
  return rows;
}

type Overfull = {
  readonly roomId: string;
  readonly id: string;
  readonly startsAt: Date;
  readonly timeZone: TimeZone;
  readonly practitionerName: string;
  readonly seats: number;
  readonly leaders: number;
};

/** Coming group sessions with more people than their room holds since it was cut: nobody is sent away, and somebody has to decide (ec-F3). */
async function overfullSessions(
  tx: Tx,
  { tenantId, now, practitionerIds }: Ask,
  resources: readonly ResourceModel[],
): Promise<Overfull[]> {
  const sessions = await tx.$queryRaw<(Overfull & { readonly holds: number })[]>`
    select r.id as "roomId", r.capacity as holds, a.id, a.starts_at as "startsAt", a.time_zone as "timeZone",
      app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName", a.capacity::int as seats, 1 + cardinality(a.with_practitioner_ids) as leaders
    from appointment a
      join resource r on r.tenant_id = a.tenant_id and r.id = a.room_id
    where a.tenant_id = ${tenantId}::uuid and a.room_id = any(${resources.map(({ id }) => id)}::uuid[])
      and a.capacity is not null and a.status = 'scheduled' and a.starts_at > ${toInstantColumn(now)}::timestamptz
      and ${heldBy(practitionerIds)}
    order by a.starts_at, a.id`;
  return sessions.flatMap(({ holds, ...session }) =>
    peopleWith(session.seats, session.leaders) > holds ? [session] : [],
  );
}

function outOfService(
  { outFrom, outUntil, outReason: reason }: ResourceModel,
  zone: TimeZone,
  now: Instant,
): ResourceRow["outOfService"] {
  if (outFrom === null || outUntil === null) return null;
  const [from, until] = [fromInstantColumn(outFrom), fromInstantColumn(outUntil)];
  if (until <= now) return null;
  const [first, last] = [localTime(from, zone), localTime(until, zone)];
  return {
    from,
    until,
    firstDate: first.date,
    firstTime: first.time,
    lastDate: last.date,
    lastTime: last.time,
    reason,
  };
}

type Displaced = {
  readonly resourceId: string;
  readonly id: string;
  readonly version: number;
  readonly startsAt: Date;
  readonly zone: TimeZone;
  readonly studioZone: TimeZone;
  readonly practitionerName: string;
};

/** Coming visits in what is retired, or out of service while they last. */
async function displacedVisits(
  tx: Tx,
  { tenantId, now, practitionerIds }: Ask,
  resources: readonly ResourceModel[],
): Promise<Displaced[]> {
  const away = resources.filter(
    ({ active, outUntil }) => !active || (outUntil !== null && outUntil.getTime() > now),
  );
  if (away.length === 0) return [];
  const statuses = blockingStatuses.filter((status) => status !== "held");
  return await tx.$queryRaw<Displaced[]>`
    select r.id as "resourceId", a.id, a.version, a.starts_at as "startsAt", l.time_zone as zone,
      t.time_zone as "studioZone", app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName"
    from resource r
      join tenant t on t.id = r.tenant_id
      join appointment a on a.tenant_id = r.tenant_id and (a.room_id = r.id or a.device_id = r.id)
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where r.tenant_id = ${tenantId}::uuid and r.id = any(${away.map(({ id }) => id)}::uuid[])
      and a.starts_at > ${toInstantColumn(now)}::timestamptz
      and (not r.active or (a.blocked_from < r.out_until and a.blocked_until > r.out_from))
      and a.status = any(${statuses}::appointment_status[]) and ${heldBy(practitionerIds)}
    order by a.starts_at, a.id`;
}

async function withProposals(
  tx: Tx,
  { tenantId, now }: Ask,
  visits: readonly Displaced[],
): Promise<ResourceRow["displaced"]> {
  const rows: ResourceRow["displaced"] = [];
  for (const { resourceId: from, id, version, startsAt, zone, studioZone, practitionerName } of visits) {
    const instead = await freeInstead(tx, { tenantId, now, appointmentId: id, from });
    rows.push({
      id,
      version,
      startsAt: fromInstantColumn(startsAt),
      date: localDate(fromInstantColumn(startsAt), studioZone),
      timeZone: zone,
      practitionerName,
      instead: instead && { id: instead.id, name: instead.name },
    });
  }
  return rows;
}
