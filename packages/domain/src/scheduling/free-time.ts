import { type Interval, instant } from "../time/index.ts";
import { clearOf } from "./slots.ts";

/** Open time minus busy time, without buffers. `open` ascends and neither touches nor overlaps; busy times come in any order. */
export function freeIntervals(open: readonly Interval[], busy: readonly Interval[]): Interval[] {
  const everything = open.map(({ start, end }) => ({ first: start, last: end }));
  const free: Interval[] = [];
  for (const { first, last } of clearOf(busy, everything, aMoment))
    if (first < last) free.push({ start: instant(first), end: instant(last) });
  return free;
}

// Where a visit without length or buffers could start is where nothing is.
const aMoment = { durationMin: 0, stepMin: 1, bufferBeforeMin: 0, bufferAfterMin: 0, minNoticeMin: 0 };
