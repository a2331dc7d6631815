import type { AppointmentId, PractitionerId } from "../ids.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { cancelDeadline } from "./booking.ts";
import { isLate } from "./cancellation.ts";
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
  readonly now: Instant;
};

export type MovePlan = Placement & { readonly cancelDeadline: Instant };
export type RescheduleRefusal =
  | SlotRefusal
  | "already_cancelled"
  | "not_allowed"
  | "already_started"
  | "too_late"
  | "same_time";

const movable: readonly AppointmentStatus[] = ["requested", "scheduled", "confirmed"];

/**
 * Whether a visit may move to another time. The rules of a hold decide the new time, and the visit's own old time does not stand
 * in its way (ec-J6). A client may move it until its cut-off; from then on the old cut-off stays, whoever moves it, so that moving
 * far and cancelling is no way round a late fee (ec-J4).
 */
export function decideReschedule(facts: RescheduleFacts): Result<MovePlan, RescheduleRefusal> {
  const { appointment, slotFacts, cancellationWindowMin, now } = facts;
  const { status, startsAt } = appointment;
  const late = isLate({ cancelDeadline: appointment.cancelDeadline, now });
  if (status === "cancelled") return refuse("already_cancelled");
  if (status === "held") return refuse("not_allowed");
  if (!movable.includes(status)) return refuse("already_started");
  if (slotFacts.bookedBy === "client" && now >= startsAt) return refuse("already_started");
  if (slotFacts.bookedBy === "client" && late) return refuse("too_late");

  const placement = decidePlacement(withoutOwnTime(slotFacts, appointment.id), now);
  if (!placement.ok) return placement;
  const { start, practitionerId } = placement.value;
  if (start === startsAt && practitionerId === appointment.practitionerId) return refuse("same_time");
  return ok({
    ...placement.value,
    cancelDeadline: late ? appointment.cancelDeadline : cancelDeadline(start, cancellationWindowMin),
  });
}

function withoutOwnTime(facts: HoldFacts, own: AppointmentId): HoldFacts {
  const others = (busy: readonly Busy[]) => busy.filter(({ appointmentId }) => appointmentId !== own);
  return {
    ...facts,
    candidates: facts.candidates.map((candidate) => ({ ...candidate, busy: others(candidate.busy) })),
    rooms: facts.rooms?.map((room) => ({ ...room, busy: others(room.busy) })) ?? null,
  };
}
