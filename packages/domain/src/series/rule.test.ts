import { describe, expect, test } from "vitest";
import { onTheWall } from "../../test/at.ts";
import { mostOccurrences, occurrencesOf, ruleRefusal, type Series, type SeriesRule } from "./rule.ts";

const newYork = "America/New_York";
const weekly: SeriesRule = {
  frequency: "weekly",
  every: 1,
  weekdays: [2],
  monthlyBy: "date",
  missing: "skip",
  ends: { by: "count", count: 4 },
};
const monthly: SeriesRule = { ...weekly, frequency: "monthly", weekdays: [] };

function series(first: string, rule: Partial<SeriesRule>, more: Partial<Series> = {}): Series {
  return { first, rule: { ...weekly, ...rule }, time: "09:00", zone: newYork, ...more };
}

function datesOf(asked: Series, horizon = "2030-01-01"): string[] {
  const all = occurrencesOf(asked, horizon);
  return all.ok ? all.value.map(({ date }) => date) : [all.refusal];
}

function wallOf(asked: Series): string[] {
  const all = occurrencesOf(asked, "2030-01-01");
  return all.ok ? all.value.map(({ start }) => onTheWall(start, asked.zone)) : [];
}

describe("SCHED-15 the rules of a series", () => {
  test("SCHED-15 daily, every second week on two days, monthly by date and by weekday, yearly", () => {
    const four = { by: "count", count: 4 } as const;
    expect(datesOf(series("2027-03-02", { frequency: "daily", weekdays: [], every: 3, ends: four }))).toEqual(
      ["2027-03-02", "2027-03-05", "2027-03-08", "2027-03-11"],
    );
    expect(datesOf(series("2027-03-02", { every: 2, weekdays: [2, 4], ends: four }))).toEqual([
      "2027-03-02",
      "2027-03-04",
      "2027-03-16",
      "2027-03-18",
    ]);
    expect(datesOf(series("2027-03-15", monthly))).toEqual([
      "2027-03-15",
      "2027-04-15",
      "2027-05-15",
      "2027-06-15",
    ]);
    expect(datesOf(series("2027-03-09", { ...monthly, monthlyBy: "weekday" }))).toEqual([
      "2027-03-09", // each the second Tuesday
      "2027-04-13",
      "2027-05-11",
      "2027-06-08",
    ]);
    expect(datesOf(series("2027-03-15", { ...monthly, frequency: "yearly" }))[3]).toBe("2030-03-15");
  });

  test("ec-A8 a weekly 09:00 stays at 09:00 on the wall when the clocks change", () => {
    expect(wallOf(series("2027-03-09", { ends: { by: "count", count: 2 } }))).toEqual([
      "2027-03-09 09:00-05:00",
      "2027-03-16 09:00-04:00",
    ]);
  });

  test("ec-A9 an occurrence in the gap is moved to the first valid time, and flagged", () => {
    const nightly = series("2027-03-13", { frequency: "daily", weekdays: [] }, { time: "02:30" });
    const all = occurrencesOf(nightly, "2030-01-01");
    expect(wallOf(nightly).slice(0, 3)).toEqual([
      "2027-03-13 02:30-05:00",
      "2027-03-14 03:00-04:00",
      "2027-03-15 02:30-04:00",
    ]);
    expect(all.ok && all.value.map(({ movedByClocks }) => movedByClocks)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test("ec-A10 a series at a repeated time means its first occurrence", () => {
    expect(wallOf(series("2027-11-06", { frequency: "daily", weekdays: [] }, { time: "01:30" }))[1]).toBe(
      "2027-11-07 01:30-04:00",
    );
  });

  test("ec-G7 monthly on the 31st skips the shorter months, or takes their last day", () => {
    expect(datesOf(series("2027-01-31", monthly))).toEqual([
      "2027-01-31",
      "2027-03-31",
      "2027-05-31",
      "2027-07-31",
    ]);
    expect(datesOf(series("2027-01-31", { ...monthly, missing: "last_day" }))).toEqual([
      "2027-01-31",
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
    ]);
    expect(datesOf(series("2027-01-29", { ...monthly, missing: "last_day" }))[1]).toBe("2027-02-28");
    expect(datesOf(series("2027-01-29", { ...monthly, missing: "last_day" }))[2]).toBe("2027-03-29");
  });

  test("ec-G8 a fifth Tuesday is skipped in months that have none", () => {
    expect(datesOf(series("2027-03-30", { ...monthly, monthlyBy: "weekday" }))).toEqual([
      "2027-03-30",
      "2027-06-29",
      "2027-08-31",
      "2027-11-30",
    ]);
  });

  test("ec-G9 a 29 February of every year is skipped, or is 28 February, or 1 March", () => {
    const yearly = { ...monthly, frequency: "yearly", ends: { by: "count", count: 3 } } as const;
    expect(datesOf(series("2028-02-29", yearly))).toEqual(["2028-02-29", "2032-02-29", "2036-02-29"]);
    expect(datesOf(series("2028-02-29", { ...yearly, missing: "last_day" }))).toEqual([
      "2028-02-29",
      "2029-02-28",
      "2030-02-28",
    ]);
    expect(datesOf(series("2028-02-29", { ...yearly, missing: "next_day" }))).toEqual([
      "2028-02-29",
      "2029-03-01",
      "2030-03-01",
    ]);
    expect(datesOf(series("2027-05-31", { ...yearly, missing: "last_day" }))[1]).toBe("2028-05-31");
  });

  test("ec-G10 the last date is a local date of the series' zone, and is included", () => {
    // 21:00 in Los Angeles is the next date in UTC.
    const late = series(
      "2027-03-02",
      { ends: { by: "date", date: "2027-03-16" } },
      { time: "21:00", zone: "America/Los_Angeles" },
    );
    expect(wallOf(late)).toEqual([
      "2027-03-02 21:00-08:00",
      "2027-03-09 21:00-08:00",
      "2027-03-16 21:00-07:00",
    ]);
  });

  test("ec-G14 a series without an end is known up to the horizon, and the numbers go on", () => {
    const open = series("2027-03-02", { ends: { by: "never" } });
    expect(datesOf(open, "2027-03-16")).toEqual(["2027-03-02", "2027-03-09", "2027-03-16"]);
    const far = occurrencesOf(open, "2037-03-02");
    expect(far.ok && far.value.at(-1)?.number).toBe(522);
  });

  test("a rule that cannot be kept says why", () => {
    const count = (of: number) => ({ by: "count", count: of }) as const;
    expect(ruleRefusal({ ...weekly, weekdays: [3] }, "2027-03-02")).toBe("first_not_in_rule");
    expect(ruleRefusal({ ...weekly, weekdays: [] }, "2027-03-02")).toBe("not_in_this_rule");
    expect(ruleRefusal({ ...monthly, missing: "next_day" }, "2027-03-02")).toBe("not_in_this_rule");
    expect(ruleRefusal({ ...weekly, ends: { by: "date", date: "2027-03-01" } }, "2027-03-02")).toBe(
      "ends_before_start",
    );
    expect(ruleRefusal({ ...weekly, ends: count(mostOccurrences) }, "2027-03-02")).toBeNull();
    expect(ruleRefusal({ ...weekly, ends: count(mostOccurrences + 1) }, "2027-03-02")).toBe("too_many");
    const yearly = { ...monthly, frequency: "yearly" } as const;
    expect(ruleRefusal({ ...yearly, ends: count(11) }, "2027-03-02")).toBeNull();
    expect(ruleRefusal({ ...yearly, ends: count(12) }, "2027-03-02")).toBe("too_many");
  });
});
