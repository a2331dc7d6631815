import { type Interval, overlaps } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import { blocksTime } from "./occupancy.ts";

/** A visit as its client lives it: from its own start to its own end. Buffers are the practitioner's, not theirs. */
export type OwnVisit = Interval & { readonly id: string; readonly status: AppointmentStatus };

/**
 * Those of a client's visits that overlap with one of them, soonest first (SCHED-12). Touching is not overlapping (SCHED-13), and
 * what is cancelled, was missed or is only held is no visit. Nothing is forbidden by this: two people may have been booked on
 * purpose. It is for telling.
 */
export function ownOverlaps<Visit extends OwnVisit>(one: OwnVisit, visits: readonly Visit[]): Visit[] {
  if (!takesPlace(one)) return [];
  return visits
    .filter((other) => other.id !== one.id && takesPlace(other) && overlaps(one, other))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function takesPlace({ status }: OwnVisit): boolean {
  return blocksTime(status) && status !== "held";
}
