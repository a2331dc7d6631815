import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { rezoned } from "./place-zone.ts";

const west = { from: "America/New_York", to: "America/Chicago" } as const;

test("ec-A30 a visit keeps the time on the wall, and with it another moment", () => {
  const keeping = { ...west, meaning: "keep_wall_time" } as const;
  expect(rezoned(at("2027-03-16T10:00-04:00"), keeping)).toEqual({
    start: at("2027-03-16T10:00-05:00"),
    isOther: true,
  });
});

test("ec-A30 a visit keeps its moment, and the wall shows another time", () => {
  const start = at("2027-03-16T10:00-04:00");
  expect(rezoned(start, { ...west, meaning: "keep_moment" })).toEqual({ start, isOther: true });
});

test("ec-A30 each date goes by the clocks it has: between their changes the two places are another distance apart", () => {
  const keeping = { from: "America/New_York", to: "Europe/London", meaning: "keep_wall_time" } as const;
  expect(rezoned(at("2027-03-16T10:00-04:00"), keeping).start).toBe(at("2027-03-16T10:00Z")); // 4 hours
  expect(rezoned(at("2027-04-16T10:00-04:00"), keeping).start).toBe(at("2027-04-16T10:00+01:00")); // 5 hours
});

test("ec-A1 a time on the wall that the new zone skips is the first one after the gap", () => {
  const keeping = { from: "America/Phoenix", to: "America/New_York", meaning: "keep_wall_time" } as const;
  expect(rezoned(at("2027-03-14T02:30-07:00"), keeping).start).toBe(at("2027-03-14T03:00-04:00"));
});

test("ec-A30 where both walls show the same, nothing becomes of a visit", () => {
  const start = at("2027-03-16T10:00-04:00");
  const same = { from: "America/New_York", to: "America/Detroit" } as const;
  for (const meaning of ["keep_wall_time", "keep_moment"] as const)
    expect(rezoned(start, { ...same, meaning })).toEqual({ start, isOther: false });
});
