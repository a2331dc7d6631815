import type { StaffOutput } from "@quietroom/api/client";
import { instant, localTime, wallMinutes } from "@quietroom/domain/time";
import { type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { purposes } from "./override-words.ts";

type Week = StaffOutput["availability"]["week"];
export type Day = Week["days"][number];
export type Piece = Day["pieces"][number];

/** "9:00 AM – 12:00 PM", or "all day". */
function timesText({ start, end }: Piece, date: string, clock: StudioClock): string {
  const { from, until } = minutesOn({ start, end }, date, clock.timeZone);
  if (from === 0 && until === dayMinutes) return "all day";
  const last = until === dayMinutes ? "midnight" : timeOfDay(end, clock);
  return `${from === 0 ? "midnight" : timeOfDay(start, clock)} – ${last}`;
}

/** A piece of a date in one line: what it is, when, and what is known of it. Places are named where there are several. */
export function pieceText(
  piece: Piece,
  { date, clock, places }: { readonly date: string; readonly clock: StudioClock; readonly places: number },
): { readonly what: string; readonly times: string; readonly more: string } {
  const times = timesText(piece, date, clock);
  const at = (place: string) => (places > 1 ? place : "");
  switch (piece.kind) {
    case "open":
      return { what: "Open", times, more: at(piece.place) };
    case "blocked":
      return {
        what: piece.purpose === null ? "Blocked" : purposes[piece.purpose],
        times,
        more: piece.reason,
      };
    case "time_off":
      return { what: "Time off", times, more: "" };
    case "closed":
      return {
        what: "Closed",
        times,
        more: [piece.name, piece.place ?? "", ...(piece.telehealth === "open" ? ["online visits go on"] : [])]
          .filter((words) => words !== "")
          .join(", "),
      };
    case "visit":
      return {
        what: piece.held ? "Held" : "Visit",
        times,
        more: [at(piece.place), ...(piece.outside ? ["outside these hours, and stands"] : [])]
          .filter((words) => words !== "")
          .join(", "),
      };
    case "busy":
      return { what: "Busy elsewhere", times, more: "" };
  }
}

const dayMinutes = 24 * 60;

/** Where a part of a date is on the clock of that date, in minutes after midnight; its end is 24:00 at most. */
export function minutesOn(
  { start, end }: Pick<Piece, "start" | "end">,
  date: string,
  timeZone: string,
): { readonly from: number; readonly until: number } {
  const first = localTime(instant(start), timeZone);
  const last = localTime(instant(end), timeZone);
  return {
    from: wallMinutes(first.time),
    until: last.date === date ? wallMinutes(last.time) : dayMinutes,
  };
}

/** The hours that the picture shows: from eight to six, and as far around as the week goes; whole days do not widen it. */
export function hoursShown(
  days: readonly Day[],
  timeZone: string,
): { readonly first: number; readonly last: number } {
  const minutes = days.flatMap(({ date, pieces }) =>
    pieces
      .map((piece) => minutesOn(piece, date, timeZone))
      .filter(({ from, until }) => from > 0 || until < dayMinutes),
  );
  return {
    first: Math.floor(Math.min(8 * 60, ...minutes.map(({ from }) => from)) / 60),
    last: Math.ceil(Math.max(18 * 60, ...minutes.map(({ until }) => until)) / 60),
  };
}
