import type { Result } from "../result.ts";
import { type LocalDate, weekdayOf } from "../time/index.ts";
import { occurrencesOf, type RuleRefusal, type SeriesRule } from "./rule.ts";

/** How something that is said of one date is said of others as well; a 31st is the last day of a shorter month. */
export const dateRepeats = ["weekly", "two_weeks", "monthly_date", "monthly_weekday"] as const;
export type DateRepeat = (typeof dateRepeats)[number];

/** The dates from `first` to `until`, both included, on which it is said; 100 at most. By the same rules as visits that repeat. */
export function repeatedDates(
  first: LocalDate,
  repeats: DateRepeat,
  until: LocalDate,
): Result<LocalDate[], RuleRefusal> {
  const rule: SeriesRule = {
    frequency: repeats === "weekly" || repeats === "two_weeks" ? "weekly" : "monthly",
    every: repeats === "two_weeks" ? 2 : 1,
    weekdays: repeats === "weekly" || repeats === "two_weeks" ? [weekdayOf(first)] : [],
    monthlyBy: repeats === "monthly_weekday" ? "weekday" : "date",
    missing: repeats === "monthly_date" ? "last_day" : "skip",
    ends: { by: "date", date: until },
  };
  // Only its dates are asked for, and those need no clock.
  const found = occurrencesOf({ rule, first, time: "00:00", zone: "UTC" }, until);
  return found.ok ? { ok: true, value: found.value.map(({ date }) => date) } : found;
}
