import { type LocalDate, timeOfDay as timeOfDayIn } from "@quietroom/domain/time";

/** Times as one studio writes them: its zone and its language. */
export type StudioClock = { readonly timeZone: string; readonly locale: string };

/** "9:30 AM" or "09:30"; noon and midnight are never bare (ec-L6). */
export function timeOfDay(at: number, { timeZone, locale }: StudioClock): string {
  return timeOfDayIn(at, timeZone, locale);
}

/** A time on the wall, "09:30" to "24:00", as this language writes it; the end of a day is midnight, never a bare twelve (ec-L6). */
export function wallTime(time: string, locale: string): string {
  if (time === "24:00" || time === "00:00") return "midnight";
  return timeOfDayIn(Date.parse(`2023-01-01T${time}:00Z`), "UTC", locale);
}

/** "9:00 AM – 12:30 PM", on the wall; "all day" from midnight to midnight. */
export function wallRange(range: readonly [string, string], locale: string): string {
  const [start, end] = range;
  if (isWholeDay(range)) return "all day";
  return `${wallTime(start, locale)} – ${wallTime(end, locale)}`;
}

/** From the midnight that begins a date to the one that ends it. */
export function isWholeDay([start, end]: readonly [string, string]): boolean {
  return start === "00:00" && end === "24:00";
}

/** "Tue 16 Mar". */
function shortDate(at: number, clock: StudioClock): string {
  return format(at, { weekday: "short", day: "numeric", month: "short" }, clock);
}

/** "Tuesday 16 March 2027". */
export function longDate(at: number, clock: StudioClock): string {
  return format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, clock);
}

/** "16 March 2027". */
export function calendarDay(at: number, clock: StudioClock): string {
  return format(at, { day: "numeric", month: "long", year: "numeric" }, clock);
}

/** "Tue 16 Mar, 09:30". */
export function dateTime(at: number, clock: StudioClock): string {
  return `${shortDate(at, clock)}, ${timeOfDay(at, clock)}`;
}

/** A calendar date, which has no zone, written out. */
export function calendarDate(date: LocalDate, locale: string, style: Intl.DateTimeFormatOptions): string {
  return format(Date.parse(`${date}T12:00:00Z`), style, { timeZone: "UTC", locale });
}

/** "Friday, 25 December 2026". */
export function dateInWords(date: LocalDate, locale: string): string {
  return calendarDate(date, locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** Money in minor units. */
export function money(minor: number, currency: string, locale: string): string {
  const formatter = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  return formatter.format(minor / 10 ** digits);
}

function format(at: number, style: Intl.DateTimeFormatOptions, clock: StudioClock): string {
  return new Intl.DateTimeFormat(clock.locale, { timeZone: clock.timeZone, ...style }).format(at);
}
