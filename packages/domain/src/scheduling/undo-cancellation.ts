import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";

export type UndoFacts = {
  readonly status: AppointmentStatus;
  /** What it was before it was cancelled, and until when it can be that again; null where nothing can be undone. */
  readonly cancelledFrom: AppointmentStatus | null;
  readonly undoUntil: Instant | null;
  readonly startsAt: Instant;
  readonly now: Instant;
};

/**
 * Whether a cancellation can be undone, and what the visit is then (ec-I15): before the grace ends, from when its hour is offered, and before
 * the visit itself would have begun.
 */
export function decideUndo({
  status,
  cancelledFrom,
  undoUntil,
  startsAt,
  now,
}: UndoFacts): Result<{ readonly status: AppointmentStatus }, "not_allowed" | "too_late"> {
  if (status !== "cancelled" || cancelledFrom === null || undoUntil === null) return refuse("not_allowed");
  return now < Math.min(undoUntil, startsAt) ? ok({ status: cancelledFrom }) : refuse("too_late");
}
