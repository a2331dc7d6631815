import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";

type Ended = { readonly status: AppointmentStatus; readonly cancelledAt: Instant | null };

type EndedSeat = Ended & {
  /** The seat that it makes up for itself. */
  readonly makesUpFor: string | null;
  /** How a request for it ended that was not approved. */
  readonly requestEnded: string | null;
};

/**
 * Whether a member missed a session, so that they may make it up in another (SCHED-24): they did not come, or it was called off with their
 * seat. Whoever had cancelled by themselves before then missed nothing, nor did whose request for a seat was not answered yet; and where the seat
 * that is gone made up for another, that other is missed again, not both.
 */
export function wasMissed(seat: EndedSeat, session: Ended): boolean {
  if (seat.status === "no_show") return true;
  if (seat.status !== "cancelled" || session.status !== "cancelled") return false;
  if (seat.makesUpFor !== null || seat.requestEnded !== null) return false;
  return seat.cancelledAt !== null && session.cancelledAt !== null && seat.cancelledAt >= session.cancelledAt;
}

/** What so many people pay for a seat at so much for each: whoever makes up for a session that was missed does not pay anew. */
export function seatPrice(
  priceMinor: number,
  { partySize, makingUp }: { readonly partySize: number; readonly makingUp: number },
): number {
  return priceMinor * Math.max(0, partySize - makingUp);
}
