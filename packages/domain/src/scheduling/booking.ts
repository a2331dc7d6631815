import { ok, refuse, type Result } from "../result.ts";
import {
  type Instant,
  type Interval,
  interval,
  minuteMs,
  overlaps,
  plus,
  type TimeZone,
} from "../time/index.ts";
import { type Hours, joined, openRows } from "./availability.ts";
import { fullAt, type FullTime } from "./caps.ts";
import { type Closure, closedDuring } from "./closure.ts";
import { decidePlacement, type HoldFacts, type HoldPlan, isExpired, type Placement } from "./hold.ts";
import { isLicensed, type Licensed } from "./licence.ts";
import { requestDeadline, type RequestPolicy } from "./booking-request.ts";
import type { ServiceRules } from "./service-rules.ts";
import type { SlotRefusal } from "./slot-refusal.ts";
import { isSupervised, type Supervision } from "./supervision.ts";

export type BookingFacts = {
  /** The visitor's hold as it stands in the database, or null when it is gone. */
  readonly hold: HoldPlan | null;
  /** What decides a time when the hold does not stand; its busy times leave out the visitor's own hold. */
  readonly slotFacts: HoldFacts;
  /** When the place is closed, by its own clock. */
  readonly closed: { readonly closures: readonly Closure[]; readonly zone: TimeZone };
  /** When the people whose time is held work and may practise, as it stands now; without those who give the service no more. */
  readonly hours: readonly (Hours & Licensed)[];
  /** When another calendar takes the time of somebody whose time is held. */
  readonly elsewhere: readonly Interval[];
  /** When a supervisor of each person whose time is held can be reached, where the service needs it. */
  readonly supervision?: readonly Supervision[];
  /** Where caps leave no place beside the hold's own. */
  readonly full: readonly FullTime[];
  /** The studio's policy at this moment; the appointment keeps what follows from it (ec-J1, ec-J3). */
  readonly policy: {
    readonly cancellationWindowMin: number;
    readonly approval: "instant" | "request";
    readonly request: RequestPolicy;
  };
  readonly now: Instant;
};

export type BookingPlan = Placement & {
  readonly status: "scheduled" | "requested";
  /** Whether the hold stood, or the time was taken anew after it had run out. */
  readonly taken: "from_hold" | "anew";
  /** The last instant at which the client may cancel without it being late. */
  readonly cancelDeadline: Instant;
  /** Until when the studio can answer; null for what needs no answer. */
  readonly requestExpiresAt: Instant | null;
};

export type BookingRefusal = SlotRefusal;

/**
 * Turns a hold into an appointment. A hold that stands is confirmed even if the notice has passed since (ec-C10); one that has
 * run out is taken again while the time is still free (ec-H3), else the refusal says why not (ec-H4). A place that was closed in the
 * meantime is closed for a hold as well: whichever was said first holds, and a hold says nothing yet (ec-H18). The same goes for hours
 * that somebody took back, for a licence that has expired, for what came into another calendar of theirs, and for a cap that leaves its place to others by now (ec-D5, ec-D8).
 */
export function decideBooking({
  hold,
  slotFacts,
  closed,
  hours,
  elsewhere,
  supervision = [],
  full,
  policy,
  now,
}: BookingFacts): Result<BookingPlan, BookingRefusal> {
  const standing = hold !== null && !isExpired(hold.expiresAt, now) ? hold : null;
  if (standing !== null && standing.start < now) return refuse("past");
  if (standing !== null && closedDuring(closed.closures, closed.zone, interval(standing.start, standing.end)))
    return refuse("outside_hours");
  if (standing !== null && hours.some((one) => !isOpen(one, heldInHours(standing, slotFacts.service))))
    return refuse("outside_hours");
  if (standing !== null && hours.some((one) => !isLicensed(one, standing.start)))
    return refuse("outside_hours");
  if (
    standing !== null &&
    supervision.some((one) => !isSupervised(one, interval(standing.start, standing.end)))
  )
    return refuse("outside_hours");
  if (standing !== null && elsewhere.some((busy) => overlaps(busy, blockedBy(standing))))
    return refuse("slot_taken");
  if (standing !== null && fullAt(full, standing.start).length > 0) return refuse("fully_booked");
  const placement = standing === null ? decidePlacement(slotFacts, now) : ok(placementOf(standing));
  if (!placement.ok) return placement;
  const asked = policy.approval === "request";
  return ok({
    ...placement.value,
    status: asked ? "requested" : "scheduled",
    taken: standing === null ? "anew" : "from_hold",
    cancelDeadline: cancelDeadline(placement.value.start, policy.cancellationWindowMin),
    requestExpiresAt: asked
      ? requestDeadline(policy.request, { sentAt: now, start: placement.value.start })
      : null,
  });
}

function isOpen(hours: Hours, visit: Interval): boolean {
  return joined(openRows(hours, visit)).some(({ start, end }) => start <= visit.start && visit.end <= end);
}

/** What of a standing hold has to lie within working hours: its buffers too, where the studio wants them inside (ec-C5). */
function heldInHours(standing: Placement, { buffersInHours }: ServiceRules): Interval {
  return buffersInHours === true ? blockedBy(standing) : interval(standing.start, standing.end);
}

/** The visit with its buffers, which hold against other calendars too (ec-C6). */
function blockedBy({ blockedFrom, blockedUntil }: Placement): Interval {
  return interval(blockedFrom, blockedUntil);
}

/** The cut-off of a visit: so many elapsed minutes before its start (SCHED-17). Fixed at booking (ec-J1). */
export function cancelDeadline(start: Instant, cancellationWindowMin: number): Instant {
  return plus(start, -cancellationWindowMin * minuteMs);
}

function placementOf({ expiresAt: _expiresAt, ...placement }: HoldPlan): Placement {
  return placement;
}
