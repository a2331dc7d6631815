import { ok, refuse, type Result } from "../result.ts";
import type { Instant, Interval } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { isInLine, type WaitlistStatus } from "./waitlist-entry.ts";
import { isExpired } from "./hold.ts";
import type { OfferFacts } from "./waitlist-offer.ts";

/** Whether something written about later overtook a notice that has not left yet. */
export type Overtaken = "by_a_newer_one" | "by_nothing";

export type VisitNoticeRefusal = "not_standing" | "over" | "superseded";

/** What a client is told of their own visit. */
export const visitNotices = [
  "confirmation",
  "rescheduled",
  "cancelled",
  "request_received",
  "request_declined",
  "request_expired",
  "cancellation_turned_down",
] as const;
export type VisitNotice = (typeof visitNotices)[number];

/** Of which status each of them is still true. */
const trueOf = {
  confirmation: ["scheduled", "confirmed", "checked_in", "in_progress", "completed"],
  rescheduled: ["scheduled", "confirmed", "checked_in", "in_progress", "completed"],
  cancelled: ["cancelled"],
  request_received: ["requested"],
  request_declined: ["cancelled"],
  request_expired: ["cancelled"],
  cancellation_turned_down: ["scheduled", "confirmed", "checked_in", "in_progress", "completed"],
} as const satisfies Record<VisitNotice, readonly AppointmentStatus[]>;

/**
 * Whether a notice of a booking, move or cancellation may still leave. It is written from the visit as it stands when it leaves,
 * so it must still be true then; a notice of an earlier version gives way to one of a later (ec-J12).
 */
export function decideVisitNotice(facts: {
  readonly kind: VisitNotice;
  readonly status: AppointmentStatus;
  readonly visit: Interval;
  readonly overtaken: Overtaken;
  readonly now: Instant;
}): Result<"send", VisitNoticeRefusal> {
  const { kind, status, visit, overtaken, now } = facts;
  if (overtaken === "by_a_newer_one") return refuse("superseded");
  if (!trueOf[kind].some((standing) => standing === status)) return refuse("not_standing");
  return now >= (status === "cancelled" ? visit.end : visit.start) ? refuse("over") : ok("send");
}

export type OfferNoticeRefusal = "already_answered" | "lapsed" | "still_open" | "over" | "not_waiting";

/** Whether an offer may still be sent: only while it can be answered. */
export function decideOfferNotice(offer: OfferFacts, now: Instant): Result<"send", OfferNoticeRefusal> {
  if (offer.status === "accepted" || offer.status === "declined") return refuse("already_answered");
  if (offer.status !== "open" || isExpired(offer.expiresAt, now)) return refuse("lapsed");
  return ok("send");
}

/**
 * Whether somebody is told that an offer ended without their answer, and that they keep the place; not once the hour itself has
 * begun, nor when the place is gone as well.
 */
export function decideOfferClosedNotice(
  facts: Pick<OfferFacts, "status"> & {
    readonly entry: WaitlistStatus;
    readonly startsAt: Instant;
    readonly now: Instant;
  },
): Result<"lapsed" | "gone", OfferNoticeRefusal> {
  const { status, entry, startsAt, now } = facts;
  if (status === "open") return refuse("still_open");
  if (status === "accepted" || status === "declined") return refuse("already_answered");
  if (now >= startsAt) return refuse("over");
  if (!isInLine(entry)) return refuse("not_waiting");
  return ok(status === "lapsed" ? "lapsed" : "gone");
}

/** Whether somebody is told that they stand in line. */
export function decideJoinedNotice(status: WaitlistStatus): Result<"send", "not_waiting"> {
  return isInLine(status) ? ok("send") : refuse("not_waiting");
}
