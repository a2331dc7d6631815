import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, asWeekday, daysBetween, epochDayOf, weekdayOf } from "../time/index.ts";
import { isDateOf, nextDates, someDatesMeet, type WeeklyHours, weeklyDates } from "./weekly-hours.ts";

function hours(weekday: number, dates: Partial<WeeklyHours> = {}): WeeklyHours {
  return { weekday: asWeekday(weekday), start: "09:00", end: "12:00", ...dates };
}

test("ec-B16 every second week is counted from its date through a year with a week 53, not from the weeks of the calendar", () => {
  // Monday 2026-12-14 lies in week 51; week 53 follows 52, so by odd and even weeks 2027-01-11 (week 2) would be left out.
  const everySecondMonday = hours(1, { everyWeeks: 2, effectiveFrom: "2026-12-14" });
  expect(nextDates(everySecondMonday, "2026-12-01", 4)).toEqual([
    "2026-12-14",
    "2026-12-28",
    "2027-01-11",
    "2027-01-25",
  ]);
});

test("ec-B16 weeks are counted from the first such weekday on or after the date", () => {
  const fromWednesday = { everyWeeks: 2, effectiveFrom: "2027-01-06" };
  expect(nextDates(hours(3, fromWednesday), "2027-01-01", 2)).toEqual(["2027-01-06", "2027-01-20"]);
  expect(nextDates(hours(1, fromWednesday), "2027-01-01", 2)).toEqual(["2027-01-11", "2027-01-25"]);
  expect(nextDates(hours(1, fromWednesday), "2027-01-12", 1)).toEqual(["2027-01-25"]);
});

test("ec-B17 hours have no date before the one from which they hold, and none after the last", () => {
  const spring = hours(1, { effectiveFrom: "2027-03-02", effectiveUntil: "2027-03-15" });
  expect(nextDates(spring, "2026-01-01", 9)).toEqual(["2027-03-08", "2027-03-15"]);
  expect(nextDates(hours(1), "2027-03-09", 2)).toEqual(["2027-03-15", "2027-03-22"]);
  expect(nextDates(hours(1, { ...spring, everyWeeks: 2 }), "2026-01-01", 9)).toEqual(["2027-03-08"]);
});

const someHours = fc.record({
  weekday: fc.integer({ min: 0, max: 6 }).map(asWeekday),
  start: fc.constant("09:00"),
  end: fc.constant("12:00"),
  everyWeeks: fc.integer({ min: 1, max: 5 }),
  effectiveFrom: fc.integer({ min: 0, max: 60 }).map((days) => addDays("2026-12-01", days)),
  effectiveUntil: fc.option(fc.integer({ min: 0, max: 90 }).map((days) => addDays("2026-12-01", days))),
});

/** The dates of a year that hours have, found by looking at each of them. */
function datesOf({ weekday, everyWeeks = 1, effectiveFrom, effectiveUntil }: WeeklyHours): string[] {
  const dates: string[] = [];
  let weeks = 0;
  for (let date = effectiveFrom ?? ""; date < "2027-12-31"; date = addDays(date, 1)) {
    if (weekdayOf(date) !== weekday) continue;
    if (weeks % everyWeeks === 0 && (!effectiveUntil || date <= effectiveUntil)) dates.push(date);
    weeks += 1;
  }
  return dates;
}

test("ec-B16 ec-B17 the dates of hours are those found by counting weeks one by one", () => {
  fc.assert(
    fc.property(someHours, fc.integer({ min: 0, max: 100 }), (row, days) => {
      const since = addDays("2026-11-20", days);
      const counted = datesOf(row).filter((date) => date >= since);
      expect(nextDates(row, since, 5)).toEqual(counted.slice(0, 5));
      const dates = weeklyDates(row);
      const ahead = Array.from({ length: 90 }, (_, day) => addDays(since, day));
      expect(ahead.filter((date) => isDateOf(dates, epochDayOf(date)))).toEqual(
        counted.filter((date) => daysBetween(since, date) < 90),
      );
    }),
  );
});

test("ec-B16 two rows meet exactly when a date of one, so many days later, is a date of the other", () => {
  const seen = { met: 0, missed: 0 };
  fc.assert(
    fc.property(someHours, someHours, fc.integer({ min: -1, max: 1 }), (a, b, daysLater) => {
      const ofB = new Set(datesOf(b));
      const meet = datesOf(a).some((date) => ofB.has(addDays(date, daysLater)));
      expect(someDatesMeet(weeklyDates(a), weeklyDates(b), daysLater)).toBe(meet);
      if (meet) seen.met += 1;
      else if (weekdayOf(addDays("2023-01-01", a.weekday + daysLater)) === b.weekday) seen.missed += 1;
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.met, seen.missed)).toBeGreaterThan(5); // of some 34 and 110
});
