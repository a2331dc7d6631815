import { expect, test } from "vitest";
import { asWeekday, type WallTime } from "../time/index.ts";
import type { WeeklyHours } from "./availability.ts";
import { overrideRefusal, weeklyHoursRefusal } from "./hours-rules.ts";

function on(weekday: number, start: WallTime, end: WallTime, dates: Partial<WeeklyHours> = {}): WeeklyHours {
  return { weekday: asWeekday(weekday), start, end, ...dates };
}

test("SCHED-01 several ranges a day, touching ones and nights are hours", () => {
  const rows = [
    on(1, "09:00", "12:00"),
    on(1, "12:00", "17:00"),
    on(5, "21:00", "03:00"),
    on(6, "03:00", "03:30"),
    on(0, "22:00", "24:00"),
  ];
  expect(weeklyHoursRefusal(rows)).toBeNull();
  expect(weeklyHoursRefusal([])).toBeNull();
});

test("SCHED-01 half an hour is the least", () => {
  expect(weeklyHoursRefusal([on(1, "09:00", "09:30")])).toBeNull();
  expect(weeklyHoursRefusal([on(2, "09:00", "10:00"), on(1, "09:00", "09:29")])).toEqual({
    code: "range_too_short",
    row: 1,
  });
  expect(weeklyHoursRefusal([on(1, "23:50", "00:10")])).toEqual({ code: "range_too_short", row: 0 });
});

test("ec-B10 no length, or the wrong way round, is refused", () => {
  expect(weeklyHoursRefusal([on(1, "09:00", "09:00")])).toEqual({ code: "range_too_short", row: 0 });
  expect(weeklyHoursRefusal([on(1, "24:00", "03:00")])).toEqual({ code: "range_too_short", row: 0 });
  expect(weeklyHoursRefusal([on(1, "17:00", "09:00")])).toEqual({ code: "reversed_range", row: 0 });
  expect(weeklyHoursRefusal([on(1, "18:00", "06:00")])).toBeNull(); // a night shift
  expect(
    weeklyHoursRefusal([
      on(1, "09:00", "10:00", { effectiveFrom: "2027-03-02", effectiveUntil: "2027-03-01" }),
    ]),
  ).toEqual({
    code: "reversed_range",
    row: 0,
  });
});

test("SCHED-01 ec-B17 rows of one weekday overlap only if their dates do", () => {
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), on(1, "11:59", "13:00")])).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), on(2, "11:00", "13:00")])).toBeNull();
  const until = { effectiveUntil: "2027-03-31" };
  expect(
    weeklyHoursRefusal([
      on(1, "09:00", "12:00", until),
      on(1, "10:00", "13:00", { effectiveFrom: "2027-04-01" }),
    ]),
  ).toBeNull();
  expect(
    weeklyHoursRefusal([
      on(1, "09:00", "12:00", until),
      on(1, "10:00", "13:00", { effectiveFrom: "2027-03-31" }),
    ]),
  ).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
});

test("ec-B1 a night overlaps the next morning, Saturday's the Sunday's", () => {
  expect(weeklyHoursRefusal([on(5, "21:00", "03:00"), on(6, "02:00", "05:00")])).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
  expect(weeklyHoursRefusal([on(0, "02:00", "05:00"), on(6, "21:00", "03:00")])).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
  expect(weeklyHoursRefusal([on(0, "03:00", "05:00"), on(6, "21:00", "03:00")])).toBeNull();
});

test("an override's blocks obey the same rules, and none closes the day", () => {
  expect(overrideRefusal([])).toBeNull();
  expect(
    overrideRefusal([
      ["10:00", "14:00"],
      ["20:00", "24:00"],
    ]),
  ).toBeNull();
  expect(
    overrideRefusal([
      ["10:00", "14:00"],
      ["13:00", "15:00"],
    ]),
  ).toEqual({ code: "overlapping_ranges", row: 1 });
  expect(overrideRefusal([["14:00", "10:00"]])).toEqual({ code: "reversed_range", row: 0 });
});
