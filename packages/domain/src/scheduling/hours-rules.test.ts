import { describe, expect, test } from "vitest";
import { asWeekday, type WallTime } from "../time/index.ts";
import { overrideRefusal, placedHoursRefusal, weeklyHoursRefusal } from "./hours-rules.ts";
import type { WeeklyHours } from "./weekly-hours.ts";

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
    code: "reversed_dates",
    row: 0,
  });
});

test("SCHED-01 ec-B17 rows of one weekday overlap only if their dates do", () => {
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), on(1, "11:59", "13:00")])).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), on(2, "11:00", "13:00")])).toBeNull();
  const until = { effectiveUntil: "2027-03-29" };
  expect(
    weeklyHoursRefusal([
      on(1, "09:00", "12:00", until),
      on(1, "10:00", "13:00", { effectiveFrom: "2027-03-30" }),
    ]),
  ).toBeNull();
  expect(
    weeklyHoursRefusal([
      on(1, "09:00", "12:00", until),
      on(1, "10:00", "13:00", { effectiveFrom: "2027-03-29" }),
    ]),
  ).toEqual({
    code: "overlapping_ranges",
    row: 1,
  });
});

test("ec-B17 two versions of the same hours may follow each other, and not overlap by a day", () => {
  const winter = on(1, "09:00", "12:00", { effectiveUntil: "2027-03-29" }); // a Monday
  const summer = (effectiveFrom: string) => on(1, "09:00", "15:00", { effectiveFrom });
  expect(weeklyHoursRefusal([winter, summer("2027-03-30")])).toBeNull();
  expect(weeklyHoursRefusal([winter, summer("2027-03-29")])).toEqual({ code: "overlapping_ranges", row: 1 });
  expect(weeklyHoursRefusal([winter, summer("2027-03-23")])).toEqual({ code: "overlapping_ranges", row: 1 });
  // The last night of a version reaches into the date on which the next one begins.
  const night = on(0, "21:00", "03:00", { effectiveUntil: "2027-03-28" });
  const early = on(1, "02:00", "05:00", { effectiveFrom: "2027-03-29" });
  expect(weeklyHoursRefusal([night, early])).toEqual({ code: "overlapping_ranges", row: 1 });
  expect(weeklyHoursRefusal([night, { ...early, effectiveFrom: "2027-03-30" }])).toBeNull();
});

test("ec-B16 hours of every second week need the date from which weeks are counted", () => {
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00", { everyWeeks: 1 })])).toBeNull();
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), on(2, "09:00", "12:00", { everyWeeks: 2 })])).toEqual({
    code: "no_first_date",
    row: 1,
  });
});

test("ec-B16 rows overlap only if they can fall in the same week", () => {
  const every = (everyWeeks: number, effectiveFrom: string) =>
    on(1, "09:00", "12:00", { everyWeeks, effectiveFrom });
  const overlapping = { code: "overlapping_ranges", row: 1 };
  expect(weeklyHoursRefusal([every(2, "2027-01-04"), every(2, "2027-01-11")])).toBeNull();
  expect(weeklyHoursRefusal([every(2, "2027-01-04"), every(2, "2027-01-18")])).toEqual(overlapping);
  expect(weeklyHoursRefusal([every(2, "2027-01-04"), every(3, "2027-01-11")])).toEqual(overlapping); // 1 February
  expect(weeklyHoursRefusal([every(2, "2027-01-04"), every(4, "2027-01-11")])).toBeNull();
  expect(weeklyHoursRefusal([on(1, "09:00", "12:00"), every(4, "2027-01-11")])).toEqual(overlapping);
  // Weeks of the calendar are no weeks of these hours: Sunday night of one runs into Monday of the other.
  const night = on(0, "21:00", "03:00", { everyWeeks: 2, effectiveFrom: "2027-01-10" });
  const early = on(1, "02:00", "05:00", { everyWeeks: 2, effectiveFrom: "2027-01-11" });
  expect(weeklyHoursRefusal([night, early])).toEqual(overlapping);
  expect(weeklyHoursRefusal([night, { ...early, effectiveFrom: "2027-01-18" }])).toBeNull();
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

describe("SCHED-01 hours at places of two zones", () => {
  const today = "2027-01-06";
  const at = (timeZone: string, hours: WeeklyHours) => ({ ...hours, timeZone });
  const newYork = (start: WallTime, end: WallTime, dates?: Partial<WeeklyHours>) =>
    at("America/New_York", on(1, start, end, dates));
  const losAngeles = (start: WallTime, end: WallTime, dates?: Partial<WeeklyHours>) =>
    at("America/Los_Angeles", on(1, start, end, dates));
  const met = { code: "overlapping_ranges", row: 1 };
  const refusal = (...rows: Parameters<typeof placedHoursRefusal>[0]) => placedHoursRefusal(rows, today);

  test("the same hours on both walls are three hours apart, and hours that are three apart on the walls are the same", () => {
    expect(refusal(newYork("09:00", "12:00"), losAngeles("09:00", "12:00"))).toBeNull();
    expect(refusal(newYork("12:00", "15:00"), losAngeles("09:00", "12:00"))).toEqual(met);
    expect(refusal(newYork("15:00", "18:00"), losAngeles("09:00", "12:00"))).toBeNull();
    expect(refusal(newYork("09:00", "12:00"), newYork("11:00", "13:00"))).toEqual(met);
  });

  test("what meets on another date of the calendar is found, as far as calendars are apart", () => {
    const auckland = at("Pacific/Auckland", on(2, "09:00", "12:00")); // Monday 15:00 to 18:00 in New York, in winter
    expect(refusal(newYork("16:00", "17:00"), auckland)).toEqual(met);
    expect(refusal(newYork("09:00", "12:00"), auckland)).toBeNull();
    const kiritimati = at("Pacific/Kiritimati", on(0, "01:00", "03:00")); // Friday night on Midway, a day and more behind
    expect(refusal(at("Pacific/Midway", on(5, "22:00", "02:00")), kiritimati)).toEqual(met);
  });

  test("two zones that are usually apart and meet in the weeks between their clock changes are refused", () => {
    const london = (dates: Partial<WeeklyHours> = {}) => at("Europe/London", on(1, "17:00", "18:00", dates)); // noon in New York, 13:00 there from 14 to 28 March
    expect(refusal(london(), newYork("13:00", "14:00"))).toEqual(met);
    expect(refusal(london(), newYork("14:00", "15:00"))).toBeNull();
    // From April on that is so at the end of October only.
    expect(placedHoursRefusal([london(), newYork("13:00", "14:00")], "2027-04-01")).toEqual(met);
    const summer = { effectiveFrom: "2027-04-05", effectiveUntil: "2027-10-25" };
    expect(refusal(london(summer), newYork("13:00", "14:00"))).toBeNull();
  });

  test("only dates count on which both are worked, and hours that begin in years are looked at from then on", () => {
    const early = newYork("12:00", "15:00", { effectiveUntil: "2027-02-28" });
    expect(refusal(early, losAngeles("09:00", "12:00", { effectiveFrom: "2027-03-01" }))).toBeNull();
    expect(refusal(early, losAngeles("09:00", "12:00", { effectiveFrom: "2027-02-22" }))).toEqual(met);
    const over = newYork("12:00", "15:00", { effectiveUntil: "2026-12-28" });
    expect(refusal(over, losAngeles("09:00", "12:00"))).toBeNull();
    const distant = newYork("12:00", "15:00", { effectiveFrom: "2035-01-01" });
    expect(refusal(distant, losAngeles("09:00", "12:00"))).toEqual(met);
    const inAYear = newYork("12:00", "15:00", { everyWeeks: 54, effectiveFrom: "2026-12-28" });
    expect(refusal(losAngeles("09:00", "12:00", { effectiveUntil: "2028-01-09" }), inAYear)).toBeNull();
    expect(refusal(losAngeles("09:00", "12:00", { effectiveUntil: "2028-01-10" }), inAYear)).toEqual(met);
    expect(refusal(inAYear, losAngeles("09:00", "12:00"))).toEqual(met);
    const every2nd = { everyWeeks: 2, effectiveFrom: "2027-01-11" };
    const between = { everyWeeks: 2, effectiveFrom: "2027-01-18" };
    expect(refusal(newYork("12:00", "15:00", every2nd), losAngeles("09:00", "12:00", between))).toBeNull();
    expect(refusal(newYork("12:00", "15:00", every2nd), losAngeles("09:00", "12:00", every2nd))).toEqual(met);
    // Every eighth and every ninth week meet once in 72, these for the first time after 64.
    const every8th = newYork("12:00", "15:00", { everyWeeks: 8, effectiveFrom: "2027-01-18" });
    const every9th = losAngeles("09:00", "12:00", { everyWeeks: 9, effectiveFrom: "2027-01-25" });
    expect(refusal(every8th, every9th)).toEqual(met);
    expect(refusal(every9th, every8th)).toEqual(met);
  });
});
