import { describe, expect, test } from "vitest";
import { at, between, onTheWall } from "../../test/at.ts";
import { everyDay, practitioner, question } from "../../test/facts.ts";
import { dayBounds, interval, type LocalDate, type WallTime } from "../time/index.ts";
import { type Hours, openIntervals } from "./availability.ts";
import { type Closure, closedDuring, closureRefusal } from "./closure.ts";
import { findSlots } from "./slots.ts";

const newYork = "America/New_York";

function closed(firstDate: LocalDate, lastDate = firstDate, part: Closure["part"] = null): Closure {
  return { firstDate, lastDate, part };
}

/** Open time of the local dates `from` to `until`, both included, as the wall shows it. */
function open(hours: Partial<Hours>, from: string, until = from): string[] {
  const { zone = newYork, weekly = [], overrides = [], closures = [] } = hours;
  const window = interval(dayBounds(from, zone).start, dayBounds(until, zone).end);
  return openIntervals({ zone, weekly, overrides, closures, window }).map(
    ({ start, end }) => `${onTheWall(start, zone).slice(5, 16)} to ${onTheWall(end, zone).slice(5, 16)}`,
  );
}

const daily = (start: WallTime, end: WallTime) => everyDay([start, end]);

describe("ec-B6 a closed place goes before everything else", () => {
  const tuesday = "2027-03-16";

  test("before weekly hours, on each of its dates, the first and the last included", () => {
    const hours = { weekly: daily("09:00", "12:00"), closures: [closed(tuesday, "2027-03-17")] };
    expect(open(hours, "2027-03-15", "2027-03-18")).toEqual([
      "03-15 09:00 to 03-15 12:00",
      "03-18 09:00 to 03-18 12:00",
    ]);
  });

  test("before a dated exception: hours added for that date are not worked", () => {
    const overrides = [{ date: tuesday, blocks: [["10:00", "18:00"]] as const }];
    expect(open({ overrides }, tuesday)).toEqual(["03-16 10:00 to 03-16 18:00"]);
    expect(open({ overrides, closures: [closed(tuesday)] }, tuesday)).toEqual([]);
  });

  test("ec-B1 a night that begins on a closed date is not worked after midnight either", () => {
    const hours = { weekly: daily("21:00", "03:00"), closures: [closed(tuesday)] };
    expect(open(hours, tuesday, "2027-03-17")).toEqual(["03-17 21:00 to 03-18 00:00"]);
  });

  test("ec-B2 the night before ends at midnight", () => {
    const hours = { weekly: daily("21:00", "03:00"), closures: [closed("2027-03-17")] };
    expect(open(hours, tuesday, "2027-03-17")).toEqual([
      "03-16 00:00 to 03-16 03:00",
      "03-16 21:00 to 03-17 00:00",
    ]);
  });
});

describe("ec-B15 half a day", () => {
  const afternoon = closed("2027-12-24", "2027-12-24", ["13:00", "24:00"]);

  test("only that part is closed, and the exception for the date holds in the rest", () => {
    expect(open({ weekly: daily("09:00", "17:00"), closures: [afternoon] }, "2027-12-24")).toEqual([
      "12-24 09:00 to 12-24 13:00",
    ]);
    const overrides = [{ date: "2027-12-24", blocks: [["12:00", "15:00"]] as const }];
    expect(open({ overrides, closures: [afternoon] }, "2027-12-24")).toEqual(["12-24 12:00 to 12-24 13:00"]);
  });

  test("SCHED-02 a part in the middle splits the hours, and bookable times count from the reopening", () => {
    const closures = [closed("2027-03-16", "2027-03-16", ["11:10", "12:10"])];
    const asked = question(dayBounds("2027-03-16", newYork), {
      practitioners: [{ ...practitioner(), weekly: daily("09:00", "15:00"), closures }],
    });
    expect(findSlots(asked).map(({ start }) => onTheWall(start, newYork).slice(11, 16))).toEqual([
      "09:00",
      "09:30",
      "10:00",
      "12:10",
      "12:40",
      "13:10",
      "13:40",
    ]);
  });
});

describe("by the clock of the place", () => {
  test("ec-A1 ec-A5 a closed date is as long as the date is", () => {
    for (const date of ["2027-03-14", "2027-11-07"])
      expect(open({ weekly: daily("00:00", "24:00"), closures: [closed(date)] }, date)).toEqual([]);
  });

  test("ec-A20 a date that the zone skipped closes nothing", () => {
    const hours = { zone: "Pacific/Apia", weekly: daily("09:00", "10:00"), closures: [closed("2011-12-30")] };
    expect(open(hours, "2011-12-29", "2011-12-31")).toEqual([
      "12-29 09:00 to 12-29 10:00",
      "12-31 09:00 to 12-31 10:00",
    ]);
  });

  test("ec-A27 two places across the date line are closed at different hours", () => {
    const christmas = [closed("2027-12-25")];
    const visit = between("2027-12-24T20:00Z", "2027-12-24T21:00Z");
    expect(closedDuring(christmas, "Pacific/Auckland", visit)).toBe(true);
    expect(closedDuring(christmas, "Pacific/Honolulu", visit)).toBe(false);
  });

  test("SCHED-13 a visit that ends as the place closes does not meet the closure", () => {
    const start = at("2027-12-24T12:00-05:00");
    const noon = [closed("2027-12-24", "2027-12-24", ["13:00", "17:00"])];
    expect(closedDuring(noon, newYork, interval(start, at("2027-12-24T13:00-05:00")))).toBe(false);
    expect(closedDuring(noon, newYork, interval(start, at("2027-12-24T13:01-05:00")))).toBe(true);
  });
});

describe("ec-B10 what may not be saved names its field", () => {
  test.each([
    ["ends before it starts", closed("2027-03-16", "2027-03-15"), "end_before_start", "lastDate"],
    ["lasts longer than a year", closed("2027-01-01", "2028-01-02"), "too_long", "lastDate"],
    [
      "takes a part of several days",
      closed("2027-03-16", "2027-03-17", ["09:00", "12:00"]),
      "part_of_several_days",
      "part",
    ],
    ["has no length", closed("2027-03-16", "2027-03-16", ["09:00", "09:00"]), "end_before_start", "part"],
    ["runs backwards", closed("2027-03-16", "2027-03-16", ["12:00", "09:00"]), "end_before_start", "part"],
  ] as const)("%s", (_case, closure, code, field) => {
    expect(closureRefusal(closure)).toEqual({ code, field });
  });

  test("one date, a whole year and an afternoon may", () => {
    for (const closure of [
      closed("2027-03-16"),
      closed("2027-01-01", "2028-01-01"),
      closed("2027-03-16", "2027-03-16", ["13:00", "24:00"]),
    ])
      expect(closureRefusal(closure)).toBeNull();
  });
});
