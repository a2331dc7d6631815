import {
  addDays,
  dayBounds,
  type Instant,
  type Interval,
  type LocalDate,
  localDate,
  minuteMs,
  plus,
  type TimeZone,
  type Weekday,
  weekdayOf,
} from "../time/index.ts";

/** How many visits may start on one local date and in one week; null: as many as fit. */
export type Caps = {
  readonly maxPerDay: number | null;
  readonly maxPerWeek: number | null;
  /** How many minutes of visits on one local date. Null or absent: as many as fit. */
  readonly maxMinutesPerDay?: number | null;
};

/** On which date the minutes of a visit over midnight count: all where it starts, or on each of the two its own (ec-D7). */
export const minutesOverMidnight = ["start", "split"] as const;
export type MinutesOverMidnight = (typeof minutesOverMidnight)[number];

/** Whose visits are counted: all that one practitioner gives, or all of one service, whoever gives them. */
export type CapOf = "practitioner" | "service";

/** A local date or a week of them on which a cap is reached: no further visit starts there. */
export type FullTime = Interval & {
  readonly of: CapOf;
  /** Of `day_minutes`, `max` and `booked` are minutes; otherwise visits. */
  readonly per: "day" | "week" | "day_minutes";
  readonly max: number;
  readonly booked: number;
  readonly firstDate: LocalDate;
  readonly lastDate: LocalDate;
};

/** Dates whose visits are counted together, whole weeks of them, ascending, in the zone of the place that is asked about (ec-D1). */
export type CountedDates = { readonly dates: readonly LocalDate[]; readonly zone: TimeZone };

const daysOfWeek = 7;

export function hasCap(caps: Caps): boolean {
  return caps.maxPerDay !== null || caps.maxPerWeek !== null || hasMinutesCap(caps);
}

export function hasMinutesCap({ maxMinutesPerDay = null }: Caps): boolean {
  return maxMinutesPerDay !== null;
}

/** How many minutes of a visit count on a date. */
export function minutesOn(day: Interval, visit: Interval, over: MinutesOverMidnight): number {
  if (over === "start")
    return day.start <= visit.start && visit.start < day.end ? (visit.end - visit.start) / minuteMs : 0;
  return Math.max(0, Math.min(day.end, visit.end) - Math.max(day.start, visit.start)) / minuteMs;
}

/**
 * Where a visit of so many minutes would bring a date over its minutes, of which `minutes` are taken by date. Where those of a visit over
 * midnight are split, a start late on one date can be full for the next one's sake.
 */
export function fullByMinutes(
  { maxMinutesPerDay = null }: Caps,
  { dates, zone }: CountedDates,
  minutes: readonly number[],
  visit: { readonly durationMin: number; readonly over: MinutesOverMidnight },
): FullTime[] {
  if (maxMinutesPerDay === null) return [];
  return dates.flatMap((date, index) => {
    const booked = minutes[index] ?? 0;
    const left = Math.max(0, maxMinutesPerDay - booked);
    if (visit.durationMin <= left) return [];
    const day = dayBounds(date, zone);
    const starts =
      visit.over === "start"
        ? day
        : {
            // More than what is left of it would lie within this date.
            start: plus(day.start, (left - visit.durationMin) * minuteMs + 1),
            end: plus(day.end, -left * minuteMs),
          };
    const whose = { of: "practitioner", per: "day_minutes", max: maxMinutesPerDay } as const;
    return starts.start < starts.end
      ? [{ ...whose, booked, firstDate: date, lastDate: date, ...starts }]
      : [];
  });
}

/** The dates that decide about starts in a window: also the rest of their weeks, which may lie in another month (ec-D2, ec-L2). */
export function countedDates(window: Interval, zone: TimeZone, weekStart: Weekday): CountedDates {
  const last = weekOf(localDate(window.end, zone), weekStart).last;
  const dates: LocalDate[] = [];
  for (
    let date = weekOf(localDate(window.start, zone), weekStart).first;
    date <= last;
    date = addDays(date, 1)
  )
    dates.push(date);
  return { dates, zone };
}

/** First and last date of the week that a date lies in, for a studio whose weeks begin on `weekStart` (ec-D3, ec-L3). */
export function weekOf(
  date: LocalDate,
  weekStart: Weekday,
): { readonly first: LocalDate; readonly last: LocalDate } {
  const first = addDays(date, -((weekdayOf(date) - weekStart + daysOfWeek) % daysOfWeek));
  return { first, last: addDays(first, daysOfWeek - 1) };
}

/**
 * Where caps leave no place, from how many visits start on each of the dates. A visit counts on the date on which it starts, however
 * late it ends (ec-D7), and one too many counts like one that fills the last place (ec-D8).
 */
export function fullTimes(
  of: CapOf,
  caps: Caps,
  { dates, zone }: CountedDates,
  visits: readonly number[],
): FullTime[] {
  const full = (per: "day" | "week", max: number | null, length: number): FullTime[] =>
    max === null
      ? []
      : Array.from({ length: dates.length / length }, (_, index) => index * length).flatMap((from) => {
          const booked = visits.slice(from, from + length).reduce((sum, one) => sum + one, 0);
          const [firstDate, lastDate] = [dates[from], dates[from + length - 1]];
          if (booked < max || firstDate === undefined || lastDate === undefined) return [];
          const { start } = dayBounds(firstDate, zone);
          const { end } = dayBounds(lastDate, zone);
          return [{ of, per, max, booked, firstDate, lastDate, start, end }];
        });
  return [...full("day", caps.maxPerDay, 1), ...full("week", caps.maxPerWeek, daysOfWeek)];
}

/** Of the full times, those that a visit at `start` would start in. */
export function fullAt(full: readonly FullTime[] | undefined, start: Instant): FullTime[] {
  return full?.filter((time) => time.start <= start && start < time.end) ?? [];
}
