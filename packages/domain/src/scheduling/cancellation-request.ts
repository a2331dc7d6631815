import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { decideCancellation } from "./cancellation.ts";

/** `turned_down`: the studio answered that the visit stands; it is asked once and not again. */
export type CancellationRequest = "none" | "open" | "turned_down";

export type CancellationRequestFacts = {
  readonly status: AppointmentStatus;
  readonly startsAt: Instant;
  readonly cancelDeadline: Instant;
  readonly request: CancellationRequest;
  readonly now: Instant;
};

/** `not_needed`: the cut-off has not passed, so the client cancels by themselves. */
export type CancellationRequestRefusal =
  | "not_needed"
  | "turned_down"
  | "already_cancelled"
  | "already_started";

/**
 * Whether a client may ask for a visit to be cancelled: only once it is too late to cancel it themselves, and before it begins
 * (SCHED-17). Asking twice is asking once.
 */
export function decideCancellationRequest(
  facts: CancellationRequestFacts,
): Result<"asks" | "asked_before", CancellationRequestRefusal> {
  const alone = decideCancellation({ ...facts, actor: "client" });
  if (alone.ok) return refuse("not_needed");
  if (alone.refusal === "already_cancelled") return refuse("already_cancelled");
  if (alone.refusal !== "too_late") return refuse("already_started");
  if (facts.request === "turned_down") return refuse("turned_down");
  return ok(facts.request === "open" ? "asked_before" : "asks");
}

/** How a request stands, from what was written down of it. */
export function cancellationRequest({
  askedAt,
  refusedAt,
}: {
  readonly askedAt: Instant | null;
  readonly refusedAt: Instant | null;
}): CancellationRequest {
  if (askedAt === null) return "none";
  return refusedAt === null ? "open" : "turned_down";
}

/** Whether staff have something to answer: a request that is open, for a visit that can still be cancelled at all. */
export function awaitsAnswer({
  status,
  request,
}: Pick<CancellationRequestFacts, "status" | "request">): boolean {
  const over = status === "completed" || status === "cancelled" || status === "no_show";
  return request === "open" && !over;
}
