import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { ok, refuse, type Result } from "../result.ts";
import {
  addDays,
  type Instant,
  type LocalDate,
  localTime,
  resolveWallTime,
  type TimeZone,
  type WallTime,
  type Weekday,
  weekdayOf,
} from "../time/index.ts";

/** How a visit repeats: a rule of RFC 5545 in the words of the desk. Its dates are local dates of the series' own zone. */
export type SeriesRule = {
  readonly frequency: "daily" | "weekly" | "monthly" | "yearly";
  /** Every so many days, weeks, months or years: 1 to 52. */
  readonly every: number;
  /** Of a weekly rule: its days, that of the first visit among them. Empty for every other. */
  readonly weekdays: readonly Weekday[];
  /** Of a monthly rule: the same date (the 31st), or the same weekday of the month (the fifth Tuesday, ec-G8). */
  readonly monthlyBy: "date" | "weekday";
  /** Where a month has no such date (ec-G7, ec-G9): there is no visit, or it is on the last day, or (yearly only) on the day after. */
  readonly missing: "skip" | "last_day" | "next_day";
  readonly ends: SeriesEnd;
};

/** The last date is included (ec-G10); a count is of the rule's dates, those that are then skipped for a holiday among them (ec-G11). */
type SeriesEnd =
  | { readonly by: "never" }
  | { readonly by: "date"; readonly date: LocalDate }
  | { readonly by: "count"; readonly count: number };

/** A rule with what it starts from: its first date, a time on the wall, and the zone in which both are meant. */
export type Series = {
  readonly rule: SeriesRule;
  readonly first: LocalDate;
  readonly time: WallTime;
  readonly zone: TimeZone;
};

/** One date of a series. `number` counts from 1 and stays what it is, whatever becomes of others (ec-G11). */
export type Occurrence = {
  readonly number: number;
  readonly date: LocalDate;
  readonly start: Instant;
  /** The clocks skip this time on that date, so that it starts at the first one after it (ec-A9). */
  readonly movedByClocks: boolean;
};

/** More are not booked at once, nor further ahead; who wants more, wants no end (ec-G14). */
export const mostOccurrences = 100;
const furthestDays = 3653; // ten years

export type RuleRefusal = "first_not_in_rule" | "too_many" | "ends_before_start" | "not_in_this_rule";

/** Why a rule cannot be kept for a series that begins on `first`, or null when it can. */
export function ruleRefusal(rule: SeriesRule, first: LocalDate): RuleRefusal | null {
  const { frequency, weekdays, missing, ends } = rule;
  if ((frequency === "weekly") !== weekdays.length > 0) return "not_in_this_rule";
  if (missing === "next_day" && frequency !== "yearly") return "not_in_this_rule";
  if (ends.by === "date" && ends.date < first) return "ends_before_start";
  const dates = datesOf(rule, first, ends.by === "never" ? first : null);
  if (dates[0] !== first) return "first_not_in_rule";
  const isTooFar = (dates.at(-1) ?? first) > addDays(first, furthestDays);
  return dates.length > mostOccurrences || isTooFar ? "too_many" : null;
}

/** The occurrences of a series up to its own end, and those of one without an end up to `horizon`, which is included. */
export function occurrencesOf(series: Series, horizon: LocalDate): Result<Occurrence[], RuleRefusal> {
  const { rule, first } = series;
  const refusal = ruleRefusal(rule, first);
  if (refusal !== null) return refuse(refusal);
  const dates = datesOf(rule, first, rule.ends.by === "never" ? horizon : null);
  return ok(dates.map((date, index) => occurrenceAt(series, date, index + 1)));
}

/** When a series would be on a date, whether its rule names that date or not. */
export function occurrenceAt({ time, zone }: Series, date: LocalDate, number: number): Occurrence {
  const start = resolveWallTime(date, time, zone);
  const wall = localTime(start, zone);
  return { number, date, start, movedByClocks: wall.date !== date || wall.time !== time };
}

/**
 * The dates of a rule, by the library, which is asked about bare dates alone (in UTC, where no clock changes): what a time on such a
 * date means in a zone is for our one resolver to say. One more than may be kept at most, unless bounded by `last`.
 */
function datesOf(rule: SeriesRule, first: LocalDate, last: LocalDate | null): LocalDate[] {
  const until = rule.ends.by === "date" ? rule.ends.date : last;
  const dates = new RRuleTemporal({
    temporal: Temporal,
    ...partsOf(rule, first),
    interval: rule.every,
    wkst: "MO",
    dtstart: midnight(first),
    ...(rule.ends.by === "count" ? { count: rule.ends.count } : {}),
    ...(until === null ? {} : { until: midnight(until) }),
  });
  const most = last === null ? mostOccurrences + 1 : Number.POSITIVE_INFINITY;
  return dates.all((_date, index) => index < most).map((date) => date.toPlainDate().toString());
}

const dayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
/** The last date that every month has. */
const inEveryMonth = 28;
/** The day of the year that is 29 February in leap years and 1 March in all others (ec-G9). */
const leapDayOfYear = 60;

/** The parts of a rule under the names of RFC 5545. */
type Parts = {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly byDay?: string[];
  readonly byMonth?: number[];
  readonly byMonthDay?: number[];
  readonly byYearDay?: number[];
  readonly bySetPos?: number[];
};

/** "The last of 28, 29, 30 and 31" is the last day of every month. */
function partsOf({ frequency, weekdays, monthlyBy, missing }: SeriesRule, first: LocalDate): Parts {
  const [, month = 1, day = 1] = first.split("-").map(Number);
  const days =
    missing === "last_day" && day > inEveryMonth
      ? { byMonthDay: numbersFrom(inEveryMonth, day), bySetPos: [-1] }
      : { byMonthDay: [day] };
  switch (frequency) {
    case "daily":
      return { freq: "DAILY" };
    case "weekly":
      return { freq: "WEEKLY", byDay: weekdays.map((weekday) => dayNames[weekday]) };
    case "monthly":
      return monthlyBy === "date"
        ? { freq: "MONTHLY", ...days }
        : { freq: "MONTHLY", byDay: [`${Math.ceil(day / 7)}${dayNames[weekdayOf(first)]}`] };
    case "yearly":
      return missing === "next_day" && month === 2 && day === 29
        ? { freq: "YEARLY", byYearDay: [leapDayOfYear] }
        : { freq: "YEARLY", byMonth: [month], ...days };
  }
}

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function midnight(date: LocalDate): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime("UTC");
}
