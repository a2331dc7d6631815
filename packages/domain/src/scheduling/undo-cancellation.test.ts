import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { hourMs, minuteMs, plus } from "../time/index.ts";
import { decideUndo } from "./undo-cancellation.ts";

const now = at("2027-01-04T15:00Z"); // Monday 10:00 in New York
const facts = {
  status: "cancelled",
  cancelledFrom: "confirmed",
  undoUntil: plus(now, 10 * minuteMs),
  startsAt: plus(now, 24 * hourMs),
  now,
} as const;

test("ec-I15 a cancellation is undone until the grace ends, to what the visit was", () => {
  expect(decideUndo(facts)).toEqual({ ok: true, value: { status: "confirmed" } });
  expect(decideUndo({ ...facts, now: plus(facts.undoUntil, -1) }).ok).toBe(true);
  expect(decideUndo({ ...facts, now: facts.undoUntil })).toEqual({ ok: false, refusal: "too_late" });
});

test("ec-I15 what has begun by then does not come back, nor what has no grace or was not cancelled", () => {
  expect(decideUndo({ ...facts, startsAt: now })).toEqual({ ok: false, refusal: "too_late" });
  const refused = { ok: false, refusal: "not_allowed" };
  expect(decideUndo({ ...facts, undoUntil: null, cancelledFrom: null })).toEqual(refused);
  expect(decideUndo({ ...facts, status: "scheduled" })).toEqual(refused);
});
