import {
  type Instant,
  instant,
  type LocalTime,
  localTime,
  minuteMs,
  resolveWallTime,
  type TimeZone,
} from "../time/index.ts";

/** A start as it was written: the instant, and the offset (minutes east of UTC) that its zone's clock was then known to have at it. */
export type BookedStart = {
  readonly start: Instant;
  readonly timeZone: TimeZone;
  readonly utcOffsetMin: number;
};

/** What the present rules of the zone make of it. */
export type ResolvedAnew = {
  readonly start: Instant;
  /** False where the wall never shows the time that was meant, since the new rules skip it. */
  readonly keepsWallTime: boolean;
};

/**
 * Where a visit goes whose zone got other rules since its start was written, or null where the two agree (ec-A21). What its people were told
 * is the time on the wall: it stays, and the instant is worked out anew. A time that the new rules skip is the first one after their gap.
 */
export function resolvedAnew({ start, timeZone, utcOffsetMin }: BookedStart): ResolvedAnew | null {
  if (localTime(start, timeZone).offsetMin === utcOffsetMin) return null;
  // In a zone without rules of its own the instant, moved by the offset, reads as the wall did.
  const meant = localTime(instant(start + utcOffsetMin * minuteMs), "UTC");
  const anew = resolveWallTime(meant.date, meant.time, timeZone);
  return { start: anew, keepsWallTime: readsAs(localTime(anew, timeZone), meant) };
}

function readsAs(one: LocalTime, other: LocalTime): boolean {
  return one.date === other.date && one.time === other.time;
}
