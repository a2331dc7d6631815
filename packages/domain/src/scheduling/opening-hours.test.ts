import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { everyDay } from "../../test/facts.ts";
import { interval } from "../time/index.ts";
import { openIntervals } from "./availability.ts";
import { type OpeningHours, openingRefusal } from "./opening-hours.ts";

const daily = (range: readonly [string, string] | null): OpeningHours =>
  Array.from({ length: 7 }, () => range);

/** When somebody can be had who works at a place with these opening hours; Tuesday 16 March 2027 unless said otherwise. */
function open(
  opening: OpeningHours,
  hours: readonly [string, string],
  { from = "2027-03-16T00:00-04:00", until = "2027-03-17T00:00-04:00" } = {},
) {
  const weekly = everyDay(hours);
  const window = interval(at(from), at(until));
  return openIntervals({ zone: "America/New_York", weekly, overrides: [], opening, window });
}

test("ec-B13 SCHED-29 of hours that are wider than the place's, what both have is open", () => {
  expect(open(daily(["06:00", "22:00"]), ["05:00", "23:00"])).toEqual([
    interval(at("2027-03-16T06:00-04:00"), at("2027-03-16T22:00-04:00")),
  ]);
  expect(open(daily(["06:00", "22:00"]), ["09:00", "17:00"])).toEqual([
    interval(at("2027-03-16T09:00-04:00"), at("2027-03-16T17:00-04:00")),
  ]);
});

test("on a weekday on which the place is not open nobody can be had, whatever a dated exception says", () => {
  const notOnTuesdays = daily(["06:00", "22:00"]).map((range, weekday) => (weekday === 2 ? null : range));
  expect(open(notOnTuesdays, ["09:00", "17:00"])).toEqual([]);
  const exception = { date: "2027-03-16", blocks: [["07:00", "12:00"]] } as const;
  const window = interval(at("2027-03-16T00:00-04:00"), at("2027-03-17T00:00-04:00"));
  const facts = { zone: "America/New_York", weekly: [], overrides: [exception], window };
  expect(openIntervals({ ...facts, opening: notOnTuesdays })).toEqual([]);
  expect(openIntervals({ ...facts, opening: daily(["08:00", "22:00"]) })).toEqual([
    interval(at("2027-03-16T08:00-04:00"), at("2027-03-16T12:00-04:00")),
  ]);
});

test("a night stays whole where the place is open over midnight, and ends where it closes", () => {
  const night = { from: "2027-03-16T12:00-04:00", until: "2027-03-17T12:00-04:00" };
  expect(open(daily(["00:00", "24:00"]), ["22:00", "06:00"], night)).toEqual([
    interval(at("2027-03-16T22:00-04:00"), at("2027-03-17T06:00-04:00")),
  ]);
  expect(open(daily(["18:00", "02:00"]), ["22:00", "06:00"], night)).toEqual([
    interval(at("2027-03-16T22:00-04:00"), at("2027-03-17T02:00-04:00")),
  ]);
});

test("an exception outside opening hours opens nothing, and does not close the night before", () => {
  const opening = daily(["00:00", "24:00"]).map((range, weekday) =>
    weekday === 3 ? (["00:00", "20:00"] as const) : range,
  );
  const late = { date: "2027-03-17", blocks: [["21:00", "23:00"]] } as const;
  const window = interval(at("2027-03-16T12:00-04:00"), at("2027-03-17T23:59-04:00"));
  const facts = { zone: "America/New_York", weekly: everyDay(["22:00", "06:00"]), overrides: [late], window };
  expect(openIntervals({ ...facts, opening })).toEqual([
    interval(at("2027-03-16T22:00-04:00"), at("2027-03-17T06:00-04:00")),
  ]);
});

test("ec-A1 opening hours are of the wall, also on the day its clocks change", () => {
  const spring = { from: "2027-03-14T00:00-05:00", until: "2027-03-15T00:00-04:00" };
  expect(open(daily(["06:00", "22:00"]), ["00:00", "24:00"], spring)).toEqual([
    interval(at("2027-03-14T06:00-04:00"), at("2027-03-14T22:00-04:00")),
  ]);
});

test("ec-B10 opening hours are refused with the weekday to blame: reversed, too short, or in the way of the day before", () => {
  const tuesday = (range: readonly [string, string]) =>
    daily(["06:00", "22:00"]).map((usual, weekday) => (weekday === 2 ? range : usual));
  expect(openingRefusal(daily(["06:00", "22:00"]))).toBeNull();
  expect(openingRefusal(daily(null))).toBeNull();
  expect(openingRefusal(tuesday(["20:00", "02:00"]))).toBeNull();
  expect(openingRefusal(tuesday(["17:00", "09:00"]))).toEqual({ code: "reversed_range", weekday: 2 });
  expect(openingRefusal(tuesday(["09:00", "09:00"]))).toEqual({ code: "range_too_short", weekday: 2 });
  expect(openingRefusal(tuesday(["20:00", "07:00"]))).toEqual({ code: "overlapping_ranges", weekday: 3 });
});
