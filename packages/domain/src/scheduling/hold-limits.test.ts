import { expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { everyDay } from "../../test/facts.ts";
import { asId, type PractitionerId } from "../ids.ts";
import { hourMs } from "../time/index.ts";
import { decideLimitedHold, mostHoldsFromOnePlace, type StandingHolds } from "./hold-limits.ts";

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
