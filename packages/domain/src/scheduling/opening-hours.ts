import { asWeekday, dayMs, minuteMs, type Weekday, type WallTime, wallMinutes } from "../time/index.ts";
import { weeklyHoursRefusal } from "./hours-rules.ts";

/**
 * When a place is open, from Sunday to Saturday, by the clock on its wall: the outer bounds of what can be had there (SCHED-29, ec-B13).
 * Null: not on that weekday. An end at or before the start is one of the next date.
 */
export type OpeningHours = readonly (readonly [start: WallTime, end: WallTime] | null)[];

export type OpeningRefusal = {
  readonly code: "range_too_short" | "reversed_range" | "overlapping_ranges";
  /** Whose hours are to blame. */
  readonly weekday: Weekday;
};

/** Why opening hours may not be saved, or null when they may. The rules are those of people's hours. */
export function openingRefusal(opening: OpeningHours): OpeningRefusal | null {
  const rows = opening.flatMap((range, weekday) =>
    range === null ? [] : [{ weekday: asWeekday(weekday), start: range[0], end: range[1] }],
  );
  const refusal = weeklyHoursRefusal(rows);
  const blamed = refusal && rows[refusal.row];
  // The other two are about dates, of which there are none here.
  if (!blamed || refusal.code === "reversed_dates" || refusal.code === "no_first_date") return null;
  return { code: refusal.code, weekday: blamed.weekday };
}

type WallSpan = { readonly startMs: number; readonly endMs: number };

/**
 * The parts of one weekday's rows of hours in which the place is open, by ascending start. All in milliseconds on the wall after that
 * day's midnight: what is cut here once holds for every date, whatever its clocks do.
 */
export function withinOpening<Row extends WallSpan>(
  rows: readonly Row[],
  opening: OpeningHours,
  weekday: Weekday,
): readonly Row[] {
  const own = spanOn(opening, weekday, 0);
  if (own && rows.every(({ startMs, endMs }) => own.startMs <= startMs && endMs <= own.endMs)) return rows;
  const open = spansAround(opening, weekday);
  return rows
    .flatMap((row) =>
      open
        .filter(({ startMs, endMs }) => startMs < row.endMs && endMs > row.startMs)
        .map(({ startMs, endMs }) => ({
          ...row,
          startMs: Math.max(row.startMs, startMs),
          endMs: Math.min(row.endMs, endMs),
        })),
    )
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** Everything that a weekday's rows can meet: a row ends two dates after its own at the latest. What meets is one. */
function spansAround(opening: OpeningHours, weekday: Weekday): WallSpan[] {
  const spans: WallSpan[] = [];
  for (const daysLater of [-1, 0, 1, 2]) {
    const span = spanOn(opening, weekday, daysLater);
    const last = spans.at(-1);
    if (span === null) continue;
    if (last === undefined || last.endMs < span.startMs) spans.push(span);
    else spans[spans.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, span.endMs) };
  }
  return spans;
}

function spanOn(opening: OpeningHours, weekday: Weekday, daysLater: number): WallSpan | null {
  const range = opening[(weekday + daysLater + 7) % 7];
  if (!range) return null;
  const startMs = wallMinutes(range[0]) * minuteMs + daysLater * dayMs;
  const endMs = wallMinutes(range[1]) * minuteMs + daysLater * dayMs;
  return { startMs, endMs: endMs > startMs ? endMs : endMs + dayMs };
}
