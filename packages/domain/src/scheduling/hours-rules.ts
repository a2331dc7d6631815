import {
  addDays,
  type LocalDate,
  overlaps,
  type TimeZone,
  type WallTime,
  wallMinutes,
} from "../time/index.ts";
import { hoursOfDate } from "./hours-of-date.ts";
import { nextDates, someDatesMeet, type WeeklyHours, weeklyDates } from "./weekly-hours.ts";

export type HoursRefusal = {
  readonly code:
    | "range_too_short"
    | "reversed_range"
    | "overlapping_ranges"
    /** The dates from which and until which they hold are the wrong way round. */
    | "reversed_dates"
    /** Every so many weeks, and no date from which to count them. */
    | "no_first_date";
  /** Index of the row to blame. */
  readonly row: number;
};

/** Hours shorter than this are a slip of the hand (SCHED-01). */
const shortestMin = 30;
/** Hours that cross midnight may be this long; longer ones are a reversed range (ec-B1, ec-B10). */
const longestOverMidnightMin = 12 * 60;
const dayMin = 24 * 60;

/** Weekly hours as they are worked at a place, by the clock on its wall. */
export type HoursInZone = WeeklyHours & { readonly timeZone: TimeZone };

/** Whether weekly hours of one clock may be saved (SCHED-01, ec-B10, ec-B16, ec-B17): the first row that may not, or null. */
export function weeklyHoursRefusal(rows: readonly WeeklyHours[]): HoursRefusal | null {
  return firstRefusal(rows, overlap);
}

/**
 * The same of one practitioner's hours at all their places: nobody is in two of them at once. How far two zones are apart changes during the year,
 * so their rows are compared as instants on every date of the first year, from `today` on, in which both are worked, and of as many more as two
 * rows of every so many weeks take to meet. In a later one the clocks may change on other dates: what is then offered in two places is booked in one.
 */
export function placedHoursRefusal(rows: readonly HoursInZone[], today: LocalDate): HoursRefusal | null {
  return firstRefusal(rows, (a, b) =>
    a.timeZone === b.timeZone ? overlap(a, b) : overlapInAYear(a, b, today),
  );
}

function firstRefusal<Row extends WeeklyHours>(
  rows: readonly Row[],
  meet: (a: Row, b: Row) => boolean,
): HoursRefusal | null {
  for (const [row, hours] of rows.entries()) {
    const code = rangeRefusal(hours.start, hours.end);
    if (code !== null) return { code, row };
    if ((hours.everyWeeks ?? 1) > 1 && !hours.effectiveFrom) return { code: "no_first_date", row };
    if (hours.effectiveFrom && hours.effectiveUntil && hours.effectiveFrom > hours.effectiveUntil)
      return { code: "reversed_dates", row };
    if (rows.slice(0, row).some((other) => meet(hours, other))) return { code: "overlapping_ranges", row };
  }
  return null;
}

/** Whether the blocks of one date override may be saved; none at all closes the day and may. */
export function overrideRefusal(blocks: readonly (readonly [WallTime, WallTime])[]): HoursRefusal | null {
  return weeklyHoursRefusal(blocks.map(([start, end]) => ({ weekday: 0, start, end })));
}

function rangeRefusal(start: WallTime, end: WallTime): HoursRefusal["code"] | null {
  const length = lengthMin(start, end);
  if (start === "24:00" || start === end) return "range_too_short";
  if (wallMinutes(end) < wallMinutes(start) && length > longestOverMidnightMin) return "reversed_range";
  return length < shortestMin ? "range_too_short" : null;
}

function lengthMin(start: WallTime, end: WallTime): number {
  const length = wallMinutes(end) - wallMinutes(start);
  return length > 0 ? length : length + dayMin;
}

/** Whether two rows ever share a minute. None is longer than a day, so only those of one date or of neighbouring ones can. */
function overlap(a: WeeklyHours, b: WeeklyHours): boolean {
  return [-1, 0, 1].some(
    (daysLater) => timesMeet(a, b, daysLater) && someDatesMeet(weeklyDates(a), weeklyDates(b), daysLater),
  );
}

function timesMeet(a: WeeklyHours, b: WeeklyHours, daysLater: number): boolean {
  const lead = wallMinutes(b.start) + daysLater * dayMin - wallMinutes(a.start); // b starts this long after a
  return -lengthMin(b.start, b.end) < lead && lead < lengthMin(a.start, a.end);
}

/** Whether two rows of two zones share an instant in the first year in which both are worked, or until both have gone round once. */
function overlapInAYear(a: HoursInZone, b: HoursInZone, today: LocalDate): boolean {
  const bothFrom = [today, a.effectiveFrom ?? today, b.effectiveFrom ?? today].toSorted().at(-1) ?? today;
  const strideDays = 7 * (a.everyWeeks ?? 1);
  const days = Math.max(yearDays, strideDays * (b.everyWeeks ?? 1));
  const last = addDays(bothFrom, days);
  const dates = Math.ceil((days + nearDays) / strideDays) + 1;
  return nextDates(a, addDays(bothFrom, -nearDays), dates).some((date) => {
    const [near] = nextDates(b, addDays(date, -nearDays), 1);
    if (date > last || near === undefined || near > addDays(date, nearDays)) return false;
    return overlaps(
      hoursOfDate(date, [a.start, a.end], a.timeZone),
      hoursOfDate(near, [b.start, b.end], b.timeZone),
    );
  });
}

const yearDays = 366;
/** On the calendars of two zones, hours that share an instant begin at most so many dates apart: one for the zones, one for a night. */
const nearDays = 2;
