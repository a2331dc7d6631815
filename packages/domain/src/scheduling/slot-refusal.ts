import type { RoomId } from "../ids.ts";
import type { Instant } from "../time/index.ts";
import { joined, openRows } from "./availability.ts";
import { visitOf } from "./occupancy.ts";
import {
  type BookingRules,
  clearOf,
  fitting,
  gridStarts,
  horizonEnd,
  housing,
  noticeEnd,
  type PractitionerFacts,
} from "./slots.ts";

/** Why a time cannot be had, in the order in which a person would want to know. */
export const slotRefusals = [
  "past",
  "too_soon",
  "beyond_horizon",
  "outside_hours",
  "off_grid",
  "slot_taken",
  "no_room",
] as const;
export type SlotRefusal = (typeof slotRefusals)[number];

/** Who asks. Staff may book inside the notice, beyond the horizon and off the grid (ec-C14, ec-C16). */
export type Booker = "client" | "staff";

/** One practitioner and one start, to be judged for an offer or a commit alike. */
export type SlotFacts = BookingRules & {
  readonly practitioner: PractitionerFacts;
  readonly bookedBy: Booker;
};

const waivedForStaff: readonly SlotRefusal[] = ["too_soon", "beyond_horizon", "off_grid"];

/** The first reason why this start cannot be booked, or null when it can. Null exactly for what `findSlots` offers a client. */
export function slotRefusal(facts: SlotFacts, start: Instant): SlotRefusal | null {
  return slotObstacles(facts, start)[0] ?? null;
}

/** Every reason why this start cannot be booked, in the order of `slotRefusals`. */
export function slotObstacles(facts: SlotFacts, start: Instant): SlotRefusal[] {
  const { now, service, practitioner, bookedBy } = facts;
  const rows = openRows(practitioner, visitOf(start, service));
  const here = [{ first: start, last: start }];
  const stands: Record<SlotRefusal, boolean> = {
    past: start < now,
    too_soon: start < noticeEnd(facts),
    beyond_horizon: start >= horizonEnd(facts, practitioner.zone),
    outside_hours: !fitting(joined(rows), service).some(({ first, last }) => first <= start && start <= last),
    off_grid: gridStarts(rows, service.stepMin, start, start + 1).length === 0,
    slot_taken: clearOf(practitioner.busy, here, service).length === 0,
    no_room: housing(facts)?.some(({ first, last }) => first <= start && start <= last) === false,
  };
  return slotRefusals.filter(
    (reason) => stands[reason] && !(bookedBy === "staff" && waivedForStaff.includes(reason)),
  );
}

/** The first room of the pool that is free for the visit with its buffers; null when none is, or none is needed. */
export function freeRoom({ rooms, service }: BookingRules, start: Instant): RoomId | null {
  const here = [{ first: start, last: start }];
  return rooms?.find((room) => clearOf(room.busy, here, service).length > 0)?.id ?? null;
}
