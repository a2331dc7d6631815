import { Prisma, type Tx } from "@quietroom/db";
import { asId } from "@quietroom/domain/ids";
import type { Busy, VisitMode, VisitPlace } from "@quietroom/domain/scheduling";
import { hourMs, instant, type Instant, type Interval, plus } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

export type BusyAsk = {
  readonly tenantId: string;
  readonly now: Instant;
  readonly practitionerIds: readonly string[];
  readonly roomIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly window: Interval;
  /** The appointment whose own time does not count: the one being moved, or the hold being given up (ec-J6). */
  readonly except: string | null;
  /** Times that are only kept for the waitlist count as taken, unless the staff of one of these practitioners go first (ec-I11); what is kept only for an undo gives way to all of these (ec-I15). */
  readonly offersYieldFor: readonly string[] | null;
  /** Whether it matters where practitioners are; left out: it does not, and nothing of it is read. */
  readonly withPlaces?: boolean;
};

/** Taken time, and of a practitioner the visit itself with where it is held, where that was asked. */
export type TakenTime = Busy & { readonly visit?: Interval & VisitPlace };

/** Bound by the table's constraints (`appointment_length` and its kin for rooms and devices); it turns "overlaps the window" into a range of `starts_at`. */
export const longestBlockMs = 12 * hourMs;

/**
 * What is taken of these practitioners, rooms and devices within `window`, by owner: blocked ranges, buffers included, and those of
 * rooms and devices until they can be used again (ec-E7); of practitioners also what other calendars take, marked as such. A hold that has run out takes nothing (ec-H2), nor does a seat beside its session (ec-C7). The statuses left out are
 * those of the index and of the exclusion constraints.
 */
export async function loadBusy(tx: Tx, ask: BusyAsk): Promise<ReadonlyMap<string, readonly TakenTime[]>> {
  if (ownersOf(ask).length === 0) return new Map();
  // Planned once for all askers: to plan the question for the values at hand takes several times as long as to answer it.
  await tx.$executeRaw`set local plan_cache_mode = force_generic_plan`;
  const rows = await tx.$queryRaw<TakenOf[]>(busyQuery(ask));
  const taken = new Map<string, readonly TakenTime[]>();
  for (const row of rows) taken.set(row.owner, [...(taken.get(row.owner) ?? []), ...toBusy(row)]);
  return taken;
}

/** When another calendar takes somebody's time within `window`: one of the sources of `loadBusy`, by itself. */
export async function busyElsewhere(
  tx: Tx,
  ask: Pick<BusyAsk, "tenantId" | "practitionerIds" | "window">,
): Promise<readonly Interval[]> {
  return (await tx.$queryRaw<TakenOf[]>(elsewhereQuery(ask))).flatMap(toBusy);
}

/** The same of several practitioners, each time with whose it is. */
export async function eachBusyElsewhere(
  tx: Tx,
  ask: Pick<BusyAsk, "tenantId" | "practitionerIds" | "window">,
): Promise<readonly (Interval & { readonly practitionerId: string })[]> {
  const rows = await tx.$queryRaw<TakenOf[]>(elsewhereQuery(ask));
  return rows.flatMap((row) =>
    toBusy(row).map(({ start, end }) => ({ practitionerId: row.owner, start, end })),
  );
}

/**
 * The question itself; apart, so that a test can have the database explain it. Only comparisons that row security lets into
 * an index are used: a range operator would read a practitioner's whole history. Each owner is asked for by
 * itself: of a list whose length it does not know the planner would read the dates of the whole team. The answer is one row for each owner
 * and source, and its times are written as text, since the driver's work on a thousand rows would outweigh everything else.
 */
export function busyQuery(ask: BusyAsk): Prisma.Sql {
  const { practitionerIds, roomIds, deviceIds } = ask;
  const takenOf = (
    ids: readonly string[],
    column: Prisma.Sql,
    until: Prisma.Sql,
    places: Prisma.Sql,
  ) => Prisma.sql`
      select owner_id::text as owner, taken.starts, taken.ends, taken.places, false as elsewhere
      from unnest(${ids}::uuid[]) as owner_id cross join lateral (
        select array_agg(date_part('epoch', blocked_from))::text as starts,
          array_agg(date_part('epoch', ${until}))::text as ends, ${places} as places
        from appointment where ${column} = owner_id and ${takesTime(ask, until)}) as taken
      where taken.starts is not null`;
  const people = ask.withPlaces === true ? placesOfVisits : nowhere;
  const each = [
    {
      ids: practitionerIds,
      column: Prisma.sql`practitioner_id`,
      until: Prisma.sql`blocked_until`,
      places: people,
    },
    { ids: roomIds, column: Prisma.sql`room_id`, until: roomUntil, places: nowhere },
    { ids: deviceIds, column: Prisma.sql`device_id`, until: deviceUntil, places: nowhere },
  ].flatMap(({ ids, column, until, places }) =>
    ids.length === 0 ? [] : [takenOf(ids, column, until, places)],
  );
  const others = practitionerIds.length === 0 ? [] : [besideQuery(ask, people), elsewhereQuery(ask)];
  return Prisma.join([...each, ...others], " union all ");
}

/** What visits take of those who hold them beside somebody who leads. They are few, and have an index of their own. */
function besideQuery(ask: BusyAsk, places: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
      select other::text as owner, array_agg(date_part('epoch', blocked_from))::text as starts,
        array_agg(date_part('epoch', blocked_until))::text as ends, ${places} as places, false as elsewhere
      from appointment cross join unnest(with_practitioner_ids) as other
      where with_practitioner_ids <> '{}'::uuid[] and other = any(${ask.practitionerIds}::uuid[]) and ${takesTime(ask)}
      group by other`;
}

/** What other calendars take. An entry may last for weeks, so it is looked for by its end. */
function elsewhereQuery({
  tenantId,
  practitionerIds,
  window,
}: Pick<BusyAsk, "tenantId" | "practitionerIds" | "window">): Prisma.Sql {
  return Prisma.sql`
      select practitioner_id::text as owner, array_agg(date_part('epoch', busy_from))::text as starts,
        array_agg(date_part('epoch', busy_until))::text as ends, null::json as places, true as elsewhere
      from external_busy
      where tenant_id = ${tenantId}::uuid and practitioner_id = any(${practitionerIds}::uuid[])
        and busy_until > ${toInstantColumn(window.start)}::timestamptz
        and busy_from < ${toInstantColumn(window.end)}::timestamptz
      group by practitioner_id`;
}

/** Each visit's start, end, place and mode, in the order of the times. */
const placesOfVisits = Prisma.sql`json_agg(json_build_array(
  date_part('epoch', starts_at), date_part('epoch', ends_at), location_id, mode))`;
const nowhere = Prisma.sql`null::json`;

/** When a visit's room and its device can be had again, in SQL: with its people, unless they have to be cleaned. */
export const roomUntil = Prisma.sql`coalesce(room_until, blocked_until)`;
export const deviceUntil = Prisma.sql`coalesce(device_until, blocked_until)`;

function ownersOf({ practitionerIds, roomIds, deviceIds }: BusyAsk): readonly string[] {
  return [...practitionerIds, ...roomIds, ...deviceIds];
}

/** True, in SQL, of a row of `appointment` that takes time within the window, whoever's; `until`: when it lets go. */
export function takesTime(
  ask: Omit<BusyAsk, "practitionerIds" | "roomIds" | "deviceIds">,
  until = Prisma.sql`blocked_until`,
): Prisma.Sql {
  const { tenantId, window, now } = ask;
  const earliest = toInstantColumn(plus(window.start, -longestBlockMs));
  const latest = toInstantColumn(plus(window.end, longestBlockMs));
  return Prisma.sql`
    tenant_id = ${tenantId}::uuid
      and starts_at > ${earliest}::timestamptz and starts_at < ${latest}::timestamptz
      and blocked_from < ${toInstantColumn(window.end)}::timestamptz
      and ${until} > ${toInstantColumn(window.start)}::timestamptz
      and group_session_id is null and not superseded and status not in ('cancelled', 'no_show')
      and (status <> 'held' or hold_expires_at >= ${toInstantColumn(now)}::timestamptz)
      and (${ask.except}::uuid is null or id <> ${ask.except}::uuid)
      and (${ask.offersYieldFor}::uuid[] is null or status <> 'held'
        or undo_hold_of is null and (not (with_practitioner_ids || practitioner_id && ${ask.offersYieldFor}::uuid[])
          or not exists (select from waitlist_offer o
            where o.tenant_id = appointment.tenant_id and o.appointment_id = appointment.id and o.status = 'open')))`;
}

/** Seconds since 1970, as PostgreSQL writes an array: `{1,2.5}`. Both of equal length. */
type TakenOf = {
  readonly owner: string;
  readonly starts: string;
  readonly ends: string;
  readonly elsewhere: boolean;
  readonly places:
    | readonly (readonly [startSec: number, endSec: number, locationId: string, mode: VisitMode])[]
    | null;
};

function numbersIn(array: string): readonly number[] {
  return array.slice(1, -1).split(",").map(Number);
}

function toBusy({ starts, ends, places, elsewhere }: TakenOf): readonly TakenTime[] {
  const until = numbersIn(ends);
  const taken = numbersIn(starts).map((start, index) => ({
    start: asInstant(start),
    end: asInstant(until[index]),
    ...(elsewhere ? { elsewhere } : {}),
  }));
  if (places === null) return taken;
  return places.map(([startSec, endSec, locationId, mode], index) => ({
    start: taken[index]?.start ?? asInstant(startSec),
    end: taken[index]?.end ?? asInstant(endSec),
    visit: { start: asInstant(startSec), end: asInstant(endSec), locationId: asId(locationId), mode },
  }));
}

/** Rounded, because seconds as a fraction times a thousand need not be whole. */
function asInstant(epochSec = 0): Instant {
  return instant(Math.round(epochSec * 1000));
}
