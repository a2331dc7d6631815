import { epochDayOf, type LocalDate, type WallTime } from "../time/index.ts";
import type { Hours, OverrideKind } from "./availability.ts";
import { isDateOf, weeklyDates } from "./weekly-hours.ts";

/** What is said of one date: whether an override speaks or the week does, and the wall-clock hours it gives, by start. */
export type HoursOn = {
  readonly date: LocalDate;
  readonly source: "override" | "weekly";
  readonly hours: readonly (readonly [start: WallTime, end: WallTime])[];
  /** What of them is blocked; a whole date is 00:00 to 24:00. */
  readonly blocked: readonly (readonly [start: WallTime, end: WallTime])[];
};

/** The hours that belong to one date, as they were entered: an override replaces the week's (ec-B3), or adds to it; none means closed. */
export function hoursOn(
  { weekly, overrides }: Pick<Hours, "weekly" | "overrides">,
  date: LocalDate,
): HoursOn {
  const ofDate = overrides.filter((override) => override.date === date);
  const of = (asked: OverrideKind) => ofDate.filter(({ kind = "hours" }) => kind === asked);
  const instead = of("hours");
  const extra = of("extra").flatMap(({ blocks }) => blocks);
  const usual =
    instead.length > 0
      ? instead.flatMap(({ blocks }) => blocks)
      : weekly
          .filter((row) => isDateOf(weeklyDates(row), epochDayOf(date)))
          .map(({ start, end }): [WallTime, WallTime] => [start, end]);
  return {
    date,
    source: instead.length + extra.length > 0 ? "override" : "weekly",
    hours: [...usual, ...extra].toSorted(([a], [b]) => a.localeCompare(b)),
    blocked: of("blocked")
      .flatMap(({ blocks }) => (blocks.length === 0 ? [wholeDate] : blocks))
      .toSorted(([a], [b]) => a.localeCompare(b)),
  };
}

const wholeDate: readonly [WallTime, WallTime] = ["00:00", "24:00"];
