import {
  addDays,
  dayBounds,
  type Instant,
  type Interval,
  type LocalDate,
  localDate,
  type TimeZone,
  type Weekday,
  weekdayOf,
} from "../time/index.ts";

/** How many visits may start on one local date and in one week; null: as many as fit. */
export type Caps = { readonly maxPerDay: number | null; readonly maxPerWeek: number | null };

/** Whose visits are counted: all that one practitioner gives, or all of one service, whoever gives them. */
export type CapOf = "practitioner" | "service";

/** A local date or a week of them on which a cap is reached: no further visit starts there. */
export type FullTime = Interval & {
  readonly of: CapOf;
  readonly per: "day" | "week";
  readonly max: number;
  readonly booked: number;
  readonly firstDate: LocalDate;
  readonly lastDate: LocalDate;
};

/** Dates whose visits are counted together, whole weeks of them, ascending, in the zone of the place that is asked about (ec-D1). */
export type CountedDates = { readonly dates: readonly LocalDate[]; readonly zone: TimeZone };

const daysOfWeek = 7;

export function hasCap({ maxPerDay, maxPerWeek }: Caps): boolean {
  return maxPerDay !== null || maxPerWeek !== null;
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
  const full = (per: FullTime["per"], max: number | null, length: number): FullTime[] =>
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
