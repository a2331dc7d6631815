import type { PractitionerId } from "../ids.ts";
import { refuse, type Result } from "../result.ts";
import { type Instant, type Interval, minuteMs } from "../time/index.ts";
import { openRows } from "./availability.ts";
import { decideHold, type HoldFacts, type HoldPlan } from "./hold.ts";
import type { SlotRefusal } from "./slot-refusal.ts";
import type { ServiceRules } from "./service-rules.ts";

/** What visitors keep at a studio at one moment and have not confirmed. */
export type StandingHolds = {
  /** From the address that asks; 0 where nobody saw it. */
  readonly fromHere: number;
  /** Of the date that is asked for, in the zone of the place. */
  readonly heldMs: ReadonlyMap<PractitionerId, number>;
  readonly date: Interval;
};

/** A household, or a practice's waiting room: more at once is nobody choosing a time (ec-H6). */
export const mostHoldsFromOnePlace = 5;

/** So much of a practitioner's date can be held and not booked at one moment, so that nobody can empty it by only holding (ec-H6). */
const mostOfADateHeld = 0.75;

/**
 * `decideHold` within the limits that keep a flood of holds from closing a studio: of one address, and of each practitioner's date. Whoever
 * has too much of the date held is passed over for somebody else who is free. Two visits of a date can always be held, however short it is. What a
 * visitor gives up with this step is not to be among `standing`.
 */
export function decideLimitedHold(
  facts: HoldFacts,
  standing: StandingHolds,
  now: Instant,
): Result<HoldPlan, SlotRefusal | "too_many_holds"> {
  const unlimited = decideHold(facts, now);
  if (!unlimited.ok) return unlimited;
  if (standing.fromHere >= mostHoldsFromOnePlace) return refuse("too_many_holds");
  const block = blockMs(facts.service);
  const candidates = facts.candidates.filter((one) => {
    const held = standing.heldMs.get(one.id) ?? 0;
    const open = openRows(one, standing.date).reduce((sum, { start, end }) => sum + (end - start), 0);
    return held + block <= Math.max(open * mostOfADateHeld, 2 * block);
  });
  const isEnough =
    facts.together === true ? candidates.length === facts.candidates.length : candidates.length > 0;
  if (!isEnough) return refuse("too_many_holds");
  const limited = decideHold({ ...facts, candidates }, now);
  return limited.ok ? limited : refuse("too_many_holds");
}

function blockMs({ bufferBeforeMin, durationMin, bufferAfterMin }: ServiceRules): number {
  return (bufferBeforeMin + durationMin + bufferAfterMin) * minuteMs;
}
