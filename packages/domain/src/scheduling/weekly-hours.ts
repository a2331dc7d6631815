import {
  addDays,
  epochDayOf,
  type LocalDate,
  type WallTime,
  type Weekday,
  weekdayOfEpochDay,
} from "../time/index.ts";

/**
 * Open hours of one weekday, in wall-clock time. `effectiveFrom` and `effectiveUntil` are dates, both included; absent means always.
 * Every so many weeks, counted from `effectiveFrom`; absent means every week.
 */
export type WeeklyHours = {
  readonly weekday: Weekday;
  readonly start: WallTime;
  readonly end: WallTime;
  readonly everyWeeks?: number | undefined;
  readonly effectiveFrom?: LocalDate | null;
  readonly effectiveUntil?: LocalDate | null;
};

/** The dates of one row of weekly hours, as days of the epoch: `firstDay`, and every `strideDays` after it until `lastDay`. */
export type WeeklyDates = {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly strideDays: number;
};

/**
 * The dates on which weekly hours are worked: the first one of their weekday on or after `effectiveFrom`, and every so many weeks
 * after it (ec-B16, ec-B17). Days are counted, not the weeks of a calendar: a year with a week 53 shifts nothing.
 */
export function weeklyDates({
  weekday,
  everyWeeks,
  effectiveFrom,
  effectiveUntil,
}: WeeklyHours): WeeklyDates {
  const from = effectiveFrom ? epochDayOf(effectiveFrom) : earliestDay;
  return {
    firstDay: from + ((weekday - weekdayOfEpochDay(from) + 7) % 7),
    lastDay: effectiveUntil ? epochDayOf(effectiveUntil) : latestDay,
    strideDays: 7 * (everyWeeks ?? 1),
  };
}

/** Whether a day of the epoch is one of these dates. */
export function isDateOf({ firstDay, lastDay, strideDays }: WeeklyDates, day: number): boolean {
  return firstDay <= day && day <= lastDay && (day - firstDay) % strideDays === 0;
}

/** Whether some date of `a` is followed, so many days later, by one of `b`. */
export function someDatesMeet(a: WeeklyDates, b: WeeklyDates, daysLater: number): boolean {
  const from = Math.max(a.firstDay, b.firstDay - daysLater);
  const until = Math.min(a.lastDay, b.lastDay - daysLater, from + a.strideDays * b.strideDays); // then it all repeats
  const first = a.firstDay + Math.ceil((from - a.firstDay) / a.strideDays) * a.strideDays;
  for (let day = first; day <= until; day += a.strideDays) if (isDateOf(b, day + daysLater)) return true;
  return false;
}

/** The first dates, at most `count`, on which weekly hours are worked from `since` on. */
export function nextDates(hours: WeeklyHours, since: LocalDate, count: number): LocalDate[] {
  const { firstDay, lastDay, strideDays } = weeklyDates(hours);
  const missed = Math.max(0, Math.ceil((epochDayOf(since) - firstDay) / strideDays));
  const dates: LocalDate[] = [];
  for (let day = firstDay + missed * strideDays; day <= lastDay && dates.length < count; day += strideDays)
    dates.push(addDays("1970-01-01", day));
  return dates;
}

// The first and the last date that four digits can write: hours without a first or a last date are always worked.
const earliestDay = epochDayOf("0000-01-01");
const latestDay = epochDayOf("9999-12-31");
