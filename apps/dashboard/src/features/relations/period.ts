import {
  addDays,
  dayBounds,
  type Instant,
  instant,
  isLocalDate,
  type LocalDate,
  localDate,
} from "@quietroom/domain/time";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";

/** The beginning of a day of the studio's calendar; null for a text that is no date. */
export function beginningOf(date: string, timeZone: string): Instant | null {
  return isLocalDate(date) ? dayBounds(date, timeZone).start : null;
}

/** The end of a day, which is the beginning of the next. */
export function endOf(date: string, timeZone: string): Instant | null {
  return isLocalDate(date) ? dayBounds(date, timeZone).end : null;
}

/** "16 March 2027 to 30 March 2027", the last day being the one it still counts on. */
export function periodText(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number | null },
  clock: StudioClock,
): string {
  const first = calendarDay(startsAt, clock);
  if (endsAt === null) return `since ${first}`;
  const last = calendarDay(Math.max(startsAt, endsAt - 1), clock);
  return first === last ? first : `${first} to ${last}`;
}

/** How a period stands to now. */
export function standing(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number | null },
  now: number,
): "over" | "now" | "later" {
  if (endsAt !== null && endsAt <= now) return "over";
  return startsAt > now ? "later" : "now";
}

/** Today in the studio, and days from it. */
export function studioDay(now: number, timeZone: string, days: number): LocalDate {
  return addDays(localDate(instant(now), timeZone), days);
}
