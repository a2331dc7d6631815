import { ok, refuse, type Result } from "../result.ts";
import { addDays, isLocalDate, type LocalDate } from "../time/index.ts";

/** After how many missed visits a client books through the studio, and how many months one counts. */
export type NoShowRule = { readonly limit: number; readonly months: number };

/**
 * Whether a client who missed visits on these dates still books online by themselves (SCHED-20). A visit counts from its date to the same date
 * so many months later, that one included, by the studio's calendar; where a month has no such date, to its last.
 */
export function decideAfterNoShows(
  missedOn: readonly LocalDate[],
  { limit, months }: NoShowRule,
  today: LocalDate,
): Result<"books_online", "call_to_book"> {
  const counted = missedOn.filter((date) => today <= monthsLater(date, months));
  return counted.length >= limit ? refuse("call_to_book") : ok("books_online");
}

/** The same day of a later month, or that month's last. */
function monthsLater(date: LocalDate, months: number): LocalDate {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const there = `${firstOf(month).slice(0, 8)}${date.slice(8)}`;
  return isLocalDate(there) ? there : addDays(firstOf(month + 1), -1);
}

/** The first of a month, counted from January of the year 0. */
function firstOf(month: number): LocalDate {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return `${year}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}
