import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import { fullAt, type FullTime } from "./caps.ts";
import { type HoldFacts, type Placement, placementWith } from "./hold.ts";
import { withoutNotice } from "./service-rules.ts";
import { slotObstacles } from "./slot-refusal.ts";
import { traceTime } from "./trace-time.ts";

/**
 * What staff are held to when they book for a client. All but the first can be passed over by an override with a reason (ec-H20); notice,
 * horizon, grid and caps are for clients, and staff need no override for them (ec-C14).
 */
export const deskRules = [
  "past",
  "outside_opening",
  "place_closed",
  "time_off",
  "outside_hours",
  "buffer_outside",
  "licence_expired",
  "no_supervisor",
  "slot_taken",
  "busy_elsewhere",
  "no_travel_time",
  "no_break",
  "no_room",
  "no_device",
] as const;
export type DeskRule = (typeof deskRules)[number];

export const overridableRules = [
  "outside_opening",
  "place_closed",
  "time_off",
  "outside_hours",
  "buffer_outside",
  "licence_expired",
  "no_supervisor",
  "slot_taken",
  "busy_elsewhere",
  "no_travel_time",
  "no_break",
  "no_room",
  "no_device",
] as const satisfies readonly DeskRule[];
export type OverridableRule = (typeof overridableRules)[number];

/** True when an override could have the time all the same. */
export function canBeOverridden(rules: readonly DeskRule[]): rules is readonly OverridableRule[] {
  return rules.every((rule) => overridableRules.some((one) => one === rule));
}

export type DeskBooking = {
  readonly placement: Placement;
  /** What an override passes over; none where nothing is in the way. */
  readonly passedOver: readonly OverridableRule[];
  /** What would have kept a client from it for the date alone, and staff not (ec-C14). */
  readonly waived: readonly ("too_soon" | "beyond_horizon")[];
  /** Caps that the visit goes over, which staff may. */
  readonly overCaps: readonly FullTime[];
};

/**
 * Books one practitioner's time at the desk, or that of all who come together, or names every rule in the way. `overriding`: the rules that whoever books saw and passes
 * over; one that they did not see refuses. A visit that passes over `no_room` has no room: rooms and devices are never had twice.
 */
export function decideDeskBooking(
  facts: HoldFacts,
  now: Instant,
  overriding: readonly OverridableRule[],
): Result<DeskBooking, readonly DeskRule[]> {
  const people = facts.together === true ? facts.candidates : facts.candidates.slice(0, 1);
  const [lead] = people;
  if (lead === undefined) return refuse(["outside_hours"]);
  const { start } = facts;
  const service = withoutNotice(facts.service);
  const traced = people.flatMap((practitioner) =>
    traceTime({ ...facts, now, service, horizonDays: null, practitioner }, start),
  );
  const found = new Set<string>(traced.map(({ rule }) => rule));
  const rules = deskRules.filter((rule) => found.has(rule));
  const overCaps = people.flatMap(({ full }) => fullAt(full, start));
  if (!canBeOverridden(rules)) return refuse(rules);
  const passedOver: readonly OverridableRule[] = rules;
  if (passedOver.some((rule) => !overriding.includes(rule))) return refuse(rules);
  const forClients = people.flatMap((practitioner) =>
    slotObstacles({ ...facts, now, practitioner, bookedBy: "client" }, start),
  );
  const waived = (["too_soon", "beyond_horizon"] as const).filter((rule) => forClients.includes(rule));
  return ok({ placement: placementWith(facts, lead.id, now), passedOver, waived, overCaps });
}
