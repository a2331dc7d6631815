declare const brand: unique symbol;

/** A point on the time line: whole milliseconds since 1970-01-01T00:00Z. Compare and subtract it as a number. */
export type Instant = number & { readonly [brand]: "instant" };

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Brands epoch milliseconds as an instant. The caller vouches that the number counts milliseconds from 1970 UTC. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** The instant `ms` elapsed milliseconds later (earlier when negative). Elapsed time, never wall-clock time. */
export function plus(at: Instant, ms: number): Instant {
  return instant(at + ms);
}
