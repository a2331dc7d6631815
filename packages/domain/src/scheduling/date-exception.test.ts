import { describe, expect, test } from "vitest";
import { onTheWall } from "../../test/at.ts";
import { everyDay } from "../../test/facts.ts";
import { addDays, asWeekday, dayBounds, interval } from "../time/index.ts";
import { type DateOverride, type Hours, openIntervals, type OverrideKind } from "./availability.ts";
import {
  dateOverrideRefusal,
  meetsHoursElsewhere,
  overridesAt,
  type PlacedOverride,
  type PlaceZones,
  weekMeetingExtraHours,
} from "./date-exception.ts";
import { hoursOn } from "./hours-on.ts";

const zone = "America/New_York";
const date = "2027-03-16";

function said(kind: OverrideKind, ...blocks: DateOverride["blocks"]): DateOverride {
  return { date, kind, blocks };
}

/** What is open on the date and until noon of the next, as the wall shows it. */
function open(hours: Partial<Hours>): string[] {
  const window = interval(dayBounds(date, zone).start, dayBounds(addDays(date, 1), zone).end);
  const all = { zone, weekly: everyDay(["09:00", "17:00"]), overrides: [], window };
  return openIntervals({ ...all, ...hours })
    .map(({ start, end }) => `${onTheWall(start, zone).slice(5, 16)} to ${onTheWall(end, zone).slice(5, 16)}`)
    .filter((range) => range.startsWith("03-16") || range.startsWith("03-17 00"));
}

describe("SCHED-02 blocked time", () => {
  test("splits the hours of the week and deletes none of them", () => {
    expect(open({ overrides: [said("blocked", ["12:00", "13:00"])] })).toEqual([
      "03-16 09:00 to 03-16 12:00",
      "03-16 13:00 to 03-16 17:00",
    ]);
  });

  test("several in a day, and what is blocked beside the hours takes nothing", () => {
    const overrides = [
      said("blocked", ["10:00", "11:00"], ["15:00", "16:00"]),
      said("blocked", ["20:00", "21:00"]),
    ];
    expect(open({ overrides })).toEqual([
      "03-16 09:00 to 03-16 10:00",
      "03-16 11:00 to 03-16 15:00",
      "03-16 16:00 to 03-16 17:00",
    ]);
  });

  test("the whole date, with what it would carry over midnight and what is carried into it (ec-B1, ec-B2)", () => {
    const weekly = everyDay(["21:00", "03:00"]);
    expect(open({ weekly, overrides: [said("blocked")] })).toEqual([]);
    const dayBefore = { date: addDays(date, -1), kind: "blocked", blocks: [] } as const;
    expect(open({ weekly, overrides: [dayBefore] })).toEqual(["03-16 21:00 to 03-17 03:00"]);
  });

  test("is taken out of other hours and of extra hours as well", () => {
    const overrides = [
      said("hours", ["10:00", "12:00"]),
      said("extra", ["18:00", "20:00"]),
      said("blocked", ["11:00", "19:00"]),
    ];
    expect(open({ overrides })).toEqual(["03-16 10:00 to 03-16 11:00", "03-16 19:00 to 03-16 20:00"]);
  });
});

describe("SCHED-02 extra hours", () => {
  test("come on top of the week's, and join those that they touch (ec-B8)", () => {
    expect(open({ overrides: [said("extra", ["17:00", "19:00"], ["20:00", "21:00"])] })).toEqual([
      "03-16 09:00 to 03-16 19:00",
      "03-16 20:00 to 03-16 21:00",
    ]);
  });

  test("ec-B4 open a date that has no hours, within the place's opening hours (ec-B13)", () => {
    const opening = [0, 1, 2, 3, 4, 5, 6].map(() => ["08:00", "18:00"] as const);
    expect(open({ weekly: [], opening, overrides: [said("extra", ["07:00", "10:00"])] })).toEqual([
      "03-16 08:00 to 03-16 10:00",
    ]);
  });
});

test("ec-B6 time off and closed days go before extra hours", () => {
  const whole = { firstDate: date, lastDate: date, part: null };
  const overrides = [said("extra", ["18:00", "20:00"])];
  expect(open({ overrides, timeOff: [whole] })).toEqual([]);
  expect(open({ overrides, closures: [{ ...whole, part: ["18:00", "19:00"] }] })).toEqual([
    "03-16 09:00 to 03-16 17:00",
    "03-16 19:00 to 03-16 20:00",
  ]);
});

test("ec-B5 what is said of one date adds up, whatever its order: hours instead, hours on top, time taken out", () => {
  const overrides = [
    said("extra", ["13:00", "15:00"]),
    said("hours", ["09:00", "12:00"]),
    said("blocked", ["14:00", "15:00"]),
  ];
  const expected = ["03-16 09:00 to 03-16 12:00", "03-16 13:00 to 03-16 14:00"];
  expect(open({ overrides })).toEqual(expected);
  expect(open({ overrides: overrides.toReversed() })).toEqual(expected);
  expect(hoursOn({ weekly: everyDay(["09:00", "17:00"]), overrides }, date)).toEqual({
    date,
    source: "override",
    hours: [
      ["09:00", "12:00"],
      ["13:00", "15:00"],
    ],
    blocked: [["14:00", "15:00"]],
  });
});

test("hours elsewhere close a place, extra hours elsewhere leave it alone, and blocked time is blocked everywhere", () => {
  const kept = [
    { locationId: "there", ...said("hours", ["09:00", "10:00"]) },
    { locationId: "there", ...said("extra", ["11:00", "12:00"]) },
    { locationId: null, ...said("blocked", ["09:00", "09:30"]) },
  ];
  expect(overridesAt("here", kept)).toEqual([said("hours"), said("blocked", ["09:00", "09:30"])]);
  expect(overridesAt("there", kept)).toEqual(kept.map(({ locationId: _at, ...one }) => one));
});

describe("SCHED-01 nobody is in two places at once, on one date either", () => {
  const weekly = everyDay(["09:00", "17:00"]).map((row) => ({ ...row, locationId: "here" }));
  const there = (kind: OverrideKind, start: string, end: string) => ({
    ...said(kind, [start, end]),
    locationId: "there",
  });
  const zones: PlaceZones = new Map([
    ["here", zone],
    ["there", zone],
  ]);
  const meets = (said: PlacedOverride, overrides: readonly PlacedOverride[] = [], places = zones) =>
    meetsHoursElsewhere(said, { weekly, overrides }, places);

  test("extra hours may not meet those that stand elsewhere", () => {
    expect(meets(there("extra", "16:00", "18:00"))).toBe(true);
    expect(meets(there("extra", "17:00", "18:00"))).toBe(false);
    expect(meets(there("extra", "22:00", "02:00"))).toBe(false);
  });

  test("other hours take the week's away everywhere, and not the extra ones", () => {
    const extra = { ...said("extra", ["18:00", "20:00"]), locationId: "here" };
    expect(meets(there("hours", "09:00", "17:00"), [extra])).toBe(false);
    expect(meets(there("hours", "09:00", "19:00"), [extra])).toBe(true);
  });

  test("ec-B1 hours over midnight meet those of the next date, and of the date before", () => {
    expect(meets(there("extra", "22:00", "09:30"))).toBe(true);
    const nights = everyDay(["21:00", "03:00"]).map((row) => ({ ...row, locationId: "here" }));
    const early = there("extra", "02:00", "04:00");
    expect(meetsHoursElsewhere(early, { weekly: nights, overrides: [] }, zones)).toBe(true);
  });

  test("where two places go by two zones their hours are compared as instants, and hours at a place that is not in use meet none", () => {
    const west: PlaceZones = new Map([...zones, ["there", "America/Los_Angeles"]]);
    expect(meets(there("extra", "14:00", "16:00"), [], west)).toBe(false); // 17:00 to 19:00 in New York
    expect(meets(there("extra", "13:00", "15:00"), [], west)).toBe(true);
    expect(meets(there("extra", "07:00", "08:00"), [], west)).toBe(true); // 10:00 there
    expect(meets(there("extra", "13:00", "15:00"), [], new Map([["there", zone]]))).toBe(false);
  });

  test("a week may not meet extra hours elsewhere, the row and the date are named, and a date with other hours has no week", () => {
    const sunday = { weekday: asWeekday(0), start: "09:00", end: "10:00", locationId: "there" };
    const week = [sunday, ...weekly];
    const extra = there("extra", "16:00", "18:00");
    expect(weekMeetingExtraHours(week, [extra], zones)).toEqual({ row: 3, date }); // a Tuesday
    expect(weekMeetingExtraHours(week, [there("extra", "17:00", "18:00")], zones)).toBeNull();
    const instead = { ...said("hours", ["16:00", "18:00"]), locationId: "here" };
    expect(weekMeetingExtraHours(week, [extra, instead], zones)).toBeNull();
    expect(weekMeetingExtraHours(week, [{ ...extra, locationId: "here" }], zones)).toBeNull();
  });
});

test.each([
  ["hours", [], null],
  ["extra", [], { code: "no_hours", row: null }],
  ["extra", [["09:00", "09:10"]], { code: "range_too_short", row: 0 }],
  ["blocked", [], null],
  ["blocked", [["09:00", "09:10"]], null],
  ["blocked", [["09:00", "09:00"]], { code: "range_too_short", row: 0 }],
  ["blocked", [["23:00", "01:00"]], { code: "crosses_midnight", row: 0 }],
  ["blocked", [["22:00", "24:00"]], null],
  [
    "blocked",
    [
      ["09:00", "11:00"],
      ["10:00", "12:00"],
    ],
    { code: "overlapping_ranges", row: 1 },
  ],
  [
    "blocked",
    [
      ["09:00", "10:00"],
      ["10:00", "12:00"],
    ],
    null,
  ],
] as const)("SCHED-02 whether %s of %j may be saved", (kind, blocks, refusal) => {
  expect(dateOverrideRefusal(kind, blocks)).toEqual(refusal);
});
