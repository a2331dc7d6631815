import type { Instant } from "../time/index.ts";

/**
 * Whether the page behind a visit's link says that no mail goes to its client: only where that came about since the visit was booked. Whoever
 * has the link may have typed somebody else's details, and is never told what the studio knew of them before (BOOK-07, NOTIF-07).
 */
export function isToldByLink({
  stoppedAt,
  bookedAt,
}: {
  readonly stoppedAt: Instant | null;
  readonly bookedAt: Instant | null;
}): boolean {
  return stoppedAt !== null && bookedAt !== null && stoppedAt >= bookedAt;
}
