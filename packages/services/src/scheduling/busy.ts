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
  if (ask.practitionerIds.length === 0 && ask.roomIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<BusyRow[]>(busyQuery(ask));
  return new Map(
    rows.map(({ owner, starts, ends }) => [owner, starts.map((start, index) => busyAt(start, ends[index]))]),
  );
}

/**
 * The question itself; apart, so that a test can have the database explain it. Only comparisons that row security lets into
 * an index are used: a range operator would read a practitioner's whole history.
 */
export function busyQuery(ask: BusyAsk): Prisma.Sql {
  const { tenantId, window, now } = ask;
  const earliest = toInstantColumn(plus(window.start, -longestBlockMs));
  const latest = toInstantColumn(plus(window.end, longestBlockMs));
  const taken = Prisma.sql`
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
  return Prisma.sql`
    select owner, json_agg(date_part('epoch', blocked_from) * 1000) as starts,
      json_agg(date_part('epoch', blocked_until) * 1000) as ends
    from (
      select practitioner_id as owner, blocked_from, blocked_until from appointment
      where practitioner_id = any(${ask.practitionerIds}::uuid[]) and ${taken}
      union all
      select room_id, blocked_from, blocked_until from appointment
      where room_id = any(${ask.roomIds}::uuid[]) and ${taken}
    ) busy
    group by owner`;
}

type BusyRow = {
  readonly owner: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

/** Rounded, because seconds as a fraction times a thousand need not be whole. */
function busyAt(start: number, end = start): Busy {
  return { start: instant(Math.round(start)), end: instant(Math.round(end)) };
}
