import { epochDayOf, type LocalDate, type WallTime } from "../time/index.ts";
import type { Hours } from "./availability.ts";
import { isDateOf, weeklyDates } from "./weekly-hours.ts";

/** What is said of one date: whether an override speaks or the week does, and the wall-clock hours it gives, by start. */
export type HoursOn = {
  readonly date: LocalDate;
  readonly source: "override" | "weekly";
  readonly hours: readonly (readonly [start: WallTime, end: WallTime])[];
};

/** The hours that belong to one date, as they were entered: an override replaces the week's (ec-B3); none means closed. */
export function hoursOn({ weekly, overrides }: Hours, date: LocalDate): HoursOn {
  const ofDate = overrides.filter((override) => override.date === date);
  const hours =
    ofDate.length > 0
      ? ofDate.flatMap(({ blocks }) => blocks)
      : weekly
          .filter((row) => isDateOf(weeklyDates(row), epochDayOf(date)))
          .map(({ start, end }): [WallTime, WallTime] => [start, end]);
  return {
    date,
    source: ofDate.length > 0 ? "override" : "weekly",
    hours: hours.toSorted(([a], [b]) => a.localeCompare(b)),
  };
}
