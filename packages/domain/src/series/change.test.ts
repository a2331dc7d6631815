import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { goesAlong, isException, ruleFrom, splitSeries } from "./change.ts";
import { occurrencesOf, type Series, type SeriesRule } from "./rule.ts";

const rule: SeriesRule = {
  frequency: "weekly",
  every: 1,
  weekdays: [2],
  monthlyBy: "date",
  missing: "skip",
  ends: { by: "count", count: 10 },
};
const tuesdays: Series = { rule, first: "2027-03-02", time: "09:00", zone: "America/New_York" };
const now = at("2027-03-10T12:00-05:00");
const usual = { date: "2027-03-16", start: at("2027-03-16T09:00-04:00"), status: "scheduled" };
const moved = { ...usual, start: at("2027-03-17T11:00-04:00") };

test("ec-G1 a visit that was moved by itself is an exception; one that the clocks moved with its rule is none", () => {
  expect(isException(usual, tuesdays)).toBe(false);
  expect(isException(moved, tuesdays)).toBe(true);
});

test("ec-G2 from a date on the series goes on by a rule of its own, and what was before keeps the old one", () => {
  const split = splitSeries(tuesdays, {
    at: "2027-03-23",
    moved: "2027-03-23",
    start: at("2027-03-25T14:30-04:00"),
  });
  expect(split.ok && split.value).toEqual({
    before: { by: "date", date: "2027-03-22" },
    after: {
      ...tuesdays,
      first: "2027-03-25",
      time: "14:30",
      rule: { ...rule, weekdays: [4], ends: { by: "count", count: 7 } },
    },
    shiftDays: 2,
  });
  if (!split.ok) return;
  const before = { ...tuesdays, rule: { ...rule, ends: split.value.before ?? rule.ends } };
  const parts = [before, split.value.after].map((part) => occurrencesOf(part, "2030-01-01"));
  expect(parts.map((part) => (part.ok ? part.value.length : 0))).toEqual([3, 7]);
});

test("ec-G2 from a date on a rule counts the visits that are left, and keeps a last date as it is", () => {
  const ends = (from: string) => ruleFrom(tuesdays, from).ends;
  expect(ends("2027-03-02")).toEqual({ by: "count", count: 10 });
  expect(ends("2027-03-23")).toEqual({ by: "count", count: 7 });
  expect(ends("2027-05-04")).toEqual({ by: "count", count: 1 });
  const dated = { ...tuesdays, rule: { ...rule, ends: { by: "date", date: "2027-06-01" } } } as const;
  expect(ruleFrom(dated, "2027-03-23")).toEqual(dated.rule);
});

test("ec-G2 the 31st or the fifth Tuesday of a month can be had at another time, and on no other day", () => {
  const monthly = { ...tuesdays, rule: { ...rule, frequency: "monthly", weekdays: [] } } as const;
  const cut = { at: "2027-04-02", moved: "2027-04-02" };
  expect(splitSeries(monthly, { ...cut, start: at("2027-04-03T09:00-04:00") })).toMatchObject({
    refusal: "other_day",
  });
  expect(splitSeries(monthly, { ...cut, start: at("2027-04-02T10:00-04:00") }).ok).toBe(true);
});

test("ec-G2 several days of every second week are shifted together within their weeks, and over a Monday not: what they go to is what the new rule names", () => {
  const twoDays = { ...rule, every: 2, weekdays: [1, 5], ends: { by: "never" } } as const;
  const fortnightly = { ...tuesdays, rule: twoDays, first: "2027-01-18" };
  const cut = { at: "2027-01-18", moved: "2027-01-18" };
  // Mondays to the Sundays before them, Fridays to the Thursdays of the other weeks.
  expect(splitSeries(fortnightly, { ...cut, start: at("2027-01-17T09:00-05:00") })).toEqual({
    ok: false,
    refusal: "other_day",
  });
  const fromFriday = { at: "2027-01-22", moved: "2027-01-22", start: at("2027-01-21T09:00-05:00") };
  expect(splitSeries(fortnightly, fromFriday)).toMatchObject({ refusal: "other_day" });
  const within = splitSeries(fortnightly, { ...cut, start: at("2027-01-20T09:00-05:00") });
  const nextWeek = splitSeries(fortnightly, { ...cut, start: at("2027-01-25T09:00-05:00") });
  const datesOf = (split: typeof within) => {
    const all = split.ok ? occurrencesOf(split.value.after, "2027-02-10") : split;
    return all.ok ? all.value.map(({ date }) => date) : all.refusal;
  };
  expect(datesOf(within)).toEqual(["2027-01-20", "2027-01-24", "2027-02-03", "2027-02-07"]);
  expect(datesOf(nextWeek)).toEqual(["2027-01-25", "2027-01-29", "2027-02-08"]);
  // Each week is every week: nothing is left behind.
  const weekly = { ...fortnightly, rule: { ...twoDays, every: 1 } };
  expect(splitSeries(weekly, { ...cut, start: at("2027-01-17T09:00-05:00") }).ok).toBe(true);
});

test("ec-G3 what has begun, is over or was cancelled stays as it is when all are changed", () => {
  const change = { now, exceptionsToo: true };
  expect(goesAlong(usual, tuesdays, change)).toBe(true);
  expect(goesAlong({ ...usual, start: now }, tuesdays, change)).toBe(false);
  expect(goesAlong({ ...usual, status: "completed" }, tuesdays, change)).toBe(false);
  expect(goesAlong({ ...usual, status: "cancelled" }, tuesdays, change)).toBe(false);
});

test("ec-G4 an exception is kept, unless it is chosen as well", () => {
  expect(goesAlong(moved, tuesdays, { now, exceptionsToo: false })).toBe(false);
  expect(goesAlong(moved, tuesdays, { now, exceptionsToo: true })).toBe(true);
});
