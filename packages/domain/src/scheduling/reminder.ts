import { ok, refuse, type Result } from "../result.ts";
import { type Instant, minuteMs, type TimeZone } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { readReminderRule, reminderAt } from "./reminder-rule.ts";

export type PlannedReminder = {
  readonly rule: string;
  readonly dueAt: Instant;
  /** From here on it is of no use: the next reminder takes over, or the visit begins. */
  readonly usefulUntil: Instant;
};
export type SkippedReminder = PlannedReminder & {
  readonly reason: "booked_inside_offset" | "not_before_start";
};

/**
 * When to remind of a visit, soonest first, by the wall clock of its place (`timeZone`). A reminder that was due when the visit was booked
 * (or moved) is skipped, since the confirmation has just gone (NOTIF-02, ec-J11); so is one that would come when the visit has begun. Of two
 * at the same moment there is one. A text that is no rule plans nothing.
 */
export function planReminders(visit: {
  readonly start: Instant;
  readonly timeZone: TimeZone;
  /** When the visit was booked or last moved. */
  readonly bookedAt: Instant;
  readonly rules: readonly string[];
}): { readonly due: readonly PlannedReminder[]; readonly skipped: readonly SkippedReminder[] } {
  const { start, timeZone, bookedAt, rules } = visit;
  const all = rules
    .flatMap((text) => {
      const rule = readReminderRule(text);
      return rule === null ? [] : [{ rule: text, dueAt: reminderAt(rule, start, timeZone) }];
    })
    .toSorted((a, b) => a.dueAt - b.dueAt)
    .filter(({ dueAt }, index, sorted) => dueAt !== sorted[index - 1]?.dueAt)
    .map((reminder, index, sorted): PlannedReminder => {
      const next = sorted[index + 1]?.dueAt ?? start;
      return { ...reminder, usefulUntil: next < start ? next : start };
    });
  const late = all.filter(({ dueAt }) => dueAt >= start);
  const before = all.filter(({ dueAt }) => dueAt < start);
  return {
    due: before.filter(({ dueAt }) => dueAt > bookedAt),
    skipped: [
      ...before
        .filter(({ dueAt }) => dueAt <= bookedAt)
        .map((reminder) => ({ ...reminder, reason: "booked_inside_offset" as const })),
      ...late.map((reminder) => ({ ...reminder, reason: "not_before_start" as const })),
    ],
  };
}

export type ReminderFacts = {
  readonly reminder: Pick<PlannedReminder, "dueAt" | "usefulUntil">;
  /** The start for which the reminder was planned. */
  readonly plannedFor: Instant;
  readonly appointment: { readonly status: AppointmentStatus; readonly start: Instant };
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
  const { dueAt, usefulUntil } = reminder;
  if (appointment.status !== "scheduled" && appointment.status !== "confirmed") return refuse("not_standing");
  if (appointment.start !== plannedFor) return refuse("moved");
  if (now < dueAt) return refuse("not_due");
  if (now >= appointment.start) return refuse("started");
  if (now >= usefulUntil) return refuse("superseded");
  if (now <= dueAt + onTimeMs) return ok({ sent: "on_time" });
  if (now > appointment.start - uselessBeforeStartMs) return refuse("too_close_to_start");
  return ok({ sent: "late" });
}
