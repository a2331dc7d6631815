import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, minuteMs, plus } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { isExpired } from "./hold.ts";

/** How long a request may wait for its answer, and how long before its start it has to be answered. */
export type RequestPolicy = { readonly answerHours: number; readonly leadMin: number };

/**
 * Until when a request for a visit can be answered (BOOK-06): so many elapsed hours after it was sent, but so many minutes before its
 * start at the latest. What was sent inside that lead can be answered until it would begin.
 */
export function requestDeadline(
  { answerHours, leadMin }: RequestPolicy,
  { sentAt, start }: { readonly sentAt: Instant; readonly start: Instant },
): Instant {
  const latest = plus(start, -leadMin * minuteMs);
  const soonest = plus(sentAt, answerHours * hourMs);
  return latest <= sentAt ? start : latest < soonest ? latest : soonest;
}

/** `no_request`: it was answered, withdrawn or never was one. `request_expired`: nobody answered in time. */
type RequestAnswerRefusal = "no_request" | "request_expired";

/** Whether a request can be answered now; at its last instant it can (as a hold, ec-I3). */
export function decideRequestAnswer(facts: {
  readonly status: AppointmentStatus;
  readonly expiresAt: Instant | null;
  readonly now: Instant;
}): Result<"answer", RequestAnswerRefusal> {
  const { status, expiresAt, now } = facts;
  if (status !== "requested" || expiresAt === null) return refuse("no_request");
  return isExpired(expiresAt, now) ? refuse("request_expired") : ok("answer");
}
