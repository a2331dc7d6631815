import type { Instant } from "./instant.ts";

/** Half-open stretch of time: `start` belongs to it, `end` does not, so neighbours that touch never overlap. */
export type Interval = { readonly start: Instant; readonly end: Instant };

/** Builds an interval; `end` before `start` is a caller's bug and yields an empty interval at `start`. */
export function interval(start: Instant, end: Instant): Interval {
  return { start, end: end < start ? start : end };
}

/** True when the two share any instant; touching intervals share none (SCHED-13). */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}

/** True when `inner` lies within `outer`, borders included. */
export function contains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
