import { Temporal } from "temporal-polyfill";
import { dayMs, type Instant, instant, minuteMs, plus } from "./instant.ts";
import { type Interval, interval } from "./interval.ts";
import {
  addDays,
  dateOfEpochDay,
  epochDayOf,
  type LocalDate,
  type TimeZone,
  type WallTime,
  wallMinutes,
  wallTimeOfMinutes,
} from "./local-time.ts";
import { zoneRenames } from "./zone-renames.ts";

/** What a clock on the wall shows at an instant. `offsetMin` (minutes east of UTC) tells the two 01:30s of autumn apart. */
export type LocalTime = { readonly date: LocalDate; readonly time: WallTime; readonly offsetMin: number };

/**
 * The instant of a wall-clock time: the first instant at which the zone's clock reads this time or later. So a time inside a
 * gap clips to the gap's end (02:30 becomes 03:00) and a repeated time is its first occurrence. The only resolver there is.
 */
export function resolveWallTime(date: LocalDate, time: WallTime, zone: TimeZone): Instant {
  return wallClock(zone)(epochDayOf(date) * dayMs + wallMinutes(time) * minuteMs);
}

/**
 * As `resolveWallTime`, for many readings of one zone, counted in milliseconds as if the zone were UTC. It remembers the stretch of
 * one offset in which it last was, so that neighbouring readings cost an addition each.
 */
export function wallClock(zone: TimeZone): (localMs: number) => Instant {
  let start = 0;
  let offset = 0;
  let firstMs = Number.POSITIVE_INFINITY; // of the readings that this stretch answers
  let endMs = Number.NEGATIVE_INFINITY;
  return (localMs) => {
    if (localMs < firstMs || localMs >= endMs) {
      const { starts, offsets, ends } = tableAt(localMs, zone);
      // A stretch is the answer when its clock gets past the reading; those before it never showed it.
      const stretch = firstAbove(ends, localMs);
      start = starts[stretch] ?? 0;
      offset = offsets[stretch] ?? 0;
      firstMs = ends[stretch - 1] ?? localMs;
      endMs = ends[stretch] ?? localMs;
    }
    return instant(Math.max(start, localMs - offset));
  };
}

/**
 * The second instant at which the zone's clock reads what it reads at `first`, where it is set back over it (ec-A5); null where it reads that once, and
 * for a second one itself.
 */
export function secondOccurrence(first: Instant, zone: TimeZone): Instant | null {
  const setBackMs = offsetMsAt(first, zone) - offsetMsAt(plus(first, dayMs), zone);
  const second = plus(first, setBackMs);
  const { date, time } = localTime(first, zone);
  const again = localTime(second, zone);
  return setBackMs > 0 && again.date === date && again.time === time ? second : null;
}

/** The calendar date on the wall at an instant. */
export function localDate(at: Instant, zone: TimeZone): LocalDate {
  return dateOfEpochDay(localEpochDay(at, zone));
}

/** As `localDate`, as an epoch day. For hot loops. */
export function localEpochDay(at: Instant, zone: TimeZone): number {
  return Math.floor((at + offsetMsAt(at, zone)) / dayMs);
}

/** Date, time (to the minute) and offset on the wall at an instant. */
export function localTime(at: Instant, zone: TimeZone): LocalTime {
  const offsetMs = offsetMsAt(at, zone);
  const localMs = at + offsetMs;
  const epochDay = Math.floor(localMs / dayMs);
  return {
    date: dateOfEpochDay(epochDay),
    time: wallTimeOfMinutes(Math.floor((localMs - epochDay * dayMs) / minuteMs)),
    offsetMin: offsetMs / minuteMs,
  };
}

/** A calendar date as a stretch of time: 23 to 25 hours on clock changes, empty for a date that the zone skipped (ec-A20). */
export function dayBounds(date: LocalDate, zone: TimeZone): Interval {
  return interval(resolveWallTime(date, "00:00", zone), resolveWallTime(addDays(date, 1), "00:00", zone));
}

/** True for an IANA zone name or alias, in any case. Never throws, whatever the text (ec-A24). */
export function isKnownZone(text: string): text is TimeZone {
  return canonicalZone(text) !== null;
}

/** The current IANA name of a zone or alias ("US/Eastern", "Asia/Calcutta"; ec-A23), or null for anything else. Never throws. */
export function canonicalZone(text: string): TimeZone | null {
  // A name, not an offset: "+05:30" knows no clock change, so it cannot stand for a place.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return null;
  const name = text.toLowerCase();
  const canonical = canonicalNames.get(name) ?? readCanonicalName(name);
  if (canonical !== null) canonicalNames.set(name, canonical);
  return canonical;
}

// Asking the runtime takes longer than finding a month of times. Names that are none are not kept: there is no end of them.
const canonicalNames = new Map<string, TimeZone>();

function readCanonicalName(name: string): TimeZone | null {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    return zoneRenames.get(known) ?? known;
  } catch {
    return null;
  }
}

/** Stretches of one offset, ascending: from `starts`, until the wall clock reads `ends` (local milliseconds). */
type ZoneTable = {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
  readonly ends: readonly number[];
};

// 17.4 years a table: one holds 2022 to 2039, so most processes read each zone once.
const spanMs = 2 ** 39;
// A reading near the border of a table still finds its answer within it, as no offset exceeds a day.
const marginMs = 3 * dayMs;

const tables = new Map<TimeZone, Map<number, ZoneTable>>();

function tableAt(ms: number, zone: TimeZone): ZoneTable {
  const span = Math.floor(ms / spanMs);
  const known = tables.get(zone)?.get(span);
  if (known !== undefined) return known;
  const table = readTable(span, zone);
  const ofZone = tables.get(zone) ?? new Map<number, ZoneTable>();
  tables.set(zone, ofZone.set(span, table));
  return table;
}

function readTable(span: number, zone: TimeZone): ZoneTable {
  const from = span * spanMs - marginMs;
  const until = (span + 1) * spanMs + marginMs;
  const starts: number[] = [];
  const offsets: number[] = [];
  const ends: number[] = [];
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  while (at !== null && at.epochMilliseconds < until) {
    const offset = Math.round(at.offsetNanoseconds / 1e6);
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition("next");
    starts.push(at.epochMilliseconds);
    offsets.push(offset);
    ends.push((next?.epochMilliseconds ?? Number.POSITIVE_INFINITY) + offset);
    at = next;
  }
  return { starts, offsets, ends };
}

function offsetMsAt(at: Instant, zone: TimeZone): number {
  const { starts, offsets } = tableAt(at, zone);
  return offsets[firstAbove(starts, at) - 1] ?? 0;
}

/** The index of the first of ascending numbers that is greater than `limit`; their count when none is. */
function firstAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? limit) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
