import { addDays, type LocalDate, weekdayOf } from "@quietroom/domain/time";

/** A month as the picker shows it. `first` and `last` are calendar dates, `key` is "2027-03". */
export type Month = {
  readonly key: string;
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly days: readonly LocalDate[];
};

/** The month that holds a date. */
export function monthOf(date: LocalDate): Month {
  const key = date.slice(0, 7);
  const first = `${key}-01`;
  const days: LocalDate[] = [];
  for (let day = first; day.startsWith(key); day = addDays(day, 1)) days.push(day);
  return { key, first, last: days.at(-1) ?? first, days };
}

/** Of dates with free times, none of which lies in the month: the first after it, else the last before it. */
export function nearestTo(month: Month, dates: readonly LocalDate[]): LocalDate | null {
  const sorted = dates.toSorted();
  return sorted.find((date) => date > month.last) ?? sorted.at(-1) ?? null;
}

/** The month before or after, by its key. */
export function neighbour(month: Month, direction: "before" | "after"): string {
  return (direction === "before" ? addDays(month.first, -1) : addDays(month.last, 1)).slice(0, 7);
}

/** Empty cells before the first day, when weeks begin on `weekStart` (0 Sunday, 1 Monday). */
export function leadingBlanks(month: Month, weekStart: number): number {
  return (weekdayOf(month.first) - weekStart + 7) % 7;
}
