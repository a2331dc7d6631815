import {
  addDays,
  type Interval,
  interval,
  type LocalDate,
  resolveWallTime,
  type TimeZone,
  wallMinutes,
  type WallTime,
} from "../time/index.ts";

/** Hours of a date as instants, by the clock of their place. Those that run over midnight end on the next date. */
export function hoursOfDate(
  date: LocalDate,
  [start, end]: readonly [WallTime, WallTime],
  zone: TimeZone,
): Interval {
  const last = wallMinutes(end) > wallMinutes(start) ? date : addDays(date, 1);
  return interval(resolveWallTime(date, start, zone), resolveWallTime(last, end, zone));
}
