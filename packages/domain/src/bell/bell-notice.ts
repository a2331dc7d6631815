import type { Permission } from "../access/index.ts";
import { dayMs, type Instant, plus } from "../time/index.ts";

/** What the bell tells staff of (NOTIF-14). */
export const bellKinds = [
  "booked",
  "requested",
  "cancellation_asked",
  "cancelled",
  "waitlist_filled",
  "waitlist_exhausted",
  "mail_returned",
] as const;
export type BellKind = (typeof bellKinds)[number];

export type BellPriority = "low" | "normal" | "high" | "urgent";

/** Whose it is to hear of each: for the records that this permission reaches, asked again whenever it is shown. */
export const bellPermissions: Readonly<Record<BellKind, Permission>> = {
  booked: "appointment:manage",
  requested: "appointment:manage",
  cancellation_asked: "appointment:manage",
  cancelled: "appointment:manage",
  waitlist_filled: "waitlist:view",
  waitlist_exhausted: "waitlist:view",
  mail_returned: "message_log:view",
};

/** Something that happened in a studio. `by` is who did it; staff and the product itself are told of nothing that they did. */
export type Happened =
  | {
      readonly to: "visit";
      readonly what: "booked" | "requested" | "cancellation_asked" | "cancelled";
      readonly by: "client" | "studio";
      readonly start: Instant;
      /** Until when a request is answered; null of what has no such moment. */
      readonly answerBy: Instant | null;
    }
  | { readonly to: "opening"; readonly ended: "filled" | "exhausted" | "withdrawn"; readonly start: Instant }
  | { readonly to: "mail" };

type BellPlan = { readonly kind: BellKind; readonly priority: BellPriority; readonly expiresAt: Instant };

/** What is no news any more goes from the list by itself. */
const longestMs = 14 * dayMs;
/** What changes within a day of its start is seen first. */
const soonMs = dayMs;

/**
 * What the bell says of something that happened, how pressing it is and until when it stands there (NOTIF-13); null where there is nothing to
 * tell: what the studio did itself, and what is over.
 */
export function noticeOf(happened: Happened, now: Instant): BellPlan | null {
  if (happened.to === "mail")
    return { kind: "mail_returned", priority: "high", expiresAt: plus(now, longestMs) };
  const { start } = happened;
  if (now >= start) return null;
  const until = (end: Instant): Instant => (end < plus(now, longestMs) ? end : plus(now, longestMs));
  if (happened.to === "opening") {
    if (happened.ended === "withdrawn") return null;
    const filled = happened.ended === "filled";
    return {
      kind: filled ? "waitlist_filled" : "waitlist_exhausted",
      priority: filled ? "normal" : "low",
      expiresAt: until(start),
    };
  }
  const { what, by, answerBy } = happened;
  if (by === "studio") return null;
  const isSoon = start < plus(now, soonMs);
  if (what === "requested") return { kind: what, priority: "high", expiresAt: answerBy ?? start };
  if (what === "cancellation_asked")
    return { kind: what, priority: isSoon ? "urgent" : "high", expiresAt: start };
  return { kind: what, priority: isSoon ? "high" : "normal", expiresAt: until(start) };
}
