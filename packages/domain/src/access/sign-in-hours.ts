import type { Instant } from "../time/instant.ts";
import {
  addDays,
  type LocalDate,
  type TimeZone,
  type WallTime,
  type Weekday,
  wallMinutes,
  weekdayOf,
} from "../time/local-time.ts";
import { localTime } from "../time/zone.ts";
import type { Incident } from "./incidents.ts";

/** When people of a studio usually sign in, on one day of the week. Ends on the day after where it does not end after it begins. */
export type SignInHours = {
  readonly weekday: Weekday;
  readonly from: WallTime;
  /** Outside by the minute: at 18:00 a day until 18:00 is over. */
  readonly until: WallTime;
};

/**
 * Whether it is usual to sign in now (AUTH-44): always where no hours are set. What the clock on the wall shows decides, so a time that
 * comes twice in autumn is usual both times or neither.
 */
export function isUsualHour(hours: readonly SignInHours[], now: Instant, zone: TimeZone): boolean {
  if (hours.length === 0) return true;
  const { date, time } = localTime(now, zone);
  const minutes = wallMinutes(time);
  return hours.some(({ weekday, from, until }) => {
    const [start, end] = [wallMinutes(from), wallMinutes(until)];
    if (start < end) return weekday === weekdayOf(date) && start <= minutes && minutes < end;
    return (
      (weekday === weekdayOf(date) && start <= minutes) ||
      (weekday === weekdayOf(addDays(date, -1)) && minutes < end)
    );
  });
}

/** Somebody who signs in outside the hours that the studio has set (AUTH-44), once a person and night; null within them. */
export function hoursIncident(
  {
    staffUserId,
    hours,
    zone,
  }: {
    readonly staffUserId: string;
    readonly hours: readonly SignInHours[];
    readonly zone: TimeZone;
  },
  now: Instant,
): Incident | null {
  if (isUsualHour(hours, now, zone)) return null;
  const dedupeKey = `unusual_hour:${staffUserId}:${nightOf(now, zone)}`;
  return { kind: "unusual_hour", staffUserId, dedupeKey, detail: {} };
}

/** The date on which a night began: nights go from noon to noon, so that one evening and its small hours are one. */
export function nightOf(now: Instant, zone: TimeZone): LocalDate {
  const { date, time } = localTime(now, zone);
  return wallMinutes(time) < wallMinutes("12:00") ? addDays(date, -1) : date;
}
