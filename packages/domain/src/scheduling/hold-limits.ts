import type { PractitionerId } from "../ids.ts";
import { refuse, type Result } from "../result.ts";
import { type Instant, type Interval, minuteMs } from "../time/index.ts";
import { openRows } from "./availability.ts";
import { decideHold, type HoldFacts, type HoldPlan } from "./hold.ts";
import type { SlotRefusal } from "./slot-refusal.ts";
import type { ServiceRules } from "./service-rules.ts";

/** What visitors keep at a studio at one moment and have not confirmed. */
export type StandingHolds = {
  /** People that the address which asks holds for; 0 where nobody saw it. */
  readonly fromHere: number;
  /** Of the date that is asked for, in the zone of the place. */
  readonly heldMs: ReadonlyMap<PractitionerId, number>;
  readonly date: Interval;
};

/** What visitors keep of a session's seats at one moment and have not confirmed, in people. Seats that are booked are none of it. */
export type StandingSeats = {
  /** People that the address which asks holds for, in times and in any session; 0 where nobody saw it. */
  readonly fromHere: number;
  /** In this session, from anywhere. */
  readonly held: number;
};

/** People that one address holds for: a household, or a practice's waiting room. More at once is nobody choosing a time (ec-H6). */
export const mostHoldsFromOnePlace = 5;

/** So much of a practitioner's date, or of a session's seats, can be held and not booked at one moment, so that nobody empties it by only holding (ec-H6). */
const mostHeld = 0.75;

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
    return held + block <= Math.max(open * mostHeld, 2 * block);
  });
  const isEnough =
    facts.together === true ? candidates.length === facts.candidates.length : candidates.length > 0;
  if (!isEnough) return refuse("too_many_holds");
  const limited = decideHold({ ...facts, candidates }, now);
  return limited.ok ? limited : refuse("too_many_holds");
}

/** How many people can be in seats of a session that are held and not booked: three quarters of its capacity, yet always a party of two (ec-H6). */
export function mostSeatsHeld(capacity: number): number {
  return Math.max(Math.floor(capacity * mostHeld), 2);
}

/**
 * Whether a party's seats would be more than can be held at one moment: of the session, or from one address. An address holds for five people, as
 * for five times, since a form for six keeps six others away; or for one party by itself, whatever its size, since a household that books six seats
 * of a class is one visitor who chooses. Booked seats never count, so that it may go on once it has booked. What it gives up with this step is not
 * to be among `standing`.
 */
export function tooManySeatsHeld(
  { capacity, partySize }: { readonly capacity: number; readonly partySize: number },
  { fromHere, held }: StandingSeats,
): boolean {
  if (held + partySize > mostSeatsHeld(capacity)) return true;
  return fromHere > 0 && fromHere + partySize > mostHoldsFromOnePlace;
}

function blockMs({ bufferBeforeMin, durationMin, bufferAfterMin }: ServiceRules): number {
  return (bufferBeforeMin + durationMin + bufferAfterMin) * minuteMs;
}
