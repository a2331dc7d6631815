import { ok, refuse, type Result } from "../result.ts";
import {
  addDays,
  asWeekday,
  daysBetween,
  type Instant,
  type LocalDate,
  localTime,
  resolveWallTime,
} from "../time/index.ts";
import { occurrencesOf, type Series, type SeriesRule } from "./rule.ts";

/** A visit of a series: the date that the rule gave it, and when it really is. */
export type SeriesVisit = { readonly date: LocalDate; readonly start: Instant; readonly status: string };

/** True of a visit that is elsewhere than its rule says: it was moved by itself, and stays an exception (ec-G1, ec-G4). */
export function isException({ date, start }: Pick<SeriesVisit, "date" | "start">, series: Series): boolean {
  return start !== resolveWallTime(date, series.time, series.zone);
}

/**
 * Whether a visit goes along when its series is changed or cancelled from some date on. What has begun, is over or was cancelled stays
 * (ec-G3, ec-G5), and so does one that was moved by itself, unless those were chosen as well (ec-G4).
 */
export function goesAlong(
  visit: SeriesVisit,
  series: Series,
  { now, exceptionsToo }: { readonly now: Instant; readonly exceptionsToo: boolean },
): boolean {
  const stands = visit.status === "scheduled" || visit.status === "confirmed";
  return stands && visit.start > now && (exceptionsToo || !isException(visit, series));
}

/** The rule by which a series goes on from one of its dates: of so many visits, those that are left. */
export function ruleFrom({ rule, ...series }: Series, from: LocalDate): SeriesRule {
  if (rule.ends.by !== "count") return rule;
  const all = occurrencesOf({ rule, ...series }, from);
  const before = all.ok ? all.value.filter(({ date }) => date < from).length : 0;
  return { ...rule, ends: { by: "count", count: Math.max(1, rule.ends.count - before) } };
}

/** A series cut in two: what is before a date keeps its rule and ends there, what follows has a rule of its own (ec-G2). */
export type Split = {
  /** How the earlier part ends; null when nothing of it is left. */
  readonly before: SeriesRule["ends"] | null;
  readonly after: Series;
  readonly shiftDays: number;
};

/**
 * Cuts a series at `at`, one of its dates: the visit of the date `moved` is wanted at `start`, and all from the cut on go as many days
 * further and to the same time on the wall. Only days and weeks can be shifted; the 31st or the fifth Tuesday of a month is a date of its own.
 * Several days of every second week are refused as well where the shift takes one of them over a Monday and leaves another: no rule
 * of that kind names the dates that they would go to.
 */
export function splitSeries(
  series: Series,
  { at, moved, start }: { readonly at: LocalDate; readonly moved: LocalDate; readonly start: Instant },
): Result<Split, "other_day" | "not_of_series"> {
  const { rule, first, zone } = series;
  const wanted = localTime(start, zone);
  const shiftDays = daysBetween(moved, wanted.date);
  if (shiftDays !== 0 && rule.frequency !== "daily" && rule.frequency !== "weekly")
    return refuse("other_day");
  const all = occurrencesOf(series, at);
  const cut = all.ok ? all.value.findIndex(({ date }) => date === at) : -1;
  if (cut < 0) return refuse("not_of_series");
  const { ends } = rule;
  const newEnds =
    ends.by === "count"
      ? ({ by: "count", count: ends.count - cut } as const)
      : ends.by === "date"
        ? ({ by: "date", date: addDays(ends.date, shiftDays) } as const)
        : ends;
  const weekdays = rule.weekdays.map((weekday) => asWeekday((((weekday + shiftDays) % 7) + 7) % 7));
  const after = {
    rule: { ...rule, weekdays, ends: newEnds },
    first: addDays(at, shiftDays),
    time: wanted.time,
    zone,
  };
  if (shiftDays !== 0 && rule.frequency === "weekly") {
    const wentTo = datesWithin({ ...series, first: at }).map((date) => addDays(date, shiftDays));
    if (datesWithin(after).some((date, index) => date !== wentTo[index])) return refuse("other_day");
  }
  return ok({ before: at === first ? null : { by: "date", date: addDays(at, -1) }, after, shiftDays });
}

/** The dates that a weekly rule names in its first two periods, whenever it ends: by then it has named each of its weekdays. */
function datesWithin(series: Series): LocalDate[] {
  const rule = { ...series.rule, ends: { by: "never" } } as const;
  const all = occurrencesOf({ ...series, rule }, addDays(series.first, 2 * 7 * rule.every - 1));
  return all.ok ? all.value.map(({ date }) => date) : [];
}
