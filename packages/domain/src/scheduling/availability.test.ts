import { describe, expect, test } from "vitest";
import { at, between, onTheWall, utc } from "../../test/at.ts";
import { everyDay } from "../../test/facts.ts";
import {
  addDays,
  asWeekday,
  dayBounds,
  hourMs,
  type Interval,
  interval,
  type WallTime,
} from "../time/index.ts";
import { type DateOverride, type Hours, openIntervals } from "./availability.ts";
import type { WeeklyHours } from "./weekly-hours.ts";

const newYork = "America/New_York";

/** Open time of the local dates `from` to `until`, both included, as the wall shows it. */
function open(hours: Partial<Hours>, from: string, until = from): string[] {
  const { zone = newYork, weekly = [], overrides = [] } = hours;
  const window = interval(dayBounds(from, zone).start, dayBounds(until, zone).end);
  return openIntervals({ zone, weekly, overrides, window }).map(
    ({ start, end }) => `${onTheWall(start, zone)} to ${onTheWall(end, zone)}`,
  );
}

function hoursLong(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { start, end }) => sum + (end - start) / hourMs, 0);
}

function on(weekday: number, start: WallTime, end: WallTime, dates: Partial<WeeklyHours> = {}): WeeklyHours {
  return { weekday: asWeekday(weekday), start, end, ...dates };
}

function override(date: string, ...blocks: DateOverride["blocks"]): DateOverride {
  return { date, blocks };
}

describe("on the day the clocks change", () => {
  test("ec-A1 hours over the spring gap are an hour shorter and end on the wall where they say", () => {
    const hours = { weekly: everyDay(["01:00", "05:00"]) };
    expect(open(hours, "2027-03-14")).toEqual(["2027-03-14 01:00-05:00 to 2027-03-14 05:00-04:00"]);
    const window = dayBounds("2027-03-14", newYork);
    expect(hoursLong(openIntervals({ zone: newYork, overrides: [], ...hours, window }))).toBe(3);
  });

  test("ec-A2 hours wholly inside the gap are no hours at all", () => {
    expect(open({ weekly: everyDay(["02:15", "02:45"]) }, "2027-03-14")).toEqual([]);
    expect(open({ weekly: everyDay(["02:00", "03:00"]) }, "2027-03-14")).toEqual([]);
  });

  test("ec-A3 hours that begin in the gap begin at its end, and end when they say", () => {
    expect(open({ weekly: everyDay(["02:30", "06:00"]) }, "2027-03-14")).toEqual([
      "2027-03-14 03:00-04:00 to 2027-03-14 06:00-04:00",
    ]);
  });

  test.each(["2027-03-14", "2027-11-07"])("ec-A4 afternoon hours of %s keep their wall time", (date) => {
    const [hours] = open({ weekly: everyDay(["13:00", "17:00"]) }, date);
    expect(hours).toMatch(new RegExp(`^${date} 13:00-0[45]:00 to ${date} 17:00-0[45]:00$`));
  });

  test("ec-A5 hours over the repeated hour are an hour longer", () => {
    const hours = { weekly: everyDay(["00:00", "04:00"]) };
    expect(open(hours, "2027-11-07")).toEqual(["2027-11-07 00:00-04:00 to 2027-11-07 04:00-05:00"]);
    const window = dayBounds("2027-11-07", newYork);
    expect(hoursLong(openIntervals({ zone: newYork, overrides: [], ...hours, window }))).toBe(5);
  });

  test.each([
    ["America/Santiago", "2027-09-05"],
    ["Africa/Cairo", "2027-04-30"],
    ["Asia/Beirut", "2027-03-28"],
    ["America/Havana", "2027-03-14"],
  ])("ec-A12 in %s the day without a midnight keeps its hours", (zone, date) => {
    const wall = (rows: readonly string[]) => rows.map((row) => row.replaceAll(/[+-]\d\d:\d\d/g, ""));
    expect(wall(open({ zone, weekly: everyDay(["09:00", "12:00"]) }, date))).toEqual([
      `${date} 09:00 to ${date} 12:00`,
    ]);
    expect(wall(open({ zone, weekly: everyDay(["00:00", "12:00"]) }, date))).toEqual([
      `${date} 01:00 to ${date} 12:00`,
    ]);
    const closed = { zone, weekly: everyDay(["00:00", "24:00"]), overrides: [override(date)] };
    expect(wall(open(closed, date))).toEqual([]);
    expect(wall(open(closed, addDays(date, -1)))).toEqual([`${addDays(date, -1)} 00:00 to ${date} 01:00`]);
  });

  test.each([
    ["America/Santiago", "2027-04-03"],
    ["Atlantic/Azores", "2027-10-31"],
    ["America/Havana", "2027-11-07"],
    ["America/Nuuk", "2027-10-30"],
  ])("ec-A13 in %s a whole day with a repeated hour is 25 hours long", (zone, date) => {
    const hours: Hours = { zone, weekly: everyDay(["00:00", "24:00"]), overrides: [] };
    expect(hoursLong(openIntervals({ ...hours, window: dayBounds(date, zone) }))).toBe(25);
    const onlyThat = { ...hours, weekly: [], overrides: [override(date, ["00:00", "24:00"])] };
    expect(openIntervals({ ...onlyThat, window: between("2027-01-01T00:00Z", "2028-01-01T00:00Z") })).toEqual(
      [dayBounds(date, zone)],
    );
  });

  test("ec-A14 Lord Howe shifts by half an hour", () => {
    const hours = { zone: "Australia/Lord_Howe", weekly: everyDay(["01:00", "03:00"]) };
    expect(open(hours, "2027-10-03")).toEqual(["2027-10-03 01:00+10:30 to 2027-10-03 03:00+11:00"]);
    const window = dayBounds("2027-10-03", hours.zone);
    expect(hoursLong(openIntervals({ ...hours, overrides: [], window }))).toBe(1.5);
    const autumn = dayBounds("2027-04-04", hours.zone);
    expect(hoursLong(openIntervals({ ...hours, overrides: [], window: autumn }))).toBe(2.5);
  });

  test("ec-A15 Troll shifts by two hours", () => {
    const hours = { zone: "Antarctica/Troll", weekly: everyDay(["00:30", "04:00"]), overrides: [] };
    expect(hoursLong(openIntervals({ ...hours, window: dayBounds("2027-03-28", hours.zone) }))).toBe(1.5);
    expect(hoursLong(openIntervals({ ...hours, window: dayBounds("2027-10-31", hours.zone) }))).toBe(5.5);
    expect(open({ zone: hours.zone, weekly: everyDay(["01:30", "02:30"]) }, "2027-03-28")).toEqual([]);
  });

  test("ec-A16 hours follow the wall clock of a zone whose offset is not whole hours", () => {
    expect(open({ zone: "Asia/Kathmandu", weekly: everyDay(["09:00", "10:00"]) }, "2027-06-15")).toEqual([
      "2027-06-15 09:00+05:45 to 2027-06-15 10:00+05:45",
    ]);
    expect(open({ zone: "Pacific/Chatham", weekly: everyDay(["09:00", "10:00"]) }, "2027-06-15")).toEqual([
      "2027-06-15 09:00+12:45 to 2027-06-15 10:00+12:45",
    ]);
  });

  test("ec-A17 Phoenix keeps its hours while New York around it shifts", () => {
    const nine = (date: string) =>
      openIntervals({
        zone: "America/Phoenix",
        weekly: everyDay(["09:00", "10:00"]),
        overrides: [],
        window: dayBounds(date, "America/Phoenix"),
      }).map(({ start }) => onTheWall(start, newYork).slice(11, 16));
    expect([...nine("2027-03-13"), ...nine("2027-03-14"), ...nine("2027-11-07")]).toEqual([
      "11:00",
      "12:00",
      "11:00",
    ]);
  });

  test("ec-A18 Sydney's year is the other way round", () => {
    const hours = { zone: "Australia/Sydney", weekly: everyDay(["01:00", "04:00"]), overrides: [] };
    expect(hoursLong(openIntervals({ ...hours, window: dayBounds("2027-04-04", hours.zone) }))).toBe(4);
    expect(hoursLong(openIntervals({ ...hours, window: dayBounds("2027-10-03", hours.zone) }))).toBe(2);
  });

  // Those of 2026, which have been: by the zone data of 2026 Morocco has none after it, and whatever comes is its government's to say.
  test("ec-A19 Casablanca's two extra changes around Ramadan are honoured", () => {
    const hours = { zone: "Africa/Casablanca", weekly: everyDay(["01:00", "04:00"]), overrides: [] };
    const night = (date: string) =>
      hoursLong(openIntervals({ ...hours, window: dayBounds(date, hours.zone) }));
    expect(["2026-02-14", "2026-02-15", "2026-02-16"].map(night)).toEqual([3, 4, 3]);
    expect(["2026-03-21", "2026-03-22", "2026-03-23"].map(night)).toEqual([3, 2, 3]);
  });

  test("ec-A20 a skipped date has no open time, not even that of a row that would run out of it", () => {
    const zone = "Pacific/Apia";
    const window = between("2011-12-29T00:00Z", "2012-01-01T00:00Z");
    expect(
      openIntervals({ zone, weekly: [], overrides: [override("2011-12-30", ["09:00", "17:00"])], window }),
    ).toEqual([]);
    expect(
      openIntervals({ zone, weekly: [], overrides: [override("2011-12-30", ["21:00", "03:00"])], window }),
    ).toEqual([]);
    expect(open({ zone, weekly: everyDay(["21:00", "24:00"]) }, "2011-12-29", "2011-12-31")).toEqual([
      "2011-12-29 21:00-10:00 to 2011-12-31 00:00+14:00",
      "2011-12-31 21:00+14:00 to 2012-01-01 00:00+14:00",
    ]);
  });
});

describe("weekly rows and overrides", () => {
  test("ec-B1 hours over midnight are one interval of the date they start on", () => {
    expect(open({ weekly: [on(5, "21:00", "03:00")] }, "2027-03-12", "2027-03-13")).toEqual([
      "2027-03-12 21:00-05:00 to 2027-03-13 03:00-05:00",
    ]);
    expect(open({ weekly: [on(5, "21:00", "03:00")] }, "2027-03-13")).toEqual([
      "2027-03-13 00:00-05:00 to 2027-03-13 03:00-05:00",
    ]);
  });

  test("ec-B2 override closes the spill after midnight", () => {
    const weekly = [on(5, "21:00", "03:00")];
    expect(open({ weekly, overrides: [override("2027-03-13")] }, "2027-03-12", "2027-03-13")).toEqual([
      "2027-03-12 21:00-05:00 to 2027-03-13 00:00-05:00",
    ]);
    expect(open({ weekly, overrides: [override("2027-03-12")] }, "2027-03-12", "2027-03-13")).toEqual([]);
  });

  test("ec-B3 an override replaces the weekly hours of its date and of no other", () => {
    const hours = {
      weekly: everyDay(["09:00", "12:00"], ["13:00", "17:00"]),
      overrides: [override("2027-03-16", ["10:00", "14:00"])],
    };
    expect(open(hours, "2027-03-16")).toEqual(["2027-03-16 10:00-04:00 to 2027-03-16 14:00-04:00"]);
    expect(open(hours, "2027-03-17")).toHaveLength(2);
    // Last night's hours belong to last night: only closing the date ends them early.
    const nights = {
      weekly: everyDay(["21:00", "03:00"]),
      overrides: [override("2027-03-16", ["10:00", "14:00"])],
    };
    expect(open(nights, "2027-03-16")).toEqual([
      "2027-03-16 00:00-04:00 to 2027-03-16 03:00-04:00",
      "2027-03-16 10:00-04:00 to 2027-03-16 14:00-04:00",
    ]);
  });

  test("ec-B4 an override opens a day that has no weekly hours", () => {
    expect(
      open(
        { weekly: [on(1, "09:00", "17:00")], overrides: [override("2027-03-20", ["10:00", "14:00"])] },
        "2027-03-20",
      ),
    ).toEqual(["2027-03-20 10:00-04:00 to 2027-03-20 14:00-04:00"]);
  });

  test("ec-B5 two overrides of one date add up in either order", () => {
    const two = [override("2027-03-16", ["09:00", "10:00"]), override("2027-03-16", ["14:00", "15:00"])];
    expect(open({ overrides: two }, "2027-03-16")).toHaveLength(2);
    expect(open({ overrides: two.toReversed() }, "2027-03-16")).toEqual(
      open({ overrides: two }, "2027-03-16"),
    );
    expect(open({ overrides: [...two, override("2027-03-16")] }, "2027-03-16")).toHaveLength(2);
  });

  test("ec-B7 24:00 is the next midnight and joins what starts there; 23:59 is an ordinary minute", () => {
    expect(
      open({ weekly: [on(2, "20:00", "24:00"), on(3, "00:00", "02:00")] }, "2027-03-16", "2027-03-17"),
    ).toEqual(["2027-03-16 20:00-04:00 to 2027-03-17 02:00-04:00"]);
    expect(
      open({ weekly: [on(2, "20:00", "23:59"), on(3, "00:00", "02:00")] }, "2027-03-16", "2027-03-17"),
    ).toHaveLength(2);
    const toMidnight = {
      weekly: [on(3, "00:00", "02:00")],
      overrides: [override("2027-03-16", ["20:00", "24:00"])],
    };
    expect(open(toMidnight, "2027-03-16", "2027-03-17")).toHaveLength(1);
  });

  test("ec-B8 ec-B9 rows that touch or overlap are one, in whichever order they are given", () => {
    const weekly = everyDay(["09:00", "12:00"], ["12:00", "17:00"], ["11:00", "13:00"]);
    expect(open({ weekly }, "2027-03-16")).toEqual(["2027-03-16 09:00-04:00 to 2027-03-16 17:00-04:00"]);
    expect(open({ weekly: weekly.toReversed() }, "2027-03-16")).toEqual(open({ weekly }, "2027-03-16"));
  });

  test("ec-B17 hours apply from their first date to their last, both included", () => {
    const weekly = everyDay(["09:00", "10:00"]).map((row) => ({
      ...row,
      effectiveFrom: "2027-03-16",
      effectiveUntil: "2027-03-17",
    }));
    expect(open({ weekly }, "2027-03-14", "2027-03-20").map((row) => row.slice(0, 10))).toEqual([
      "2027-03-16",
      "2027-03-17",
    ]);
    expect(
      open(
        { weekly: weekly.map((row) => ({ ...row, effectiveFrom: null, effectiveUntil: null })) },
        "2027-03-20",
      ),
    ).toHaveLength(1);
  });

  test("ec-B16 hours of every second week are counted from their date, in a year with a week 53 as in any other", () => {
    const row = on(1, "09:00", "10:00", { everyWeeks: 2, effectiveFrom: "2026-12-14" }); // a Monday of week 51
    expect(open({ weekly: [row] }, "2026-12-01", "2027-01-31").map((text) => text.slice(0, 10))).toEqual([
      "2026-12-14",
      "2026-12-28",
      "2027-01-11",
      "2027-01-25",
    ]);
    const other = { ...row, effectiveFrom: "2026-12-21", start: "13:00", end: "15:00" };
    expect(
      open({ weekly: [row, other] }, "2026-12-14", "2027-01-04").map((text) => text.slice(0, 16)),
    ).toEqual(["2026-12-14 09:00", "2026-12-21 13:00", "2026-12-28 09:00", "2027-01-04 13:00"]);
  });

  test("ec-B16 ec-B1 the night of such a week belongs to its date, whatever week the next date is in", () => {
    const row = on(0, "22:00", "02:00", { everyWeeks: 2, effectiveFrom: "2027-01-03" });
    expect(open({ weekly: [row] }, "2027-01-04", "2027-01-17")).toEqual([
      "2027-01-04 00:00-05:00 to 2027-01-04 02:00-05:00",
      "2027-01-17 22:00-05:00 to 2027-01-18 00:00-05:00",
    ]);
  });

  test("open time is clipped to the window and empty for an empty one", () => {
    const hours: Hours = { zone: newYork, weekly: everyDay(["09:00", "17:00"]), overrides: [] };
    expect(openIntervals({ ...hours, window: between("2027-03-16T14:10Z", "2027-03-16T15:20Z") })).toEqual([
      between("2027-03-16T14:10Z", "2027-03-16T15:20Z"),
    ]);
    expect(
      openIntervals({ ...hours, window: interval(at("2027-03-16T14:10Z"), at("2027-03-16T14:10Z")) }),
    ).toEqual([]);
    expect(
      openIntervals({
        zone: newYork,
        weekly: [],
        overrides: [],
        window: between("2027-03-01T00:00Z", "2028-03-01T00:00Z"),
      }),
    ).toEqual([]);
  });

  test("the example of the slots command", () => {
    const days = [1, 2, 3, 4, 5];
    const weekly = days.flatMap((day) => [on(day, "09:00", "12:00"), on(day, "13:00", "17:00")]);
    const overrides = [override("2027-03-17"), override("2027-03-20", ["10:00", "14:00"])];
    const window = between("2027-03-16T04:00:00Z", "2027-03-17T04:00:00Z");
    expect(
      openIntervals({ zone: newYork, weekly, overrides, window }).map(({ start, end }) => [
        utc(start),
        utc(end),
      ]),
    ).toEqual([
      ["2027-03-16T13:00Z", "2027-03-16T16:00Z"],
      ["2027-03-16T17:00Z", "2027-03-16T21:00Z"],
    ]);
  });
});
