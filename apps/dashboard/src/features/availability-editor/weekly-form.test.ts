import { expect, test } from "vitest";
import {
  changeRows,
  halfTyped,
  inClockOrder,
  rowsOf,
  rowText,
  weeksChoice,
  weeksChoices,
  withWeeks,
} from "./weekly-form.ts";

const morning = {
  key: "a",
  weekday: 1,
  locationId: "l",
  start: "09:00",
  end: "12:00",
  everyWeeks: 1,
  effectiveFrom: null,
  effectiveUntil: null,
};

test("SCHED-01 a second range of a day begins after the first", () => {
  const rows = changeRows([morning], { kind: "add", key: "b", weekday: 1, locationId: "l" });
  expect(rowsOf(rows, 1).map((row) => [row.start, row.end])).toEqual([
    ["09:00", "12:00"],
    ["13:00", "16:00"],
  ]);
});

test("SCHED-01 a range stays where it stands while its times are typed, and a new one follows the last of the clock", () => {
  const afternoon = { ...morning, key: "b", start: "13:00", end: "16:00" };
  const typed = changeRows([morning, afternoon], { kind: "set", key: "b", part: { start: "08:00" } });
  expect(rowsOf(typed, 1).map(({ key }) => key)).toEqual(["a", "b"]);
  const early = changeRows(typed, { kind: "set", key: "b", part: { start: "07:00", end: "08:00" } });
  const rows = changeRows(early, { kind: "add", key: "c", weekday: 1, locationId: "l" });
  expect(rowsOf(rows, 1).map(({ key, start }) => [key, start])).toEqual([
    ["b", "07:00"],
    ["a", "09:00"],
    ["c", "13:00"],
  ]);
  expect(inClockOrder([afternoon, morning])).toEqual([morning, afternoon]);
});

test("SCHED-01 a range of which a time is half typed is found before anything is sent", () => {
  expect(halfTyped([morning])).toBeUndefined();
  const open = { ...morning, key: "b", end: "" };
  expect(halfTyped([morning, open])).toBe(open);
  expect(halfTyped([{ ...morning, start: "" }])).toMatchObject({ key: "a" });
});

test("ec-B7 a range late in the evening ends at 24:00, never past it", () => {
  const late = { ...morning, start: "20:00", end: "23:30" };
  expect(changeRows([late], { kind: "add", key: "b", weekday: 1, locationId: "l" })[1]?.end).toBe("24:00");
});

test("changing and removing touch one row", () => {
  const rows = changeRows([morning, { ...morning, key: "b", weekday: 2 }], {
    kind: "set",
    key: "b",
    part: { end: "13:00" },
  });
  expect(rows.map((row) => row.end)).toEqual(["12:00", "13:00"]);
  expect(changeRows(rows, { kind: "remove", key: "a" }).map((row) => row.key)).toEqual(["b"]);
});

test("ec-B16 a row of every second week begins on its next weekday, and one of every week has no dates", () => {
  expect(weeksChoice(morning)).toBe("always");
  const second = withWeeks(morning, "2", "2027-03-17"); // a Wednesday
  expect(second).toEqual({ ...morning, everyWeeks: 2, effectiveFrom: "2027-03-22" });
  expect(weeksChoice(second)).toBe("2");
  const third = withWeeks({ ...second, effectiveFrom: "2027-01-04" }, "3", "2027-03-17");
  expect(third).toMatchObject({ everyWeeks: 3, effectiveFrom: "2027-01-04" });
  expect(withWeeks({ ...third, effectiveUntil: "2027-06-30" }, "always", "2027-03-17")).toEqual(morning);
});

test("ec-B16 ec-B17 ec-L6 a row in a few words says its times as the studio writes them, and when it is not worked every week", () => {
  const words = (row: Parameters<typeof rowText>[0], locale: string) =>
    rowText(row, locale).replaceAll("\u202f", " ");
  expect(words(morning, "en-GB")).toMatch(/^0?9:00 – 12:00$/);
  expect(words(morning, "en-US")).toBe("9:00 AM – 12:00 noon");
  expect(words({ ...morning, end: "24:00" }, "en-US")).toBe("9:00 AM – midnight");
  expect(words({ ...morning, end: "" }, "en-US")).toBe("9:00 AM – …");
  expect(words(withWeeks(morning, "2", "2027-03-17"), "en-GB")).toMatch(/^0?9:00 – 12:00 every 2nd week$/);
  expect(words(withWeeks(morning, "1", "2027-03-17"), "en-GB")).toMatch(/^0?9:00 – 12:00 between dates$/);
});

test("ec-B17 hours of every week may have a first and a last date", () => {
  const fromThen = withWeeks(morning, "1", "2027-03-17");
  expect(fromThen).toMatchObject({ everyWeeks: 1, effectiveFrom: "2027-03-22" });
  expect(weeksChoice(fromThen)).toBe("1");
});

test("what a row says is among what there is to choose", () => {
  const texts = (everyWeeks: number) => weeksChoices({ ...morning, everyWeeks }).map(({ text }) => text);
  expect(texts(1)).toEqual([
    "Every week",
    "Every week, between dates",
    "Every 2nd week",
    "Every 3rd week",
    "Every 4th week",
  ]);
  expect(texts(6).at(-1)).toBe("Every 6th week");
});
