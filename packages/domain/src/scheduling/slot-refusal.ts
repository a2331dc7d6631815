import type { Instant } from "../time/index.ts";
import { joined, openRows } from "./availability.ts";
import { stretchWithoutBreak } from "./breaks.ts";
import { fullAt } from "./caps.ts";
import { isLicensed } from "./licence.ts";
import { visitOf } from "./occupancy.ts";
import { firstFree } from "./resources.ts";
import { bare, givenBy } from "./service-rules.ts";
import {
  type BookingRules,
  clearOf,
  clearOfOthers,
  fitting,
  gridStarts,
  horizonEnd,
  noticeEnd,
  type PractitionerFacts,
  withinHours,
} from "./slots.ts";
import { isSupervised } from "./supervision.ts";
import { onTheWay } from "./travel.ts";

/** Why a time cannot be had, in the order in which a person would want to know. */
export const slotRefusals = [
  "past",
  "too_soon",
  "beyond_horizon",
  "outside_hours",
  "off_grid",
  "fully_booked",
  "slot_taken",
  "no_travel_time",
  "no_break",
  "no_room",
  "no_device",
] as const;
export type SlotRefusal = (typeof slotRefusals)[number];

/** Who asks. The studio offers an hour to its waitlist by the rules of its staff, yet never more than its caps allow. */
export type Booker = "client" | "staff" | "waitlist";

/** One practitioner and one start, to be judged for an offer or a commit alike. */
export type SlotFacts = BookingRules & {
  readonly practitioner: PractitionerFacts;
  readonly bookedBy: Booker;
};

/** Staff may book inside the notice, beyond the horizon, off the grid and over a cap (ec-C14, ec-C16). */
const waived: Readonly<Record<Booker, readonly SlotRefusal[]>> = {
  client: [],
  staff: ["too_soon", "beyond_horizon", "off_grid", "fully_booked"],
  waitlist: ["too_soon", "beyond_horizon", "off_grid"],
};

/** The first reason why this start cannot be booked, or null when it can. Null exactly for what `findSlots` offers a client. */
export function slotRefusal(facts: SlotFacts, start: Instant): SlotRefusal | null {
  return slotObstacles(facts, start)[0] ?? null;
}

/** Every reason why this start cannot be booked, in the order of `slotRefusals`. */
export function slotObstacles(facts: SlotFacts, start: Instant): SlotRefusal[] {
  const { now, practitioner, bookedBy, rooms, devices } = facts;
  const service = givenBy(facts.service, practitioner);
  const rows = openRows(practitioner, withinHours(start, service));
  const here = [{ first: start, last: start }];
  const stands: Record<SlotRefusal, boolean> = {
    past: start < now,
    too_soon: start < noticeEnd(facts, practitioner.zone),
    beyond_horizon: start >= horizonEnd(facts, practitioner.zone),
    outside_hours:
      !fitting(joined(rows), service).some(({ first, last }) => first <= start && start <= last) ||
      !isLicensed(practitioner, start) ||
      !isSupervised(practitioner.supervision, visitOf(start, service)),
    off_grid: gridStarts(rows, service.stepMin, start, start + 1).length === 0,
    fully_booked: fullAt(practitioner.full, start).length > 0,
    slot_taken: clearOfOthers(practitioner.busy, here, service).length === 0,
    no_travel_time:
      Boolean(practitioner.journeys?.length) &&
      clearOf(onTheWay(practitioner.journeys ?? []), here, bare(service)).length === 0,
    no_break: Boolean(practitioner.breaks && stretchWithoutBreak(practitioner.breaks, start, service)),
    no_room: Boolean(rooms) && firstFree(rooms, start, service) === null,
    no_device: Boolean(devices) && firstFree(devices, start, service) === null,
  };
  return slotRefusals.filter((reason) => stands[reason] && !waived[bookedBy].includes(reason));
}
