import { expect, test } from "vitest";
import { changeRows, rowsOf } from "./weekly-form.ts";

const morning = {
  key: "a",
  weekday: 1,
  locationId: "l",
  start: "09:00",
  end: "12:00",
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
