import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { entry, opening } from "../../test/waitlist-facts.ts";
import { judgeRound, type RoundFacts } from "./waitlist-round.ts";

const facts: RoundFacts = {
  now: at("2027-03-15T12:00Z"),
  opening: opening(),
  entries: [
    entry("third", { joinedAt: at("2027-03-03T12:00Z") }),
    entry("first"),
    entry("evenings", { dayparts: ["evening"] }),
    entry("second", { joinedAt: at("2027-03-02T12:00Z") }),
  ],
  refused: [],
  chosen: null,
  stopped: null,
};
const id = (name: string) => entry(name).id;

function told(changes: Partial<RoundFacts>) {
  const { winner, considered } = judgeRound({ ...facts, ...changes });
  return { winner, considered: considered.map((one) => `${one.entryId} ${one.outcome} ${one.reason}`) };
}

test("WAIT-05 the first in line is asked, those after them are next, and who does not fit is skipped with the reason", () => {
  expect(told({})).toEqual({
    winner: "first",
    considered: [
      "first offered null",
      "second next null",
      "third next null",
      "evenings skipped daypart_mismatch",
    ],
  });
});

test("WAIT-05 whom the hour itself refuses is passed over with its reason, and the next is asked", () => {
  expect(told({ refused: [{ entryId: id("first"), reason: "no_travel_time" }] })).toEqual({
    winner: "second",
    considered: [
      "second offered null",
      "third next null",
      "first skipped no_travel_time",
      "evenings skipped daypart_mismatch",
    ],
  });
});

test("WAIT-11 whom staff chose is asked, also one whom the list passes over", () => {
  expect(told({ chosen: id("evenings") })).toEqual({
    winner: "evenings",
    considered: [
      "evenings offered chosen_by_staff",
      "first next null",
      "second next null",
      "third next null",
    ],
  });
});

test("ec-I7 ec-I14 where nobody can be asked, everybody who fits is told why", () => {
  expect(told({ stopped: "too_close_to_start" })).toEqual({
    winner: null,
    considered: [
      "first skipped too_close_to_start",
      "second skipped too_close_to_start",
      "third skipped too_close_to_start",
      "evenings skipped daypart_mismatch",
    ],
  });
  const refused = ["first", "second", "third"].map((name) => ({ entryId: id(name), reason: "slot_taken" }));
  expect(told({ refused }).winner).toBeNull();
});

test("WAIT-09 WAIT-10 every line has all parts of both scores, also of those who were skipped", () => {
  const { considered } = judgeRound(facts);
  expect(considered.at(-1)).toEqual({
    entryId: "evenings",
    outcome: "skipped",
    reason: "daypart_mismatch",
    fit: { therapist: 30, day: 20, time: 20, soonness: 14, waiting: 4, total: 88 },
    waitingPriority: { waited: 19, urgency: 10, referral: 0, declines: 0, total: 29 },
  });
});

test("WAIT-05 a round that went through JSON is decided the same", () => {
  expect(judgeRound(JSON.parse(JSON.stringify(facts)))).toEqual(judgeRound(facts));
});
