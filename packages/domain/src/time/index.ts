export { dayMs, hourMs, type Instant, instant, minuteMs, plus } from "./instant.ts";
export { contains, type Interval, interval, overlaps } from "./interval.ts";
export {
  addDays,
  asWeekday,
  daysBetween,
  epochDayOf,
  isLocalDate,
  isWallTime,
  type LocalDate,
  type TimeZone,
  type WallTime,
  type Weekday,
  wallMinutes,
  weekdayOf,
  weekdayOfEpochDay,
} from "./local-time.ts";
export { skippedBefore } from "./skipped-before.ts";
export { timeOfDay } from "./time-of-day.ts";
export { weekStartOf } from "./week-start.ts";
export {
  canonicalZone,
  dayBounds,
  isKnownZone,
  type LocalTime,
  localDate,
  localEpochDay,
  localTime,
  resolveWallTime,
  secondOccurrence,
  wallClock,
} from "./zone.ts";
