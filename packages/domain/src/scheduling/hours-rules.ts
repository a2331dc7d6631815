import { type WallTime, wallMinutes } from "../time/index.ts";
import { someDatesMeet, type WeeklyHours, weeklyDates } from "./weekly-hours.ts";

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

/**
 * Whether weekly hours of one practitioner may be saved (SCHED-01, ec-B10, ec-B16, ec-B17): the first row that may not, or null. Rows are compared as
 * they stand on the wall, also those of places in two zones: how far two zones are apart changes during the year, and in another year on other
 * dates, so that rows without a last date would have to be compared for ever. What is then offered in two places is booked in one.
 */
export function weeklyHoursRefusal(rows: readonly WeeklyHours[]): HoursRefusal | null {
  for (const [row, hours] of rows.entries()) {
    const code = rangeRefusal(hours.start, hours.end);
    if (code !== null) return { code, row };
    if ((hours.everyWeeks ?? 1) > 1 && !hours.effectiveFrom) return { code: "no_first_date", row };
    if (hours.effectiveFrom && hours.effectiveUntil && hours.effectiveFrom > hours.effectiveUntil)
      return { code: "reversed_dates", row };
    if (rows.slice(0, row).some((other) => overlap(hours, other))) return { code: "overlapping_ranges", row };
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
