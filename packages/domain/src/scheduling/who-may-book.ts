import { ok, refuse, type Result } from "../result.ts";
import type { LocalDate } from "../time/index.ts";

/** From this age a person books and waits in their own name; below it a guardian does (BOOK-10). */
export const ownNameFromAge = 18;

/**
 * Whether somebody born on `birthDate` may book, or join the waitlist, in their own name on `today` (the studio's date).
 * Who was born on 29 February turns a year older on 1 March of a common year (ec-L1).
 */
export function decideWhoMayBook(facts: {
  readonly birthDate: LocalDate;
  readonly today: LocalDate;
}): Result<{ readonly ageYears: number }, "birth_date_in_future" | "guardian_needed"> {
  const { birthDate, today } = facts;
  if (birthDate > today) return refuse("birth_date_in_future");
  const ageYears = ageOn(today, birthDate);
  return ageYears < ownNameFromAge ? refuse("guardian_needed") : ok({ ageYears });
}

/** Whole years from birth to `date`. Dates as text sort as dates, and so do their "MM-DD" ends. */
function ageOn(date: LocalDate, birthDate: LocalDate): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
