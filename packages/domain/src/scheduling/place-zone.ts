import { type Instant, localTime, resolveWallTime, type TimeZone } from "../time/index.ts";

/** What stays of the visits to come when a place goes by another zone: the time on its wall, or the moment (ec-A30). */
export type ZoneMeaning = "keep_wall_time" | "keep_moment";

/** A visit after its place's change of zone. */
export type RezonedVisit = {
  readonly start: Instant;
  /** Whether the moment, or the time on the place's wall, is another than before: its client has to hear. */
  readonly isOther: boolean;
};

/**
 * A visit's start once its place goes by the zone `to` instead of `from`. A time on the wall that the new zone skips is the first
 * one after its gap, and a repeated one is its first.
 */
export function rezoned(
  start: Instant,
  { from, to, meaning }: { readonly from: TimeZone; readonly to: TimeZone; readonly meaning: ZoneMeaning },
): RezonedVisit {
  const { date, time } = localTime(start, from);
  const sameOnTheWall = resolveWallTime(date, time, to);
  // Where both walls show the same, as in two names of one zone, nothing becomes of the visit.
  const now = localTime(start, to);
  const isOther = now.date !== date || now.time !== time;
  return { start: isOther && meaning === "keep_wall_time" ? sameOnTheWall : start, isOther };
}
