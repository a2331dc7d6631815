import {
  dayMs,
  daysBetween,
  epochDayOf,
  type Instant,
  type Interval,
  type LocalDate,
  minuteMs,
  overlaps,
  type TimeZone,
  type WallTime,
  wallClock,
  wallMinutes,
} from "../time/index.ts";

/**
 * When a place is closed, whatever the hours of the people who work there say (ec-B6): local dates in the zone of the place, both
 * included. `part` closes those hours of one date only (ec-B15); null closes all day.
 */
export type Closure = {
  readonly firstDate: LocalDate;
  readonly lastDate: LocalDate;
  readonly part: readonly [start: WallTime, end: WallTime] | null;
};

type ClosureRefusal = {
  readonly code: "end_before_start" | "too_long" | "part_of_several_days";
  readonly field: "lastDate" | "part";
};

/** A place that is closed for longer is not closed: it is no place of the studio for the while, and is taken out of use. */
const longestDays = 366;

/** Why a closure may not be saved, with the field to blame, or null when it may. */
export function closureRefusal({ firstDate, lastDate, part }: Closure): ClosureRefusal | null {
  if (lastDate < firstDate) return { code: "end_before_start", field: "lastDate" };
  if (daysBetween(firstDate, lastDate) >= longestDays) return { code: "too_long", field: "lastDate" };
  if (part === null) return null;
  if (firstDate !== lastDate) return { code: "part_of_several_days", field: "part" };
  const [start, end] = part;
  return wallMinutes(start) < wallMinutes(end) ? null : { code: "end_before_start", field: "part" };
}

/** Whether a place is closed during any of `visit`. */
export function closedDuring(closures: readonly Closure[], zone: TimeZone, visit: Interval): boolean {
  return closedTimes(closures, zone).some(({ start, end }) => overlaps({ start, end }, visit));
}

/** A closure as instants; `wholeDays` are the first and last date that it takes altogether, as days of the epoch. */
type ClosedTime = Interval & { readonly wholeDays: readonly [first: number, last: number] | null };

/** Closures as instants of the place's zone; a date ends with its last minute, however long it is. */
export function closedTimes(closures: readonly Closure[], zone: TimeZone): ClosedTime[] {
  const instantOf = wallClock(zone);
  return closures.map(({ firstDate, lastDate, part }) => {
    const [first, last] = [epochDayOf(firstDate), epochDayOf(lastDate)];
    const [start, end] = part === null ? [0, dayMs] : [msOf(part[0]), msOf(part[1])];
    return {
      start: instantOf(first * dayMs + start),
      end: instantOf(last * dayMs + end),
      wholeDays: part === null ? [first, last] : null,
    };
  });
}

/** What is left of intervals outside closed time, by ascending start. */
export function withoutClosed(rows: readonly Interval[], closed: readonly Interval[]): Interval[] {
  const left = closed.reduce<readonly Interval[]>(
    (open, shut) => open.flatMap((row) => cut(row, shut)),
    rows,
  );
  return left.toSorted((a, b) => a.start - b.start);
}

function cut(row: Interval, shut: Interval): Interval[] {
  if (shut.start >= shut.end || !overlaps(row, shut)) return [row];
  const pieces: readonly (readonly [Instant, Instant])[] = [
    [row.start, shut.start],
    [shut.end, row.end],
  ];
  return pieces.flatMap(([start, end]) => (start < end ? [{ start, end }] : []));
}

function msOf(time: WallTime): number {
  return wallMinutes(time) * minuteMs;
}
