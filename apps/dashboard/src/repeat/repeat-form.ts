import type { StaffOutput } from "@quietroom/api/client";
import { calendarDate } from "../show/format-time.ts";
import { addDays, asWeekday, type LocalDate, type Weekday, weekdayOf } from "@quietroom/domain/time";

type SeriesRule = NonNullable<StaffOutput["appointment"]["panel"]["series"]>["rule"];
type Preview = Extract<StaffOutput["series"]["preview"], { ok: true }>["value"];
export type PreviewedDate = Preview["occurrences"][number];
export type PlanRefusal = Extract<StaffOutput["series"]["book"], { ok: false }>["refusal"];

/** How a visit repeats, as the form has it: numbers as they are typed. */
export type RepeatForm = {
  readonly pattern: "daily" | "weekly" | "monthly_date" | "monthly_weekday" | "yearly";
  readonly every: string;
  readonly weekdays: readonly Weekday[];
  readonly missing: "skip" | "last_day" | "next_day";
  readonly ends: "count" | "date" | "never";
  readonly count: string;
  readonly until: LocalDate;
};

/** Every week on the visit's own day, ten times. */
export function firstForm(date: LocalDate): RepeatForm {
  return {
    pattern: "weekly",
    every: "1",
    weekdays: [weekdayOf(date)],
    missing: "skip",
    ends: "count",
    count: "10",
    until: addDays(date, 70),
  };
}

/** The form of a rule that a visit repeats by already. */
export function formOf(rule: SeriesRule, date: LocalDate): RepeatForm {
  const { frequency, every, weekdays, monthlyBy, missing, ends } = rule;
  const first = firstForm(date);
  return {
    ...first,
    pattern:
      frequency === "monthly" ? (monthlyBy === "date" ? "monthly_date" : "monthly_weekday") : frequency,
    every: String(every),
    weekdays: frequency === "weekly" && weekdays.length > 0 ? weekdays : first.weekdays,
    missing,
    ends: ends.by,
    ...(ends.by === "count" ? { count: String(ends.count) } : {}),
    ...(ends.by === "date" ? { until: ends.date } : {}),
  };
}

/** Whether some months have no such date, so that it has to be said what then. */
export function mayBeMissing({ pattern }: RepeatForm, date: LocalDate): boolean {
  const isLeapDay = date.endsWith("-02-29");
  return (pattern === "monthly_date" && date.slice(8) > "28") || (pattern === "yearly" && isLeapDay);
}

/** The rule that a form asks for. Numbers that are none become ones that the server refuses. */
export function ruleOf(form: RepeatForm, date: LocalDate) {
  const { pattern, ends } = form;
  const isWeekly = pattern === "weekly";
  const missing = mayBeMissing(form, date) ? form.missing : "skip";
  return {
    frequency: pattern === "daily" || isWeekly || pattern === "yearly" ? pattern : ("monthly" as const),
    every: Number(form.every),
    weekdays: isWeekly ? [...form.weekdays] : [],
    monthlyBy: pattern === "monthly_weekday" ? ("weekday" as const) : ("date" as const),
    missing: missing === "next_day" && pattern !== "yearly" ? ("skip" as const) : missing,
    ends:
      ends === "count"
        ? { by: ends, count: Number(form.count) }
        : ends === "date"
          ? { by: ends, date: form.until }
          : { by: ends },
  };
}

/** What is wrong with the form before anybody is asked, or null. */
export function formError(
  { every, ends, count, until }: RepeatForm,
  date: LocalDate,
  of: "visit" | "session" = "visit",
): string | null {
  if (!isWhole(every, 1, 52)) return "Repeat every 1 to 52 days, weeks, months or years.";
  if (ends === "count" && !isWhole(count, 2, 100)) return `Choose between 2 and 100 ${of}s.`;
  if (ends === "date" && until <= date) return `Choose a last date after this ${of}.`;
  return null;
}

function isWhole(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most;
}

/** The ways to repeat, in words of the visit's own date. */
export function patternWords(
  date: LocalDate,
  locale: string,
): Readonly<Record<RepeatForm["pattern"], string>> {
  const weekday = calendarDate(date, locale, { weekday: "long" });
  const nth = ["first", "second", "third", "fourth", "fifth"][Math.ceil(Number(date.slice(8)) / 7) - 1] ?? "";
  return {
    daily: "Days",
    weekly: "Weeks",
    monthly_date: `Months, on day ${Number(date.slice(8))}`,
    monthly_weekday: `Months, on the ${nth} ${weekday}`,
    yearly: `Years, on ${calendarDate(date, locale, { day: "numeric", month: "long" })}`,
  };
}

/** The weekdays, the week's first day first, with their names. */
export function weekdayNames(
  locale: string,
): readonly { readonly weekday: Weekday; readonly name: string }[] {
  const sunday = "2027-03-07";
  return [1, 2, 3, 4, 5, 6, 0].map((index) => ({
    weekday: asWeekday(index),
    name: calendarDate(addDays(sunday, index), locale, { weekday: "long" }),
  }));
}

/**
 * How far a series without an end is booked now and what becomes of the rest, which waits where a licence has to be renewed first. It
 * reaches past that licence where visits of it stand there already.
 */
export function horizonWords(horizon: string, licensedUntil: string | null, locale: string): string {
  const words = (date: string) =>
    calendarDate(date, locale, { day: "numeric", month: "long", year: "numeric" });
  const goesOn =
    licensedUntil === null
      ? "now, and carried on every night."
      : `now. The licence expires after ${words(licensedUntil)}: ${horizon > licensedUntil ? "what stands after it stays, and dates further on" : "later dates"} are booked, night by night, once it is renewed.`;
  return `Booked up to ${words(horizon)} ${goesOn} Dates that cannot be had then are listed on the visit.`;
}

/** What stands in the way of a date, in a few words for a list. */
export const problemWords: Readonly<Record<PreviewedDate["problems"][number], string>> = {
  past: "has passed",
  too_soon: "too close",
  beyond_horizon: "far ahead",
  outside_hours: "outside working hours",
  off_grid: "off the grid",
  fully_booked: "over a limit of the day or week",
  slot_taken: "another visit is there",
  busy_elsewhere: "busy in another calendar",
  no_travel_time: "too far from a visit at another place",
  licence_expired: "the licence has expired by then",
  no_supervisor: "no supervisor can be reached",
  no_break: "no break from the visits around it",
  no_room: "no room is free",
  no_device: "the device is not free",
  unknown_service: "not given any more",
  studio_closed: "the studio is suspended",
  place_closed: "closed that day",
  time_off: "time off",
  outside_opening: "the place is not open",
  buffer_outside: "its buffers reach out of the working hours",
};

/** Why a date of a series is no visit: what stood in its way, or that a person left it out. */
export function gapWords(because: string): string {
  const known = Object.entries(problemWords).find(([problem]) => problem === because);
  return known === undefined ? "left out" : `not booked, ${known[1]}`;
}

/** Why a series could not be planned or booked, and what to do next. */
export const planWords: Readonly<Record<PlanRefusal, string>> = {
  first_not_in_rule: "This visit is not on a day of its own rule. Choose its weekday as well.",
  too_many: "That is more than 100 visits, or more than ten years. Choose fewer, or no end.",
  ends_before_start: "Choose a last date after this visit.",
  not_in_this_rule: "Choose at least one day of the week.",
  not_allowed: "This visit cannot repeat as it stands now.",
  seat_of_group: "This is a seat of a group session. It goes where its session goes.",
  unknown_service: "This practitioner does not give that service there any more.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
  changed_meanwhile: "Someone changed this visit, or its dates, meanwhile. Look at the dates again.",
  times_taken: "One of these times was just taken. Nothing was booked: look at the dates again.",
};
