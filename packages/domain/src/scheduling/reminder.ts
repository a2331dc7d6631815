import { ok, refuse, type Result } from "../result.ts";
import { type Instant, minuteMs, plus } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";

/** 48 hours, 24 hours and 2 hours before the start, in elapsed minutes (NOTIF-01). */
export const defaultReminderOffsetsMin: readonly number[] = [2880, 1440, 120];

export type PlannedReminder = { readonly offsetMin: number; readonly dueAt: Instant };
export type SkippedReminder = PlannedReminder & { readonly reason: "booked_inside_offset" };

/**
 * When to remind of a visit, soonest first. Offsets are elapsed time: 24 hours before stays 24 hours across a clock change.
 * A reminder that was due when the visit was booked (or moved) is skipped, since the confirmation has just gone (NOTIF-02, ec-J11).
 */
export function planReminders(visit: {
  readonly start: Instant;
  /** When the visit was booked or last moved. */
  readonly bookedAt: Instant;
  readonly offsetsMin?: readonly number[];
}): { readonly due: readonly PlannedReminder[]; readonly skipped: readonly SkippedReminder[] } {
  const { start, bookedAt, offsetsMin = defaultReminderOffsetsMin } = visit;
  const all = [...new Set(offsetsMin)]
    .toSorted((a, b) => b - a)
    .map((offsetMin) => ({ offsetMin, dueAt: plus(start, -offsetMin * minuteMs) }));
  return {
    due: all.filter(({ dueAt }) => dueAt > bookedAt),
    skipped: all
      .filter(({ dueAt }) => dueAt <= bookedAt)
      .map((reminder) => ({ ...reminder, reason: "booked_inside_offset" })),
  };
}

export type ReminderFacts = {
  readonly reminder: PlannedReminder;
  /** The start for which the reminder was planned. */
  readonly plannedFor: Instant;
  readonly appointment: { readonly status: AppointmentStatus; readonly start: Instant };
  /** All offsets of this visit's plan: a later reminder makes a late one needless. */
  readonly offsetsMin: readonly number[];
  readonly now: Instant;
};
export type ReminderRefusal =
  | "not_due"
  | "not_standing"
  | "moved"
  | "started"
  | "superseded"
  | "too_close_to_start";

/** A reminder within 5 minutes of its due time is on time (NOTIF-02). */
const onTimeMs = 5 * minuteMs;
/** Less than this before the start, a late reminder only startles. */
const uselessBeforeStartMs = 15 * minuteMs;

/**
 * Whether a reminder may leave now. The visit must still stand at the time it was planned for (NOTIF-03). After an outage a late
 * one goes only while it is still useful (ec-J13): the next reminder of the plan is not yet due, and the start is at least
 * 15 minutes away.
 */
export function decideReminder(
  facts: ReminderFacts,
): Result<{ readonly sent: "on_time" | "late" }, ReminderRefusal> {
  const { reminder, plannedFor, appointment, now } = facts;
  const { dueAt } = reminder;
  if (appointment.status !== "scheduled" && appointment.status !== "confirmed") return refuse("not_standing");
  if (appointment.start !== plannedFor) return refuse("moved");
  if (now < dueAt) return refuse("not_due");
  if (now >= appointment.start) return refuse("started");
  if (now <= dueAt + onTimeMs) return ok({ sent: "on_time" });
  if (now >= nextDueAt(facts)) return refuse("superseded");
  if (now > appointment.start - uselessBeforeStartMs) return refuse("too_close_to_start");
  return ok({ sent: "late" });
}

function nextDueAt({ reminder, appointment, offsetsMin }: ReminderFacts): number {
  const later = offsetsMin.filter((offsetMin) => offsetMin < reminder.offsetMin);
  return later.length === 0 ? Number.POSITIVE_INFINITY : appointment.start - Math.max(...later) * minuteMs;
}
