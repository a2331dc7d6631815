import { expect, test } from "vitest";
import { firstForm, formError, horizonWords, mayBeMissing, patternWords, ruleOf } from "./repeat-form.ts";

const tuesday = "2027-03-30";

test("SCHED-15 a visit is repeated every week on its own day, ten times, unless something else is chosen", () => {
  const form = firstForm(tuesday);
  expect(ruleOf(form, tuesday)).toEqual({
    frequency: "weekly",
    every: 1,
    weekdays: [2],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count: 10 },
  });
  expect(ruleOf({ ...form, pattern: "monthly_weekday", ends: "never" }, tuesday)).toMatchObject({
    frequency: "monthly",
    weekdays: [],
    monthlyBy: "weekday",
    ends: { by: "never" },
  });
});

test("ec-G7 ec-G9 what a month does without such a date is asked only where one has none", () => {
  const form = { ...firstForm(tuesday), missing: "last_day" } as const;
  expect(mayBeMissing({ ...form, pattern: "monthly_date" }, "2027-03-28")).toBe(false);
  expect(mayBeMissing({ ...form, pattern: "monthly_date" }, tuesday)).toBe(true);
  expect(mayBeMissing({ ...form, pattern: "yearly" }, tuesday)).toBe(false);
  expect(mayBeMissing({ ...form, pattern: "yearly" }, "2028-02-29")).toBe(true);
  expect(ruleOf({ ...form, pattern: "monthly_date" }, tuesday).missing).toBe("last_day");
  expect(ruleOf({ ...form, pattern: "weekly" }, tuesday).missing).toBe("skip");
});

test("a month's weekday is named by its place in the month", () => {
  expect(patternWords(tuesday, "en-US").monthly_weekday).toBe("Months, on the fifth Tuesday");
  expect(patternWords("2027-03-07", "en-US").monthly_weekday).toBe("Months, on the first Sunday");
});

test("a form that asks for nothing sensible says so before anybody is asked", () => {
  const form = firstForm(tuesday);
  expect(formError(form, tuesday)).toBeNull();
  expect(formError({ ...form, every: "0" }, tuesday)).toContain("1 to 52");
  expect(formError({ ...form, every: "1.5" }, tuesday)).toContain("1 to 52");
  expect(formError({ ...form, count: "" }, tuesday)).toContain("2 and 100");
  expect(formError({ ...form, ends: "date", until: tuesday }, tuesday)).toContain("last date");
});

test("ADM-04 SCHED-15 how far a series without an end is booked is said, and which licence the rest of it waits for", () => {
  const rest = "Dates that cannot be had then are listed on the visit.";
  expect(horizonWords("2027-06-30", null, "en-US")).toBe(
    `Booked up to June 30, 2027 now, and carried on every night. ${rest}`,
  );
  expect(horizonWords("2027-04-15", "2027-04-15", "en-US")).toBe(
    `Booked up to April 15, 2027 now. The licence expires after April 15, 2027: later dates are booked, night by night, once it is renewed. ${rest}`,
  );
  expect(horizonWords("2027-06-30", "2027-04-15", "en-US")).toBe(
    `Booked up to June 30, 2027 now. The licence expires after April 15, 2027: what stands after it stays, and dates further on are booked, night by night, once it is renewed. ${rest}`,
  );
});
