import {
  asWeekday,
  contains,
  dayMs,
  epochDayOf,
  instant,
  type Interval,
  type LocalDate,
  localEpochDay,
  minuteMs,
  overlaps,
  type TimeZone,
  type WallTime,
  type Weekday,
  wallClock,
  wallMinutes,
  weekdayOfEpochDay,
} from "../time/index.ts";
import { type Closure, closedTimes, withoutClosed } from "./closure.ts";
import type { TimeOff } from "./time-off.ts";
import { type OpeningHours, withinOpening } from "./opening-hours.ts";
import type { TravelPeriod } from "./travel-period.ts";
import { isDateOf, type WeeklyDates, type WeeklyHours, weeklyDates } from "./weekly-hours.ts";

/** What is said of one local date beside the week (SCHED-02). */
export type DateOverride = {
  readonly date: LocalDate;
  /**
   * `hours` (also when absent) replace the weekly hours, and none closes the date (ec-B3); `extra` hours come on top of those that stand;
   * `blocked` times are taken out of them, and none takes all of the date.
   */
  readonly kind?: OverrideKind;
  readonly blocks: readonly (readonly [start: WallTime, end: WallTime])[];
};

export const overrideKinds = ["hours", "extra", "blocked"] as const;
export type OverrideKind = (typeof overrideKinds)[number];

/**
 * When one practitioner works at one place. `zone` is the place's: its opening and its closures are meant in it, and the hours as well, unless
 * whoever keeps them goes by another clock (ec-A28).
 */
export type Hours = {
  readonly zone: TimeZone;
  /** The zone in which weekly hours, overrides and time off are meant. Absent: the place's. */
  readonly hoursZone?: TimeZone | undefined;
  /** Dates on which they are meant in yet another zone (ec-A29), none of them twice. Absent: none. */
  readonly travels?: readonly TravelPeriod[] | undefined;
  readonly weekly: readonly WeeklyHours[];
  readonly overrides: readonly DateOverride[];
  /** When the place is open at all: hours reach no further (ec-B13). Absent: always. */
  readonly opening?: OpeningHours | undefined;
  /** When the place is closed, which goes before all of the above (ec-B6). Absent: never. */
  readonly closures?: readonly Closure[];
  /** When they are away with the studio's word: after closures, and before the rest (ec-B6). Absent: never. */
  readonly timeOff?: readonly TimeOff[];
};

/** Open time within `window` as ascending intervals that neither touch nor overlap (the rules of `slots-cli.md`). */
export function openIntervals({ window, ...hours }: Hours & { readonly window: Interval }): Interval[] {
  return clipped(joined(openRows(hours, window)), window);
}

/** Whether a place with these opening hours is open as long as `visit` lasts. */
export function isWithinOpening(opening: OpeningHours, zone: TimeZone, visit: Interval): boolean {
  const open = openIntervals({ zone, weekly: allDay, overrides: [], opening, window: visit });
  return open.some((hours) => contains(hours, visit));
}

/** Every hour of the week. */
export const allDay: readonly WeeklyHours[] = ([0, 1, 2, 3, 4, 5, 6] as const).map((weekday) => ({
  weekday,
  start: "00:00",
  end: "24:00",
}));

/**
 * The rows of hours that reach into `window`, as instants, whole (not clipped) and by ascending start. Each row keeps its own
 * start, because the grid of bookable times counts from there; after a part of a day that is closed it counts from the reopening.
 */
export function openRows(hours: Hours, window: Interval): Interval[] {
  return isOnOneClock(hours) ? rowsOnOneClock(hours, window) : rowsOnOwnClocks(hours, window);
}

function isOnOneClock({ zone, hoursZone = zone, travels = [] }: Hours): boolean {
  return hoursZone === zone && travels.length === 0;
}

/**
 * The rows of somebody who goes by another clock than the place: each date by the clock of that date, both ends alike (ec-A29). Of them stays
 * what lies within the opening hours of the place and outside its closures, by its own clock.
 */
function rowsOnOwnClocks(
  { zone, hoursZone = zone, travels = [], opening, closures = [], ...own }: Hours,
  window: Interval,
): Interval[] {
  const away = travels.map((one) => ({
    zone: one.zone,
    dates: [epochDayOf(one.firstDate), epochDayOf(one.lastDate)] as const,
  }));
  const isAway = (day: number) =>
    isWithin(
      away.map(({ dates }) => dates),
      day,
    );
  const rows = [
    ...rowsOnOneClock({ ...own, zone: hoursZone }, window, (day) => !isAway(day)),
    ...away.flatMap((one) =>
      rowsOnOneClock({ ...own, zone: one.zone }, window, (day) => isWithin([one.dates], day)),
    ),
  ];
  const closed = closedTimes(closures, zone);
  const closedDays = closed.flatMap(({ wholeDays }) => (wholeDays === null ? [] : [wholeDays]));
  // A night that begins on a closed date of the place goes with it (ec-B1).
  const kept = (opening ? rowsWithinOpening(rows, opening, zone) : rows).filter(
    ({ start }) => !isWithin(closedDays, localEpochDay(start, zone)),
  );
  return withoutClosed(kept, closed).filter(({ start, end }) => start < window.end && end > window.start);
}

/** The parts of rows in which the place is open, whichever clock they were meant in. */
function rowsWithinOpening(rows: readonly Interval[], opening: OpeningHours, zone: TimeZone): Interval[] {
  if (rows.length === 0) return [];
  const reach = {
    start: instant(Math.min(...rows.map(({ start }) => start))),
    end: instant(Math.max(...rows.map(({ end }) => end))),
  };
  const weekly = opening.flatMap((range, weekday) =>
    range === null ? [] : [{ weekday: asWeekday(weekday), start: range[0], end: range[1] }],
  );
  const open = joined(rowsOnOneClock({ zone, weekly, overrides: [] }, reach));
  return rows.flatMap((row) =>
    clipped(
      open.filter((one) => overlaps(one, row)),
      row,
    ),
  );
}

function rowsOnOneClock(
  { zone, weekly, overrides, opening, closures = [], timeOff = [] }: Hours,
  window: Interval,
  isMeant: (day: number) => boolean = () => true,
): Interval[] {
  const rows: Interval[] = [];
  const byWeekday = wallRowsByWeekday(weekly);
  const byDate = wallRowsByDate(overrides.filter(({ kind = "hours" }) => kind === "hours"));
  const extra = wallRowsByDate(overrides.filter(({ kind }) => kind === "extra"));
  const bounded = opening
    ? byWeekday.map((rows, weekday) => withinOpening(rows, opening, asWeekday(weekday)))
    : byWeekday;
  const instantOf = wallClock(zone);
  const closed = closedTimes([...closures, ...timeOff, ...overrides.flatMap(blockedTimes)], zone);
  const closedDays = closed.flatMap(({ wholeDays }) => (wholeDays === null ? [] : [wholeDays]));
  // A row may end up to two dates after the one it belongs to ("24:00" as a start); a skipped date adds none.
  const lastDay = localEpochDay(window.end, zone) + 1;
  for (let day = localEpochDay(window.start, zone) - 3; day <= lastDay; day += 1) {
    const weekday = weekdayOfEpochDay(day);
    const ofDate = byDate.get(day);
    const more = extra.get(day);
    const wallRows =
      ofDate === undefined && more === undefined
        ? (bounded[weekday] ?? [])
        : within(opening, weekday, [...(ofDate ?? byWeekday[weekday] ?? []), ...(more ?? [])]);
    if (wallRows.length === 0 || !isMeant(day)) continue;
    // A night belongs to the date on which it begins: with that date closed, the hours after midnight go as well (ec-B1).
    if (isWithin(closedDays, day)) continue;
    const midnight = day * dayMs;
    for (const row of wallRows) {
      if (!isDateOf(row.dates, day)) continue;
      let { endMs } = row;
      if (endMs > dayMs) {
        // A date that the zone skipped has no time at all, not even that of a row that runs into the next date (ec-A20).
        if (instantOf(midnight) === instantOf(midnight + dayMs)) continue;
        if (isClosed(byDate.get(day + 1))) endMs = dayMs; // ec-B2
      }
      const start = instantOf(midnight + row.startMs);
      const end = instantOf(midnight + endMs);
      if (start < end && start < window.end && end > window.start) rows.push({ start, end });
    }
  }
  // Also with nothing closed: of a night that the place cuts in parts, the last one may begin after the next date's hours.
  return withoutClosed(rows, closed);
}

/** What a `blocked` override takes out of the hours: each of its blocks, or the whole date. Of other overrides: nothing. */
export function blockedTimes({ kind, date, blocks }: DateOverride): readonly Closure[] {
  if (kind !== "blocked") return [];
  const dates = { firstDate: date, lastDate: date };
  return blocks.length === 0 ? [{ ...dates, part: null }] : blocks.map((part) => ({ ...dates, part }));
}

function within(opening: OpeningHours | undefined, weekday: Weekday, rows: readonly WallRow[]) {
  const ascending = rows.toSorted((a, b) => a.startMs - b.startMs);
  return opening ? withinOpening(ascending, opening, weekday) : ascending;
}

/** The union of intervals that ascend by start; touching ones join, so a visit may span 09-12 and 12-17 (ec-B8). */
export function joined(ascending: readonly Interval[]): Interval[] {
  const union: Interval[] = [];
  let last: Interval | null = null;
  for (const next of ascending) {
    if (last !== null && next.start <= last.end) {
      if (next.end <= last.end) continue;
      last = { start: last.start, end: next.end };
      union[union.length - 1] = last;
    } else {
      last = next;
      union.push(last);
    }
  }
  return union;
}

/** The parts of intervals that lie within `window`. */
function clipped(intervals: readonly Interval[], window: Interval): Interval[] {
  const parts: Interval[] = [];
  for (const whole of intervals) {
    const start = instant(Math.max(whole.start, window.start));
    const end = instant(Math.min(whole.end, window.end));
    if (start === whole.start && end === whole.end) parts.push(whole);
    else if (start < end) parts.push({ start, end });
  }
  return parts;
}

/** A row in wall-clock milliseconds after midnight; a row over midnight ends beyond 24 hours. */
type WallRow = { readonly startMs: number; readonly endMs: number; readonly dates: WeeklyDates };

function wallRowsByWeekday(weekly: readonly WeeklyHours[]): WallRow[][] {
  const byWeekday: WallRow[][] = [[], [], [], [], [], [], []];
  for (const row of weekly)
    insert(byWeekday[row.weekday] ?? [], wallRow(row.start, row.end, weeklyDates(row)));
  return byWeekday;
}

function wallRowsByDate(overrides: readonly DateOverride[]): Map<number, WallRow[]> {
  const byDate = new Map<number, WallRow[]>();
  for (const { date, blocks } of overrides) {
    const day = epochDayOf(date);
    const rows = byDate.get(day) ?? []; // two overrides of one date add up, never the last one alone (ec-B5)
    for (const [start, end] of blocks)
      insert(rows, wallRow(start, end, { firstDay: day, lastDay: day, strideDays: 7 }));
    byDate.set(day, rows);
  }
  return byDate;
}

function wallRow(start: WallTime, end: WallTime, dates: WeeklyDates): WallRow {
  const startMs = wallMinutes(start) * minuteMs;
  const endMs = wallMinutes(end) * minuteMs;
  return { startMs, endMs: endMs > startMs ? endMs : endMs + dayMs, dates };
}

/** Adds a row where it belongs by its start. Most come in that order. */
function insert(rows: WallRow[], row: WallRow): void {
  const later = rows.findIndex(({ startMs }) => startMs > row.startMs);
  if (later === -1) rows.push(row);
  else rows.splice(later, 0, row);
}

function isWithin(stretches: readonly (readonly [first: number, last: number])[], day: number): boolean {
  for (const [first, last] of stretches) if (first <= day && day <= last) return true;
  return false;
}

/** Closed is closed all day: also the hours that the day before would carry over midnight (ec-B2). */
function isClosed(overrideRows: readonly WallRow[] | undefined): boolean {
  return overrideRows !== undefined && overrideRows.length === 0;
}
