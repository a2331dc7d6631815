import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { asWeekday, interval } from "../time/index.ts";
import { openIntervals } from "./availability.ts";
import { afterLastDay, decideStanding, hasLeft, type Standing } from "./standing.ts";

const stays: Standing = { onlineBookable: true, active: true, lastDay: null };
const today = "2026-03-10";

test("ec-L9 a last day is today or later; one that is over is no last day to be said, and may stay as it was", () => {
  expect(decideStanding(stays, { ...stays, lastDay: "2026-03-10" }, today)).toMatchObject({ ok: true });
  expect(decideStanding(stays, { ...stays, lastDay: "2026-03-09" }, today)).toEqual({
    ok: false,
    refusal: "last_day_over",
  });
  const left = { ...stays, lastDay: "2026-03-01" };
  expect(decideStanding(left, { ...left, onlineBookable: false }, today)).toMatchObject({ ok: true });
  expect(decideStanding({ ...left, active: false }, left, today)).toMatchObject({ ok: false });
});

test("ec-L9 somebody returns who had left by a date or by hand; changing one who is here is no return", () => {
  const left = { ...stays, lastDay: "2026-03-09" };
  expect([hasLeft(stays, today), hasLeft({ ...left, lastDay: today }, today), hasLeft(left, today)]).toEqual([
    false,
    false,
    true,
  ]);
  const returns = (before: Standing, wished: Standing) => {
    const decided = decideStanding(before, wished, today);
    return decided.ok && decided.value.returns;
  };
  expect(returns(left, stays)).toBe(true);
  expect(returns({ ...stays, active: false }, stays)).toBe(true);
  expect(returns(stays, { ...stays, onlineBookable: false })).toBe(false);
  expect(returns({ ...stays, active: false }, { ...left, active: false })).toBe(false);
});

test("ec-L9 the last day ends at its midnight, and nothing is worked after it", () => {
  // 2026-03-10 is a Tuesday. In New York, 22:00 on the 10th is 02:00 on the 11th in UTC.
  const nights = [2, 3].map((weekday) => ({ weekday: asWeekday(weekday), start: "22:00", end: "04:00" }));
  const window = interval(at("2026-03-09T00:00Z"), at("2027-03-15T00:00Z"));
  const hours = { zone: "America/New_York", weekly: nights, overrides: [], window };
  expect(openIntervals({ ...hours, timeOff: afterLastDay("2026-03-10") })).toEqual([
    interval(at("2026-03-11T02:00Z"), at("2026-03-11T04:00Z")),
  ]);
  expect(openIntervals({ ...hours, timeOff: afterLastDay(null) }).length).toBeGreaterThan(100);
});
