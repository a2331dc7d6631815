import { type LocalDate, type WallTime, wallMinutes } from "../time/index.ts";
import type { WeeklyHours } from "./availability.ts";

export type HoursRefusal = {
  readonly code: "range_too_short" | "reversed_range" | "overlapping_ranges";
  /** Index of the row to blame. */
  readonly row: number;
};

/** Hours shorter than this are a slip of the hand (SCHED-01). */
const shortestMin = 30;
/** Hours that cross midnight may be this long; longer ones are a reversed range (ec-B1, ec-B10). */
const longestOverMidnightMin = 12 * 60;
const dayMin = 24 * 60;
const weekMin = 7 * dayMin;

/** Whether weekly hours of one practitioner may be saved (SCHED-01, ec-B10, ec-B17): the first row that may not, or null. */
export function weeklyHoursRefusal(rows: readonly WeeklyHours[]): HoursRefusal | null {
  for (const [row, hours] of rows.entries()) {
    const code = rangeRefusal(hours.start, hours.end);
    if (code !== null) return { code, row };
    if (firstDate(hours) > lastDate(hours)) return { code: "reversed_range", row };
    const earlier = rows.slice(0, row);
    if (earlier.some((other) => sameDates(hours, other) && sameWeekTime(hours, other))) {
      return { code: "overlapping_ranges", row };
    }
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

function sameDates(a: WeeklyHours, b: WeeklyHours): boolean {
  return firstDate(a) <= lastDate(b) && firstDate(b) <= lastDate(a);
}

/** Whether two rows share any minute of the week; Saturday night runs into Sunday. */
function sameWeekTime(a: WeeklyHours, b: WeeklyHours): boolean {
  const startOf = ({ weekday, start }: WeeklyHours) => weekday * dayMin + wallMinutes(start);
  const lag = (startOf(b) - startOf(a) + weekMin) % weekMin; // b starts this long after a, around the week
  return lag < lengthMin(a.start, a.end) || weekMin - lag < lengthMin(b.start, b.end);
}

// Dates as text sort as dates; these two stand before and after all of them.
function firstDate({ effectiveFrom }: WeeklyHours): LocalDate {
  return effectiveFrom ?? "0000-01-01";
}

function lastDate({ effectiveUntil }: WeeklyHours): LocalDate {
  return effectiveUntil ?? "9999-12-31";
}
