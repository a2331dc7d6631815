import type { AppointmentId, PractitionerId } from "../ids.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { cancelDeadline } from "./booking.ts";
import { type CancellationFacts, isLate } from "./cancellation.ts";
import { decideDeskBooking, type DeskBooking, type DeskRule, type OverridableRule } from "./desk-booking.ts";
import { decidePlacement, type HoldFacts, type Placement } from "./hold.ts";
import type { SlotRefusal } from "./slot-refusal.ts";
import type { Busy } from "./slots.ts";

export type RescheduleFacts = {
  readonly appointment: {
    readonly id: AppointmentId;
    readonly status: AppointmentStatus;
    readonly practitionerId: PractitionerId;
    readonly startsAt: Instant;
    readonly cancelDeadline: Instant;
  };
  /** The wanted start, who may give it, and by whom it is asked for. Its busy times may hold this appointment's own. */
  readonly slotFacts: HoldFacts;
  readonly cancellationWindowMin: number;
  readonly moves: OwnMoves;
  /** Whether the studio decides about each time that a client asks for (BOOK-06). */
  readonly approval: "instant" | "request";
  readonly now: Instant;
};

/**
 * Whether the studio decides about each other time of a visit (BOOK-06): where it does so of its service now, and where it did of this one, which
 * was a request, by its service's rule of then or because its client had missed too many (SCHED-20).
 */
export function approvalOfTimes({
  approval,
  requestExpiresAt,
}: {
  readonly approval: "instant" | "request";
  /** Until when a request for it could be answered; null of a visit that was booked at once. */
  readonly requestExpiresAt: Instant | null;
}): "instant" | "request" {
  return requestExpiresAt === null ? approval : "request";
}

/** How often a client has moved a visit by themselves, and how often the studio lets them; null is no limit (BOOK-06). */
export type OwnMoves = { readonly made: number; readonly limit: number | null };

export type MovePlan = Placement & {
  readonly cancelDeadline: Instant;
  /** What staff pass over, having seen it in the way; none for everybody else. */
  readonly passedOver: readonly OverridableRule[];
};
export type RescheduleRefusal =
  | SlotRefusal
  | "already_cancelled"
  | "not_allowed"
  | "already_started"
  | "awaiting_answer"
  | "too_late"
  | "move_limit"
  | "call_to_book"
  | "same_time";

const movable: readonly AppointmentStatus[] = ["scheduled", "confirmed"];

/**
 * Whether a visit may move to another time. The rules of a hold decide the new time, and the visit's own old time does not stand
 * in its way (ec-J6). A client may move it until its cut-off; from then on the old cut-off stays, whoever moves it, so that moving
 * far and cancelling is no way round a late fee (ec-J4). A client moves it so often and then has to call; staff are not counted (ec-J5).
 * A time that the studio approved is not left by its client alone for one that nobody approved (BOOK-06).
 * `overriding`: the rules that staff saw in the way and pass over for a reason (ec-H20); one that they did not see refuses.
 */
export function decideReschedule(
  facts: RescheduleFacts,
  overriding: readonly OverridableRule[] = [],
): Result<MovePlan, RescheduleRefusal> {
  const { appointment, slotFacts, cancellationWindowMin, moves, approval, now } = facts;
  const actor = slotFacts.bookedBy === "client" ? "client" : "staff";
  const standing = moveRefusal({ ...appointment, actor, now });
  if (standing !== null) return refuse(standing);
  if (actor === "client" && !hasMovesLeft(moves)) return refuse("move_limit");
  if (actor === "client" && approval === "request") return refuse("call_to_book");

  const found = placeThere(withoutOwnTime(slotFacts, appointment.id), overriding, now);
  if (!found.ok) return found;
  const { placement, passedOver } = found.value;
  const { start, practitionerId } = placement;
  if (start === appointment.startsAt && practitionerId === appointment.practitionerId)
    return refuse("same_time");
  return ok({
    ...placement,
    passedOver,
    cancelDeadline: isLate({ cancelDeadline: appointment.cancelDeadline, now })
      ? appointment.cancelDeadline
      : cancelDeadline(start, cancellationWindowMin),
  });
}

function placeThere(
  facts: HoldFacts,
  overriding: readonly OverridableRule[],
  now: Instant,
): Result<Pick<DeskBooking, "placement" | "passedOver">, SlotRefusal> {
  const free = decidePlacement(facts, now);
  if (free.ok) return ok({ placement: free.value, passedOver: [] });
  const over = overriding.length === 0 ? free : decideDeskBooking(facts, now, overriding);
  return over.ok ? over : free;
}

/** Everything in the way of moving a visit as staff to a time, as they are told before they pass over it. */
export function rulesAgainstMove(own: AppointmentId, facts: HoldFacts, now: Instant): readonly DeskRule[] {
  const booking = decideDeskBooking(withoutOwnTime(facts, own), now, []);
  return booking.ok ? [] : booking.refusal;
}

/** Whether a client may move the visit once more by themselves. */
export function hasMovesLeft({ made, limit }: OwnMoves): boolean {
  return limit === null || made < limit;
}

/** Why a visit as it stands cannot be moved anywhere, by this person, now; null when it can. */
export function moveRefusal({
  actor,
  status,
  startsAt,
  cancelDeadline,
  now,
}: CancellationFacts):
  | "already_cancelled"
  | "not_allowed"
  | "already_started"
  | "awaiting_answer"
  | "too_late"
  | null {
  if (status === "cancelled") return "already_cancelled";
  if (status === "held") return "not_allowed";
  // Another time is another request: the studio answers to the one it was sent.
  if (status === "requested") return "awaiting_answer";
  if (!movable.includes(status)) return "already_started";
  if (actor === "staff") return null;
  if (now >= startsAt) return "already_started";
  return isLate({ cancelDeadline, now }) ? "too_late" : null;
}

function withoutOwnTime(facts: HoldFacts, own: AppointmentId): HoldFacts {
  const others = (busy: readonly Busy[]) => busy.filter(({ appointmentId }) => appointmentId !== own);
  return {
    ...facts,
    candidates: facts.candidates.map((candidate) => ({ ...candidate, busy: others(candidate.busy) })),
    rooms: facts.rooms?.map((room) => ({ ...room, busy: others(room.busy) })) ?? null,
    devices: facts.devices?.map((device) => ({ ...device, busy: others(device.busy) })) ?? null,
  };
}
