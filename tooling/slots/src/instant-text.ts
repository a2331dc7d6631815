import { dayMs, epochDayOf, type Instant, instant, isLocalDate, minuteMs } from "@quietroom/domain/time";
import { z } from "zod";

const written = z.iso.datetime({ offset: true });

/** An instant as it is written in a question, "2027-03-16T04:00:00Z"; null for anything else. An offset may stand in Z's place. */
export function parseInstant(text: unknown): Instant | null {
  if (typeof text !== "string") return null;
  return parseWholeSeconds(text) ?? (written.safeParse(text).success ? instant(Date.parse(text)) : null);
}

/** An instant as an answer shows it, in its quotes: to the second, with milliseconds only where there are any. */
export function quoteInstant(at: Instant): string {
  const day = Math.floor(at / dayMs);
  const time = quotedTimes[(at - day * dayMs) / minuteMs];
  return time === undefined
    ? `"${new Date(at).toISOString().replace(".000Z", "Z")}"`
    : quotedDate(day) + time;
}

// Answers and busy times come by the thousand and on few dates, so what is known of a date is kept for the next of its instants.
const quotedDates = new Map<number, string>();
const parsedDates = new Map<string, ParsedDate>();
const mostDates = 4000;

type ParsedDate = { readonly text: string; readonly startMs: number | null };

function quotedDate(day: number): string {
  const known = quotedDates.get(day);
  if (known !== undefined) return known;
  if (quotedDates.size >= mostDates) quotedDates.clear();
  const quoted = `"${new Date(day * dayMs).toISOString().slice(0, 11)}`;
  quotedDates.set(day, quoted);
  return quoted;
}

/** When a date starts in UTC; null for one that does not exist. */
function parsedDate(text: string): ParsedDate {
  const known = parsedDates.get(text);
  if (known !== undefined) return known;
  if (parsedDates.size >= mostDates) parsedDates.clear();
  const date = { text, startMs: isLocalDate(text) ? epochDayOf(text) * dayMs : null };
  parsedDates.set(text, date);
  return date;
}

const quotedTimes = Array.from({ length: 1440 }, (_, minute) => {
  return `${new Date(minute * minuteMs).toISOString().slice(11, 19)}Z"`;
});

let latest = parsedDate("1970-01-01");

/** The usual form alone, "2027-03-16T04:00:00Z"; null for any other text. */
function parseWholeSeconds(text: string): Instant | null {
  if (text.length !== 20 || text.charCodeAt(10) !== letterT || text.charCodeAt(19) !== letterZ) return null;
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return null;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null;
  if (!text.startsWith(latest.text)) latest = parsedDate(text.slice(0, 10));
  if (latest.startMs === null) return null;
  return instant(latest.startMs + ((hours * 60 + minutes) * 60 + seconds) * 1000);
}

const letterT = 84;
const letterZ = 90;
const colon = 58;

/** The number written at this place, or NaN. */
function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 48;
  const ones = text.charCodeAt(index + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
