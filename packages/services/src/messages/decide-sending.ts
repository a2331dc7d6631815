import type { NotificationModel } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  decideJoinedNotice,
  decideOfferClosedNotice,
  decideOfferNotice,
  decideReminder,
  decideVisitNotice,
} from "@quietroom/domain/scheduling";
import { type Instant, interval, minuteMs, plus } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";
import type { MessageFacts } from "./message-facts.ts";
import { readKind } from "./message-kind.ts";

/** Whether a message may leave now, by the rule of its kind; the refusal is the reason that the ledger keeps. */
export function decideSending(
  notification: NotificationModel,
  { studio, visit, together, offered, entry, overtaken, reminders }: MessageFacts,
  now: Instant,
): Result<unknown, string> {
  const kind = readKind(notification.kind);
  if (typeof kind === "object") {
    if (visit === null) return refuse("not_standing");
    if (overtaken === "by_a_newer_one") return refuse("moved");
    const dueAt = fromInstantColumn(notification.dueAt);
    const decision = decideReminder({
      reminder: { offsetMin: kind.reminderOffsetMin, dueAt },
      plannedFor: plus(dueAt, kind.reminderOffsetMin * minuteMs),
      appointment: { status: visit.appointment.status, start: fromInstantColumn(visit.appointment.startsAt) },
      offsetsMin: studio.reminderOffsetsMin,
      now,
    });
    return decision.ok && reminders === "not_wanted" ? refuse("reminders_not_wanted") : decision;
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
