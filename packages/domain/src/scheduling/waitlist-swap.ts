import type { ServiceId } from "../ids.ts";
import { type Instant, type Interval, minuteMs } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { cancelDeadline } from "./booking.ts";
import { isLate } from "./cancellation.ts";
import { cancellationRequest } from "./cancellation-request.ts";

/** A visit as far as it matters for giving it up for an offered hour. */
export type SwapVisit = Interval & {
  readonly status: AppointmentStatus;
  readonly serviceId: ServiceId;
  /** Of a seat: the group session that it is in. */
  readonly groupSessionId: string | null;
  /** Who else holds it. */
  readonly withPractitionerIds: readonly string[];
  /** When its client asked to cancel it late, and when that was turned down. */
  readonly cancelAskedAt: Instant | null;
  readonly cancelRefusedAt: Instant | null;
};

/** The hour that is offered: nobody comes to it yet. */
type OfferedHour = Omit<SwapVisit, "status" | "cancelAskedAt" | "cancelRefusedAt">;

const swappable: readonly AppointmentStatus[] = ["scheduled", "confirmed"];

/**
 * Whether a visit of the client's own may be moved into an hour that they are offered, so that they come earlier instead of twice (ec-I9): one that
 * stands, of the same service and just as long, that comes later. A seat stays in its session, and who hold a visit together are not taken apart.
 * One that they ask to cancel stays until staff answer, whose yes would otherwise cancel the hour just taken (SCHED-17).
 */
export function canSwap(visit: SwapVisit, offered: OfferedHour): boolean {
  return (
    swappable.includes(visit.status) &&
    cancellationRequest({ askedAt: visit.cancelAskedAt, refusedAt: visit.cancelRefusedAt }) !== "open" &&
    visit.serviceId === offered.serviceId &&
    visit.start > offered.start &&
    visit.end - visit.start === offered.end - offered.start &&
    visit.groupSessionId === null &&
    offered.groupSessionId === null &&
    visit.withPractitionerIds.length === 0 &&
    offered.withPractitionerIds.length === 0
  );
}

/**
 * Until when the moved visit can be cancelled in time: by the window that it was booked with, and where its cut-off had passed already it stays as
 * it was, so that no offer is a way round a late fee (ec-J4). Taking the offer is free at any time.
 */
export function swapDeadline(
  visit: { readonly start: Instant; readonly cancelDeadline: Instant },
  start: Instant,
  now: Instant,
): Instant {
  const windowMin = (visit.start - visit.cancelDeadline) / minuteMs;
  return isLate({ cancelDeadline: visit.cancelDeadline, now })
    ? visit.cancelDeadline
    : cancelDeadline(start, windowMin);
}
