/** A calendar date without a zone, "2027-03-14". It names a day only together with a `TimeZone`. */
export type LocalDate = string;

/** A time on a wall clock, "09:30"; "24:00" is the end of the day, 00:00 of the next date. */
export type WallTime = string;

/** An IANA zone name that `isKnownZone` accepts, "America/New_York". */
export type TimeZone = string;

/** 0 is Sunday, 6 is Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** True for a date that exists in the Gregorian calendar, written "YYYY-MM-DD". */
export function isLocalDate(text: string): text is LocalDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dateOfEpochDay(epochDayOf(text)) === text;
}

/** True for "00:00" to "23:59", and for "24:00". */
export function isWallTime(text: string): text is WallTime {
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);
}

/** The calendar date `days` later (earlier when negative). Pure calendar arithmetic: no zone, no clock change. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return epochDayOf(to) - epochDayOf(from);
}

/** The day of the week of a calendar date. */
export function weekdayOf(date: LocalDate): Weekday {
  return weekdayOfEpochDay(epochDayOf(date));
}

/** Days since 1970-01-01, which was day 0. Whole numbers make the hot loops cheap. */
export function epochDayOf(date: LocalDate): number {
  const year = twoDigits(date, 0) * 100 + twoDigits(date, 2);
  const month = twoDigits(date, 5);
  const day = twoDigits(date, 8);
  // Years counted from March put the leap day last, so that month lengths need no table.
  const marchYear = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1;
  return (
    marchYear * 365 +
    Math.floor(marchYear / 4) -
    Math.floor(marchYear / 100) +
    Math.floor(marchYear / 400) +
    dayOfYear -
    719_468
  );
}

/** The calendar date of an epoch day. Inverse of `epochDayOf` for the years 0000 to 9999. */
export function dateOfEpochDay(epochDay: number): LocalDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthsSinceMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthsSinceMarch + 2) / 5) + 1;
  const month = monthsSinceMarch < 10 ? monthsSinceMarch + 3 : monthsSinceMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** The day of the week of an epoch day; 1970-01-01 was a Thursday. */
export function weekdayOfEpochDay(epochDay: number): Weekday {
  return asWeekday((((epochDay + 4) % 7) + 7) % 7);
}

/** Minutes from midnight on the wall: "09:30" is 570, "24:00" is 1440. */
export function wallMinutes(time: WallTime): number {
  return twoDigits(time, 0) * 60 + twoDigits(time, 3);
}

/** "09:30" for 570. Inverse of `wallMinutes` for 0 to 1440. */
export function wallTimeOfMinutes(minutes: number): WallTime {
  return `${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
}

/** Brands a number that is a whole 0 to 6 by construction (a remainder of 7, or a column with that check). */
export function asWeekday(number: number): Weekday {
  return number as Weekday;
}

/** The number that two digits write at this place. Character codes, because rows are read for every question. */
function twoDigits(text: string, index: number): number {
  return text.charCodeAt(index) * 10 + text.charCodeAt(index + 1) - 528; // 528 is "00"
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
