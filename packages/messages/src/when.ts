import { type Instant, localDate, timeOfDay } from "@quietroom/domain/time";

export type WhenText = {
  /** "Tuesday, March 10, 2026" */
  readonly day: string;
  /** "2:00 – 2:50 PM" */
  readonly hours: string;
  /** "Eastern Daylight Time" */
  readonly zone: string;
};

type Spoken = {
  readonly day: string;
  readonly clock: string;
  readonly dayPeriod: string | null;
  readonly zone: string;
};

/**
 * A stretch of time in words, on the clock of `timeZone`. The day is the day it begins on; an end on another day, or
 * under another clock (the night the clocks change), says so. Months are named (ec-L5).
 */
export function spokenInterval(start: Instant, end: Instant, timeZone: string, locale: string): WhenText {
  const from = spoken(start, timeZone, locale);
  const until = spoken(end, timeZone, locale);
  if (from.zone !== until.zone) {
    return {
      day: from.day,
      hours: `${from.clock} (${from.zone}) – ${until.clock} (${until.zone})`,
      zone: placeOf(timeZone),
    };
  }
  if (from.day !== until.day) {
    return { day: from.day, hours: `${from.clock} – ${until.clock} on ${until.day}`, zone: from.zone };
  }
  const sharedPeriod = from.dayPeriod !== null && from.dayPeriod === until.dayPeriod;
  const begin = sharedPeriod ? from.clock.replace(from.dayPeriod, "").trim() : from.clock;
  return { day: from.day, hours: `${begin} – ${until.clock}`, zone: from.zone };
}

/** One instant in words: "Monday, March 9, 2026 at 2:00 PM, Eastern Daylight Time". */
export function spokenInstant(at: Instant, timeZone: string, locale: string): string {
  const { day, clock, zone } = spoken(at, timeZone, locale);
  return `${day} at ${clock}, ${zone}`;
}

/** One instant in few letters, "Tue, Mar 10, 2:00 PM", and its zone, "EDT". */
export function spokenBriefly(
  at: Instant,
  timeZone: string,
  locale: string,
): { readonly text: string; readonly zone: string } {
  const words = wordsLocale(locale);
  const day = new Intl.DateTimeFormat(words, { timeZone, weekday: "short", month: "short", day: "numeric" });
  const zone = new Intl.DateTimeFormat(words, { timeZone, timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName");
  return { text: `${day.format(at)}, ${spoken(at, timeZone, locale).clock}`, zone: zone?.value ?? "" };
}

/** The time of day alone: "2:00 PM". */
export function spokenClock(at: Instant, timeZone: string, locale: string): string {
  return spoken(at, timeZone, locale).clock;
}

/** The weekday alone: "Tuesday". */
export function spokenWeekday(at: Instant, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(wordsLocale(locale), { timeZone, weekday: "long" }).format(at);
}

/** True when both instants read the same on a wall in either zone, so that naming both zones would tell nothing. */
export function sameClock(at: Instant, zone: string, other: string): boolean {
  const wall = (timeZone: string) => `${localDate(at, timeZone)} ${spoken(at, timeZone, "en-GB").clock}`;
  return wall(zone) === wall(other);
}

/** The one place where an instant becomes text. */
function spoken(at: Instant, timeZone: string, locale: string): Spoken {
  const parts = new Intl.DateTimeFormat(wordsLocale(locale), {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "long",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const day = new Intl.DateTimeFormat(wordsLocale(locale), { timeZone, dateStyle: "full" }).format(at);
  const zone = part("timeZoneName");
  const clock = timeOfDay(at, timeZone, wordsLocale(locale)).replaceAll(/\s/g, " ");
  const dayPeriod = part("dayPeriod");
  return { day, clock, dayPeriod: clock.endsWith(dayPeriod) && dayPeriod !== "" ? dayPeriod : null, zone };
}

/** The words around a date are English; a date in another language among them would be harder to read, not easier. */
function wordsLocale(locale: string): string {
  return /^en(-|$)/i.test(locale) ? locale : "en-GB";
}

/** "America/New_York" -> "New York time". */
function placeOf(timeZone: string): string {
  return `${(timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ")} time`;
}
