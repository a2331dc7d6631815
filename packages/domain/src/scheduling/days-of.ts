import {
  addDays,
  dayBounds,
  instant,
  type Interval,
  type LocalDate,
  overlaps,
  type TimeZone,
} from "../time/index.ts";

/** One local date with what falls on it, by start. */
type DayOf<Piece> = { readonly date: LocalDate; readonly pieces: readonly Piece[] };

/** So many dates from `from` on, each with the parts of these pieces that fall on it: what runs over midnight is on both dates. */
export function daysOf<Piece extends Interval>(
  pieces: readonly Piece[],
  { from, days, zone }: { readonly from: LocalDate; readonly days: number; readonly zone: TimeZone },
): DayOf<Piece>[] {
  return Array.from({ length: days }, (_, index) => {
    const date = addDays(from, index);
    const day = dayBounds(date, zone);
    return {
      date,
      pieces: pieces
        .filter((piece) => piece.start < piece.end && overlaps(piece, day))
        .map((piece) => ({
          ...piece,
          start: instant(Math.max(piece.start, day.start)),
          end: instant(Math.min(piece.end, day.end)),
        }))
        .toSorted((a, b) => a.start - b.start || a.end - b.end),
    };
  });
}
