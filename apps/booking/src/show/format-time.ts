import { type Instant, instant, type LocalDate, localDate, localTime } from "@quietroom/domain/time";

export { timeOfDay } from "@quietroom/domain/time";

/** "Tuesday 16 March 2027" in the studio's language. The month is named, so that 03/04 can never be misread. */
export function longDate(at: number, zone: string, locale: string): string {
  return format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, zone, locale);
}

/** "Tue 16 Mar". */
export function shortDate(at: number, zone: string, locale: string): string {
  return format(at, { weekday: "short", day: "numeric", month: "short" }, zone, locale);
}

/** "Eastern Standard Time": the zone by its name on that date. */
export function zoneName(at: number, zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "long" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** "GMT-5", "EST": the short name that tells two equal wall times apart. */
export function zoneShortName(at: number, zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** A calendar date, which has no zone, written out. */
export function calendarDate(date: LocalDate, locale: string, style: Intl.DateTimeFormatOptions): string {
  return format(Date.parse(`${date}T12:00:00Z`), style, "UTC", locale);
}

/** Money in minor units, written for the studio's language. */
export function money(minor: number, currency: string, locale: string): string {
  const formatter = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  return formatter.format(minor / 10 ** digits);
}

/** True when two zones show different wall clocks at that instant. */
export function clocksDiffer(at: number, zone: string, other: string): boolean {
  const a = localTime(instant(at), zone);
  const b = localTime(instant(at), other);
  return a.date !== b.date || a.time !== b.time;
}

/** Starts by the date on the viewer's wall, dates ascending: a time never shows under a date that is not theirs (ec-A27). */
export function groupByLocalDay(
  starts: readonly number[],
  zone: string,
): ReadonlyMap<LocalDate, readonly number[]> {
  const days = new Map<LocalDate, number[]>();
  for (const start of starts) {
    const date = localDate(instant(start), zone);
    const day = days.get(date);
    if (day) day.push(start);
    else days.set(date, [start]);
  }
  return days;
}

/** Morning before 12:00, afternoon before 18:00, evening after, on the viewer's wall (WAIT-01). */
export function daypartOf(at: Instant, zone: string): "Morning" | "Afternoon" | "Evening" {
  const { time } = localTime(at, zone);
  if (time < "12:00") return "Morning";
  return time < "18:00" ? "Afternoon" : "Evening";
}

function format(at: number, style: Intl.DateTimeFormatOptions, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...style }).format(at);
}
