import { expect, test } from "vitest";
import { repeatedDates } from "./repeated-dates.ts";

test.each([
  ["weekly", "2027-03-16", "2027-04-06", ["2027-03-16", "2027-03-23", "2027-03-30", "2027-04-06"]],
  ["two_weeks", "2026-12-22", "2027-01-20", ["2026-12-22", "2027-01-05", "2027-01-19"]],
  ["monthly_date", "2027-01-31", "2027-04-30", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]],
  ["monthly_weekday", "2027-03-09", "2027-05-31", ["2027-03-09", "2027-04-13", "2027-05-11"]],
] as const)("SCHED-02 an exception repeats %s from %s until %s", (repeats, first, until, dates) => {
  expect(repeatedDates(first, repeats, until)).toEqual({ ok: true, value: dates });
});

test("SCHED-02 one that ends before it begins, or has more than a hundred dates, is refused", () => {
  expect(repeatedDates("2027-03-16", "weekly", "2027-03-15")).toEqual({
    ok: false,
    refusal: "ends_before_start",
  });
  expect(repeatedDates("2027-03-16", "weekly", "2029-03-16")).toEqual({ ok: false, refusal: "too_many" });
});
