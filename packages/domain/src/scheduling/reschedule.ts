import type { AppointmentId, PractitionerId } from "../ids.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { cancelDeadline } from "./booking.ts";
import { type CancellationFacts, isLate } from "./cancellation.ts";
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
  const standing = moveRefusal({ ...appointment, actor: slotFacts.bookedBy, now });
  if (standing !== null) return refuse(standing);

  const placement = decidePlacement(withoutOwnTime(slotFacts, appointment.id), now);
  if (!placement.ok) return placement;
  const { start, practitionerId } = placement.value;
  if (start === appointment.startsAt && practitionerId === appointment.practitionerId)
    return refuse("same_time");
  return ok({
    ...placement.value,
    cancelDeadline: isLate({ cancelDeadline: appointment.cancelDeadline, now })
      ? appointment.cancelDeadline
      : cancelDeadline(start, cancellationWindowMin),
  });
}

/** Why a visit as it stands cannot be moved anywhere, by this person, now; null when it can. */
export function moveRefusal({
  actor,
  status,
  startsAt,
  cancelDeadline,
  now,
}: CancellationFacts): "already_cancelled" | "not_allowed" | "already_started" | "too_late" | null {
  if (status === "cancelled") return "already_cancelled";
  if (status === "held") return "not_allowed";
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
  };
}
