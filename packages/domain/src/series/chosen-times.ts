import type { Instant, LocalDate } from "../time/index.ts";
import type { Occurrence } from "./rule.ts";

/** One date of a rule with the time that was chosen for it; null leaves it out. */
export type ChosenTime = Pick<Occurrence, "date"> & { readonly start: Instant | null };

/** What was chosen for each date; null when those are not the dates of the rule any more, as after midnight. */
export function chosenTimes(
  occurrences: readonly Occurrence[],
  choices: readonly { readonly date: LocalDate; readonly startsAt: Instant | null }[],
): readonly ChosenTime[] | null {
  const byDate = new Map(choices.map(({ date, startsAt }) => [date, startsAt]));
  if (byDate.size !== occurrences.length || choices.length !== occurrences.length) return null;
  if (!occurrences.every(({ date }) => byDate.has(date))) return null;
  return occurrences.map(({ date }) => ({ date, start: byDate.get(date) ?? null }));
}
