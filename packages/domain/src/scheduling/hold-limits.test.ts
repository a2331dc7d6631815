import { expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { everyDay } from "../../test/facts.ts";
import { asId, type PractitionerId } from "../ids.ts";
import { hourMs } from "../time/index.ts";
import {
  decideLimitedHold,
  mostHoldsFromOnePlace,
  mostSeatsHeld,
  type StandingHolds,
  tooManySeatsHeld,
} from "./hold-limits.ts";

const now = at("2027-03-15T12:00-04:00");
const date = between("2027-03-16T04:00Z", "2027-03-17T04:00Z");
const weekly = everyDay(["09:00", "17:00"]); // 8 h, of which 6 may be held
const blockMs = 75 * 60_000; // 5 before, 60, 10 after

function outcome(
  standing: Partial<StandingHolds>,
  candidates = [candidate({ id: "a", weekly }), candidate({ id: "b", weekly })],
): string {
  const held = decideLimitedHold(
    holdFacts({ candidates }),
    { fromHere: 0, heldMs: new Map(), date, ...standing },
    now,
  );
  return held.ok ? held.value.practitionerId : held.refusal;
}

const held = (ms: Readonly<Record<string, number>>): Partial<StandingHolds> => ({
  heldMs: new Map(Object.entries(ms).map(([id, each]) => [asId<PractitionerId>(id), each])),
});

test("ec-H6 one address holds five times at once and no sixth", () => {
  expect(mostHoldsFromOnePlace).toBe(5);
  expect(outcome({ fromHere: 4 })).toBe("a");
  expect(outcome({ fromHere: 5 })).toBe("too_many_holds");
});

test("ec-H6 three quarters of a practitioner's date can be held; then it is somebody else's turn, and then nobody's", () => {
  expect(outcome(held({ a: 6 * hourMs - blockMs }))).toBe("a");
  expect(outcome(held({ a: 6 * hourMs - blockMs + 1 }))).toBe("b");
  expect(outcome(held({ a: 6 * hourMs, b: 6 * hourMs }))).toBe("too_many_holds");
});

test("ec-H6 of a date so short that three quarters are no two visits, two can be held", () => {
  const short = [candidate({ id: "a", weekly: everyDay(["09:00", "11:30"]) })];
  expect(outcome(held({ a: blockMs }), short)).toBe("a");
  expect(outcome(held({ a: 2 * blockMs }), short)).toBe("too_many_holds");
});

test("a time that cannot be had anyway says why, not that much is held", () => {
  const taken = between("2027-03-16T13:00Z", "2027-03-16T14:00Z");
  const busy = [candidate({ id: "a", weekly, busy: [taken] })];
  expect(outcome({ fromHere: 9, ...held({ a: 8 * hourMs }) }, busy)).toBe("slot_taken");
});

test("ec-H6 three quarters of a session's seats can be held, and a party of two however few there are", () => {
  expect([1, 2, 3, 4, 7, 8, 12].map(mostSeatsHeld)).toEqual([2, 2, 2, 3, 5, 6, 9]);
  const isTooMany = (held: number, partySize: number) =>
    tooManySeatsHeld({ capacity: 12, partySize }, { fromHere: 0, held });
  expect([isTooMany(0, 6), isTooMany(3, 6), isTooMany(4, 6), isTooMany(9, 1)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("ec-H6 one address holds seats for five people, whatever it holds besides, or for one party by itself", () => {
  const isTooMany = (fromHere: number, partySize: number) =>
    tooManySeatsHeld({ capacity: 40, partySize }, { fromHere, held: 0 });
  expect([isTooMany(0, 6), isTooMany(4, 1), isTooMany(2, 3)]).toEqual([false, false, false]);
  expect([isTooMany(5, 1), isTooMany(1, 5), isTooMany(6, 1)]).toEqual([true, true, true]);
});
