import { contains, type Interval } from "../time/index.ts";
import { joined } from "./availability.ts";

/**
 * When somebody who supervises a practitioner can be reached (SCHED-07, SCHED-25): within their own working hours at any place, and neither
 * away nor at a place that is closed. A supervisor who is with a client then can be reached all the same, as is usual where people train.
 */
export type Supervision = {
  /** Whether anybody supervises them at all. */
  readonly assigned: boolean;
  /** Ascending by start. */
  readonly times: readonly Interval[];
};

/** Whether one supervisor or another can be reached all through a visit; for a service that asks for none it always is so. */
export function isSupervised(supervision: Supervision | null | undefined, visit: Interval): boolean {
  return !supervision || joined(supervision.times).some((time) => contains(time, visit));
}
