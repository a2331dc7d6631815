import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import type { Booker } from "./slot-refusal.ts";

export type CancellationFacts = {
  readonly actor: Booker;
  readonly status: AppointmentStatus;
  readonly startsAt: Instant;
  readonly cancelDeadline: Instant;
  readonly now: Instant;
};

/** `too_late`: past the cut-off, so a client may only ask and staff decide (SCHED-17). */
export type CancellationRefusal = "already_cancelled" | "already_started" | "too_late" | "not_allowed";

/** What a new studio's visits are cancelled for, until it writes its own list (SCHED-19). None of them says what somebody suffers from. */
export const firstCancellationReasons = [
  "Unwell",
  "Work or family",
  "Travel or weather",
  "Not needed any more",
  "Practitioner away",
  "Something else",
] as const;

/**
 * Whether an appointment can be cancelled, and whether that is late. Clients until the cut-off, which itself is in time
 * (ec-J2); staff at any time until the visit is over (SCHED-10). A held time is released, not cancelled.
 */
export function decideCancellation(
  facts: CancellationFacts,
): Result<{ readonly late: boolean }, CancellationRefusal> {
  const { actor, status, startsAt, now } = facts;
  if (status === "cancelled") return refuse("already_cancelled");
  if (status === "held") return refuse("not_allowed");
  if (status === "completed" || status === "no_show") return refuse("already_started");
  // What was only asked for is taken back, which is never late: nobody has promised anything yet.
  if (status === "requested")
    return actor === "client" && now >= startsAt ? refuse("already_started") : ok({ late: false });
  if (actor === "client") {
    if (now >= startsAt || status === "in_progress" || status === "checked_in")
      return refuse("already_started");
    if (isLate(facts)) return refuse("too_late");
  }
  return ok({ late: isLate(facts) });
}

/** True after the cut-off; at the cut-off it is still in time (ec-J2). */
export function isLate({ cancelDeadline, now }: Pick<CancellationFacts, "cancelDeadline" | "now">): boolean {
  return now > cancelDeadline;
}
