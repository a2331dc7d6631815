import { ok, refuse, type Result } from "../result.ts";
import { addDays, daysBetween, type LocalDate, weekdayOf } from "../time/index.ts";
import type { WaitlistEntry } from "./waitlist-entry.ts";

export type WaitlistWish = Pick<WaitlistEntry, "dateFrom" | "dateUntil" | "weekdays" | "dayparts">;
export type WaitlistWishRefusal =
  | "dates_reversed"
  | "dates_past"
  | "beyond_horizon"
  | "no_weekday"
  | "no_daypart"
  | "no_matching_date";

/** Whether a wish can ever come true: dates still ahead and within the horizon, at least one weekday among them and one part of the day. */
export function canJoinWaitlist(
  wish: WaitlistWish,
  { today, horizonDays }: { readonly today: LocalDate; readonly horizonDays: number },
): Result<WaitlistWish, WaitlistWishRefusal> {
  const { dateFrom, dateUntil, weekdays } = wish;
  if (dateUntil < dateFrom) return refuse("dates_reversed");
  if (dateUntil < today) return refuse("dates_past");
  if (dateFrom > addDays(today, horizonDays)) return refuse("beyond_horizon");
  if (weekdays.length === 0) return refuse("no_weekday");
  if (wish.dayparts.length === 0) return refuse("no_daypart");
  const first = dateFrom < today ? today : dateFrom;
  const dates = Array.from({ length: Math.min(7, daysBetween(first, dateUntil) + 1) }, (_, day) =>
    addDays(first, day),
  );
  if (!dates.some((date) => weekdays.includes(weekdayOf(date)))) return refuse("no_matching_date");
  return ok(wish);
}
