import { expect, test } from "vitest";
import { repetitionSchema, seriesRuleSchema } from "./series-rule.ts";

const weekly = {
  frequency: "weekly",
  every: 1,
  weekdays: [2],
  monthlyBy: "date",
  missing: "skip",
  ends: { by: "never" },
} as const;

test("SCHED-15 every one to every fifty-second day, week or month, and nothing beside or between", () => {
  const accepted = (every: number) => seriesRuleSchema.safeParse({ ...weekly, every }).success;
  expect([0, 1, 2, 1.5, 52, 53, -1].map(accepted)).toEqual([false, true, true, false, true, false, false]);
});

test("SCHED-15 a rule ends by a date, by a count or never; what is planned at once has an end", () => {
  const ends = [
    { by: "date", date: "2027-06-01" },
    { by: "count", count: 10 },
    { by: "never" },
    { by: "date", date: "2027-02-30" },
    { by: "count", count: 0 },
    {},
  ];
  const accepted = (schema: typeof seriesRuleSchema | typeof repetitionSchema) =>
    ends.map((end) => schema.safeParse({ ...weekly, ends: end }).success);
  expect(accepted(seriesRuleSchema)).toEqual([true, true, true, false, false, false]);
  expect(accepted(repetitionSchema)).toEqual([true, true, false, false, false, false]);
});
