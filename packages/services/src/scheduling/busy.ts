import { Prisma, type Tx } from "@quietroom/db";
import type { Busy } from "@quietroom/domain/scheduling";
import { hourMs, instant, type Instant, type Interval, plus } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

export type BusyAsk = {
  readonly tenantId: string;
  readonly now: Instant;
  readonly practitionerIds: readonly string[];
  readonly roomIds: readonly string[];
  readonly window: Interval;
  /** The appointment whose own time does not count: the one being moved, or the hold being given up (ec-J6). */
  readonly except: string | null;
  /** Times that are only kept for the waitlist count as taken, unless this practitioner's staff go first (ec-I11). */
  readonly offersYieldFor: string | null;
};

/** Bound by the table's constraint `appointment_length`; it turns "overlaps the window" into a range of `starts_at`. */
export const longestBlockMs = 12 * hourMs;

/**
 * What is taken of these practitioners' and rooms' time within `window`, by owner: blocked ranges, buffers included. A hold
 * that has run out takes nothing (ec-H2). The statuses left out are those of the index and of the exclusion constraints.
 */
export async function loadBusy(tx: Tx, ask: BusyAsk): Promise<ReadonlyMap<string, readonly Busy[]>> {
  const { practitionerIds, roomIds } = ask;
  if (practitionerIds.length === 0 && roomIds.length === 0) return new Map();
  const [taken] = await tx.$queryRaw<TakenColumns[]>(busyQuery(ask));
  const byOwner = new Map<string, Busy[]>();
  taken?.starts?.forEach((startMs, index) => {
    const time = { start: asInstant(startMs), end: asInstant(taken.ends?.[index]) };
    // Positions count from one, as in SQL.
    for (const owner of [
      practitionerIds[(taken.people?.[index] ?? 0) - 1],
      roomIds[(taken.rooms?.[index] ?? 0) - 1],
    ]) {
      if (owner === undefined) continue;
      const times = byOwner.get(owner);
      if (times === undefined) byOwner.set(owner, [time]);
      else times.push(time);
    }
  });
  return byOwner;
}

/**
 * The question itself; apart, so that a test can have the database explain it. Only comparisons that row security lets into
 * an index are used: a range operator would read a practitioner's whole history. The answer is one row of columns, since the
 * driver's work on a thousand rows would outweigh everything else.
 */
export function busyQuery(ask: BusyAsk): Prisma.Sql {
  const { practitionerIds, roomIds } = ask;
  const taken = takesTime(ask);
  return Prisma.sql`
    select json_agg(array_position(${practitionerIds}::uuid[], practitioner_id)) as people,
      json_agg(array_position(${roomIds}::uuid[], room_id)) as rooms,
      json_agg(date_part('epoch', blocked_from) * 1000) as starts,
      json_agg(date_part('epoch', blocked_until) * 1000) as ends
    from (
      select practitioner_id, room_id, blocked_from, blocked_until from appointment
      where practitioner_id = any(${practitionerIds}::uuid[]) and ${taken}
      union all
      select practitioner_id, room_id, blocked_from, blocked_until from appointment
      where room_id = any(${roomIds}::uuid[]) and practitioner_id <> all(${practitionerIds}::uuid[]) and ${taken}
    ) busy`;
}

/** True, in SQL, of a row of `appointment` that takes time within the window, whoever's. */
export function takesTime(ask: Omit<BusyAsk, "practitionerIds" | "roomIds">): Prisma.Sql {
  const { tenantId, window, now } = ask;
  const earliest = toInstantColumn(plus(window.start, -longestBlockMs));
  const latest = toInstantColumn(plus(window.end, longestBlockMs));
  return Prisma.sql`
    tenant_id = ${tenantId}::uuid
      and starts_at > ${earliest}::timestamptz and starts_at < ${latest}::timestamptz
      and blocked_from < ${toInstantColumn(window.end)}::timestamptz
      and blocked_until > ${toInstantColumn(window.start)}::timestamptz
      and not superseded and status not in ('cancelled', 'no_show')
      and (status <> 'held' or hold_expires_at >= ${toInstantColumn(now)}::timestamptz)
      and (${ask.except}::uuid is null or id <> ${ask.except}::uuid)
      and (${ask.offersYieldFor}::uuid is null or status <> 'held' or practitioner_id <> ${ask.offersYieldFor}::uuid
        or not exists (select from waitlist_offer o
          where o.tenant_id = appointment.tenant_id and o.appointment_id = appointment.id and o.status = 'open'))`;
}

/** Columns of equal length; null when nothing is taken. */
type TakenColumns = {
  readonly people: readonly (number | null)[] | null;
  readonly rooms: readonly (number | null)[] | null;
  readonly starts: readonly number[] | null;
  readonly ends: readonly number[] | null;
};

/** Rounded, because seconds as a fraction times a thousand need not be whole. */
function asInstant(epochMs = 0): Instant {
  return instant(Math.round(epochMs));
}
