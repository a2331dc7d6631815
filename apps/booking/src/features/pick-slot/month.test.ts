import { expect, test } from "vitest";
import { leadingBlanks, monthOf, nearestTo, neighbour } from "./month.ts";

test("ec-L1 February 2028 has 29 days", () => {
  expect(monthOf("2028-02-10").days).toHaveLength(29);
  expect(monthOf("2028-02-10").last).toBe("2028-02-29");
});

test("neighbours cross the year", () => {
  expect(neighbour(monthOf("2027-01-15"), "before")).toBe("2026-12");
  expect(neighbour(monthOf("2026-12-15"), "after")).toBe("2027-01");
});

test("ec-L3 weeks begin on the studio's first day", () => {
  // 1 March 2027 is a Monday.
  expect(leadingBlanks(monthOf("2027-03-01"), 1)).toBe(0);
  expect(leadingBlanks(monthOf("2027-03-01"), 0)).toBe(1);
});

test("ec-L8 ec-A27 where only the days beside the month have times, the nearest of them is where to go", () => {
  const june = monthOf("2027-06-10");
  expect(nearestTo(june, ["2027-05-31", "2027-07-01"])).toBe("2027-07-01");
  expect(nearestTo(june, ["2027-05-31"])).toBe("2027-05-31");
  expect(nearestTo(june, [])).toBeNull();
});
