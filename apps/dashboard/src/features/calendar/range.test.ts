import { expect, test } from "vitest";
import { daysOf, readPlace, step } from "./range.ts";

test("ec-L3 a week begins on the studio's first day of the week", () => {
  const place = { view: "week", date: "2027-03-17" } as const; // a Wednesday
  expect(daysOf(place, 1)[0]).toBe("2027-03-15");
  expect(daysOf(place, 0)[0]).toBe("2027-03-14");
  expect(daysOf(place, 6)[0]).toBe("2027-03-13");
  expect(daysOf(place, 1)).toHaveLength(7);
});

test("CAL-01 stepping goes by the day or by the week", () => {
  expect(step({ view: "day", date: "2027-02-28" }, 1).date).toBe("2027-03-01");
  expect(step({ view: "week", date: "2027-01-03" }, -1).date).toBe("2026-12-27");
});

test("an address that makes no sense shows this week", () => {
  expect(readPlace({ view: "year", date: "2027-02-30" }, "2027-01-05")).toEqual({
    view: "week",
    date: "2027-01-05",
  });
});
