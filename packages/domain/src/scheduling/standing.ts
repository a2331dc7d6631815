import { ok, refuse, type Result } from "../result.ts";
import { addDays, type LocalDate } from "../time/index.ts";
import type { TimeOff } from "./time-off.ts";

/**
 * How a practitioner stands in the studio. `active` false: nobody books them, also not the desk. `onlineBookable` false: clients do not.
 * `lastDay` is the last date on which they see anybody, in the calendar of each place, and by video in that of their own clock
 * where they have one; null: they stay (ec-L9).
 */
export type Standing = {
  readonly onlineBookable: boolean;
  readonly active: boolean;
  readonly lastDay: LocalDate | null;
};

/** Whether somebody has left by `today`: nothing of theirs can be booked any more. What was booked, and what was, stays. */
export function hasLeft(
  { active, lastDay }: Pick<Standing, "active" | "lastDay">,
  today: LocalDate,
): boolean {
  return !active || (lastDay !== null && lastDay < today);
}

/**
 * How a practitioner is to stand from now on. A last day is said ahead, or today at the latest: who is gone already is deactivated. One that
 * was said before may stay as it was, unless they come back. `today` is the studio's.
 */
export function decideStanding(
  before: Standing,
  wished: Standing,
  today: LocalDate,
): Result<{ readonly standing: Standing; readonly returns: boolean }, "last_day_over"> {
  const isSaidAnew = wished.lastDay !== before.lastDay || (wished.active && !before.active);
  if (wished.lastDay !== null && wished.lastDay < today && isSaidAnew) return refuse("last_day_over");
  return ok({ standing: wished, returns: hasLeft(before, today) && !hasLeft(wished, today) });
}

/** What comes after a last day, as far as dates of a studio are ever looked at: nobody works then, whatever their hours say. */
export function afterLastDay(lastDay: LocalDate | null): TimeOff[] {
  return lastDay === null
    ? []
    : [{ firstDate: addDays(lastDay, 1), lastDate: addDays(lastDay, 36_500), part: null }];
}
