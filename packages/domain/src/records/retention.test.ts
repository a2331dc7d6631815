import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { keptUntil, mayBeRemoved } from "./retention.ts";

const facts = { lastActivityAt: at("2026-03-02T15:30Z"), yearsKept: 7, onHold: false };

test("COMP-02 a record is kept seven years to the minute after its last activity", () => {
  expect(keptUntil(facts)).toBe(at("2033-03-02T15:30Z"));
  expect(mayBeRemoved(facts, at("2033-03-01T15:30Z"))).toBe(false); // six years and 364 days
  expect(mayBeRemoved(facts, at("2033-03-02T15:30Z"))).toBe(false);
  expect(mayBeRemoved(facts, at("2033-03-03T15:30Z"))).toBe(true);
});

test("COMP-02 a studio may keep longer and never shorter", () => {
  expect(keptUntil({ ...facts, yearsKept: 10 })).toBe(at("2036-03-02T15:30Z"));
  for (const yearsKept of [-1, 0, 6.9, 7]) {
    expect(keptUntil({ ...facts, yearsKept })).toBe(at("2033-03-02T15:30Z"));
  }
});

test("COMP-02 what happened on the 29th of February is kept until the 1st of March, not a day less", () => {
  expect(keptUntil({ ...facts, lastActivityAt: at("2028-02-29T08:00Z") })).toBe(at("2035-03-01T08:00Z"));
  expect(keptUntil({ ...facts, lastActivityAt: at("2028-02-29T08:00Z"), yearsKept: 8 })).toBe(
    at("2036-02-29T08:00Z"),
  );
});

test("COMP-02 a legal hold stops it, however old the record is", () => {
  expect(mayBeRemoved({ ...facts, onHold: true }, at("2099-01-01T00:00Z"))).toBe(false);
});
