import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { dayBounds, dayMs } from "./index.ts";
import {
  addDays,
  dateOfEpochDay,
  daysBetween,
  epochDayOf,
  isLocalDate,
  isWallTime,
  wallMinutes,
  wallTimeOfMinutes,
  weekdayOf,
} from "./local-time.ts";

const aDay = fc.integer({ min: -700_000, max: 2_900_000 }); // from the year 53 to 9909

test("calendar dates agree with Temporal, there and back", () => {
  fc.assert(
    fc.property(aDay, (epochDay) => {
      const date = Temporal.PlainDate.from("1970-01-01").add({ days: epochDay });
      expect(dateOfEpochDay(epochDay)).toBe(date.toString());
      expect(epochDayOf(date.toString())).toBe(epochDay);
      expect(weekdayOf(date.toString())).toBe(date.dayOfWeek % 7);
    }),
  );
});

test("adding days crosses months, leap days and years", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2027-02-28", 1)).toBe("2027-03-01");
  expect(addDays("2027-12-31", 1)).toBe("2028-01-01");
  expect(addDays("2027-03-01", -1)).toBe("2027-02-28");
  expect(daysBetween("2027-03-01", "2026-03-01")).toBe(-365);
});

test("ec-L7 a leap second is no time of day, and the date that had one is as long as any other", () => {
  expect(["23:59:60", "23:60"].filter(isWallTime)).toEqual([]);
  const { start, end } = dayBounds("2016-12-31", "UTC"); // the last one, at its end
  expect(end - start).toBe(dayMs);
});

test("a date must exist, and be written in one way", () => {
  expect(["2027-02-28", "2028-02-29", "0001-01-01"].filter(isLocalDate)).toHaveLength(3);
  expect(
    [
      "2027-02-29",
      "2027-13-01",
      "2027-00-10",
      "2027-1-1",
      "27-01-01",
      "2027-01-01T00:00",
      "",
      "٢٠٢٧-٠١-٠١",
    ].filter(isLocalDate),
  ).toEqual([]);
});

test("a wall time is 00:00 to 23:59, or 24:00 for the end of the day", () => {
  expect(["00:00", "09:30", "23:59", "24:00"].filter(isWallTime)).toHaveLength(4);
  expect(["24:01", "9:30", "12:60", "12:3", "12:30:00", "-1:00", ""].filter(isWallTime)).toEqual([]);
  expect(wallMinutes("24:00")).toBe(1440);
  for (let minutes = 0; minutes <= 1440; minutes += 1)
    expect(wallMinutes(wallTimeOfMinutes(minutes))).toBe(minutes);
});
