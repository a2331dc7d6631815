import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, minuteMs } from "../time/index.ts";

export const appointmentStatuses = [
  "held",
  "requested",
  "scheduled",
  "confirmed",
  "checked_in",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/** Where an appointment may go from each status (SCHED-09). Nothing moves backwards here; see `corrections`. */
export const statusMoves = {
  held: ["requested", "scheduled", "cancelled"],
  requested: ["scheduled", "cancelled"],
  scheduled: ["confirmed", "checked_in", "in_progress", "completed", "no_show", "cancelled"],
  confirmed: ["checked_in", "in_progress", "completed", "no_show", "cancelled"],
  checked_in: ["in_progress", "completed", "cancelled"],
  in_progress: ["completed", "cancelled"],
  completed: [],
  cancelled: [],
  no_show: [],
} as const satisfies Record<AppointmentStatus, readonly AppointmentStatus[]>;

/** What a person with the right to correct may put right afterwards, with a reason and audited (SCHED-09, ec-J8). */
export const statusCorrections = {
  held: [],
  requested: [],
  scheduled: [],
  confirmed: ["scheduled"],
  checked_in: ["scheduled", "confirmed"],
  in_progress: ["checked_in"],
  completed: ["in_progress", "no_show"],
  cancelled: [],
  no_show: ["checked_in", "in_progress", "completed"],
} as const satisfies Record<AppointmentStatus, readonly AppointmentStatus[]>;

export type StatusChangeFacts = {
  readonly from: AppointmentStatus;
  readonly to: AppointmentStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly now: Instant;
  readonly by: "client" | "staff";
};
export type StatusRefusal = "not_allowed" | "too_early" | "already_started";

/** A no-show can be recorded from 15 minutes after the start (SCHED-10). */
const noShowAfterMs = 15 * minuteMs;
/** Arrival and start can be recorded from 2 hours before the start; earlier is a slip of the hand. */
const arrivalBeforeMs = 2 * hourMs;

/** Whether an appointment may change its status now: the table of moves, then the rules of time (SCHED-09, SCHED-10). */
export function decideStatusChange(
  facts: StatusChangeFacts,
): Result<{ readonly status: AppointmentStatus }, StatusRefusal> {
  const { from, to, startsAt, now, by } = facts;
  if (!includes(statusMoves[from], to)) return refuse("not_allowed");
  if (to === "cancelled" && by === "client" && now >= startsAt) return refuse("already_started");
  if (now < earliest(facts)) return refuse("too_early");
  return ok({ status: to });
}

/** The statuses that staff may set now, cancelling apart: the buttons of the appointment panel. A request is answered instead. */
export function nextStatuses(facts: Omit<StatusChangeFacts, "to" | "by">): AppointmentStatus[] {
  if (facts.from === "requested") return [];
  return statusMoves[facts.from].filter(
    (to) => to !== "cancelled" && decideStatusChange({ ...facts, to, by: "staff" }).ok,
  );
}

type Correction = Omit<StatusChangeFacts, "by">;

/**
 * Whether a status may be put right to another: the table of corrections, then the rules of time, since nothing is put right to what cannot
 * be true yet (SCHED-09, SCHED-10). Who may do it, and the reason, are the caller's to check.
 */
export function decideStatusCorrection(
  facts: Correction,
): Result<{ readonly status: AppointmentStatus }, "not_allowed" | "too_early"> {
  if (!includes(statusCorrections[facts.from], facts.to)) return refuse("not_allowed");
  return facts.now < earliest(facts) ? refuse("too_early") : ok({ status: facts.to });
}

/** What the status may be put right to now. */
export function correctableStatuses(facts: Omit<Correction, "to">): AppointmentStatus[] {
  return statusCorrections[facts.from].filter((to) => decideStatusCorrection({ ...facts, to }).ok);
}

/** The first instant at which a status can be true. */
function earliest({ from, to, startsAt, endsAt }: Correction): number {
  if (to === "no_show") return startsAt + noShowAfterMs;
  if (to === "completed") return from === "in_progress" ? Number.NEGATIVE_INFINITY : endsAt;
  if (to === "checked_in" || to === "in_progress") return startsAt - arrivalBeforeMs;
  return Number.NEGATIVE_INFINITY;
}

function includes(statuses: readonly AppointmentStatus[], status: AppointmentStatus): boolean {
  return statuses.includes(status);
}
