import type { NotificationModel } from "@quietroom/db";
import { isStale } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  decideJoinedNotice,
  decideOfferClosedNotice,
  decideOfferNotice,
  decideReminder,
  decideVisitNotice,
} from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";
import type { MessageFacts } from "./message-facts.ts";
import { readKind } from "./message-kind.ts";

/** Whether a message may leave now: by the rule of its kind, and while it is useful. The refusal is the reason that the ledger keeps. */
export function decideSending(
  notification: NotificationModel,
  facts: MessageFacts,
  now: Instant,
): Result<unknown, string> {
  const decision = decideByKind(notification, facts, now);
  const { usefulUntil } = notification;
  if (!decision.ok || !isStale(usefulUntil && fromInstantColumn(usefulUntil), now)) return decision;
  return refuse("stale");
}

function decideByKind(
  notification: NotificationModel,
  { visit, together, offered, entry, overtaken }: MessageFacts,
  now: Instant,
): Result<unknown, string> {
  const kind = readKind(notification.kind);
  if (kind === "reminder") {
    if (visit === null) return refuse("not_standing");
    if (overtaken === "by_a_newer_one") return refuse("moved");
    const { dueAt, usefulUntil, plannedFor } = notification;
    if (usefulUntil === null || plannedFor === null)
      throw new Error("a reminder that was planned for no visit");
    return decideReminder({
      reminder: { dueAt: fromInstantColumn(dueAt), usefulUntil: fromInstantColumn(usefulUntil) },
      plannedFor: fromInstantColumn(plannedFor),
      appointment: { status: visit.appointment.status, start: fromInstantColumn(visit.appointment.startsAt) },
      now,
    });
  }
  switch (kind) {
    case "confirmation":
    case "rescheduled":
    case "cancelled":
    case "request_received":
    case "request_declined":
    case "request_expired":
    case "cancellation_turned_down": {
      if (visit === null) return refuse("not_standing");
      if (together !== null && together.length > 0) return ok("send"); // of the others it says nothing
      const { status, startsAt, endsAt } = visit.appointment;
      const time = interval(fromInstantColumn(startsAt), fromInstantColumn(endsAt));
      return decideVisitNotice({ kind, status, visit: time, overtaken, now });
    }
    case "waitlist_joined":
      return entry === null ? refuse("not_waiting") : decideJoinedNotice(entry.status);
    case "waitlist_offer": {
      if (offered === null) return refuse("lapsed");
      const { status, expiresAt } = offered.offer;
      return decideOfferNotice({ status, expiresAt: fromInstantColumn(expiresAt) }, now);
    }
    case "waitlist_offer_closed": {
      if (offered === null || offered.message === "not_sent") return refuse("never_offered");
      if (entry === null) return refuse("not_waiting");
      const { status, startsAt } = offered.offer;
      return decideOfferClosedNotice({
        status,
        entry: entry.status,
        startsAt: fromInstantColumn(startsAt),
        now,
      });
    }
  }
}
