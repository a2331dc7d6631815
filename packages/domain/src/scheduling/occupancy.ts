import { type Instant, type Interval, interval, minuteMs, plus } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import type { ServiceRules } from "./service-rules.ts";

/**
 * THE list of statuses that block time: search, hold, constraint and reports all mean these. A completed visit still blocks,
 * so that history cannot be booked over; a cancelled one and a no-show do not.
 */
export const blockingStatuses = [
  "held",
  "requested",
  "scheduled",
  "confirmed",
  "checked_in",
  "in_progress",
  "completed",
] as const satisfies readonly AppointmentStatus[];

/** The statuses that count towards a cap: what takes time, and a no-show, whose place was kept (ec-D6). */
export const countedStatuses = [
  ...blockingStatuses,
  "no_show",
] as const satisfies readonly AppointmentStatus[];

/** True when an appointment of this status takes the time of its practitioner, its room and its device. */
export function blocksTime(status: AppointmentStatus): boolean {
  return blockingStatuses.some((blocking) => blocking === status);
}

/** The visit itself: `durationMin` elapsed minutes from `start`. */
export function visitOf(start: Instant, service: Pick<ServiceRules, "durationMin">): Interval {
  return interval(start, plus(start, service.durationMin * minuteMs));
}

/** What an appointment takes of its practitioner, and at least of its room and device: the visit with its own buffers (SCHED-13). */
export function blockedRange(start: Instant, service: ServiceRules): Interval {
  return interval(
    plus(start, -service.bufferBeforeMin * minuteMs),
    plus(start, (service.durationMin + service.bufferAfterMin) * minuteMs),
  );
}
