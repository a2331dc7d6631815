import { expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { hourMs } from "../time/index.ts";
import { externalBusy, type ExternalEntry, type ExternalRules } from "./external-busy.ts";

const rules: ExternalRules = { zone: "America/New_York", allDay: "busy", tentative: "busy" };
const month = between("2027-03-01T00:00-05:00", "2027-04-01T00:00-04:00");
const noon = between("2027-03-16T12:00-04:00", "2027-03-16T13:00-04:00");

function takes(
  when: ExternalEntry["when"],
  shows: ExternalEntry["shows"] = "busy",
  changes: Partial<ExternalRules> = {},
) {
  return externalBusy([{ key: "k", when, shows }], { ...rules, ...changes }, month);
}

test("ec-K1 an all-day entry takes those dates of its calendar's zone, 23 hours on the day the clocks go forward", () => {
  const sunday = { firstDate: "2027-03-14", lastDate: "2027-03-14" };
  expect(takes(sunday)).toEqual([
    { key: "k", start: at("2027-03-14T00:00-05:00"), end: at("2027-03-15T00:00-04:00") },
  ]);
  const [day] = takes(sunday);
  expect(day && day.end - day.start).toBe(23 * hourMs);
  expect(takes({ firstDate: "2027-03-16", lastDate: "2027-03-17" }, "busy", { zone: "Asia/Tokyo" })).toEqual([
    { key: "k", start: at("2027-03-16T00:00+09:00"), end: at("2027-03-18T00:00+09:00") },
  ]);
  expect(takes(sunday, "busy", { allDay: "ignored" })).toEqual([]);
  expect(takes(noon, "busy", { allDay: "ignored" })).toHaveLength(1);
});

test("ec-K2 what is free or declined takes nothing, and what is tentative takes time by setting", () => {
  expect(takes(noon)).toEqual([{ key: "k", ...noon }]);
  expect(takes(noon, "free")).toEqual([]);
  expect(takes(noon, "declined")).toEqual([]);
  expect(takes(noon, "tentative")).toHaveLength(1);
  expect(takes(noon, "tentative", { tentative: "ignored" })).toEqual([]);
});

test("an entry that reaches over the window's edge is kept whole; one outside it, or without length, is not", () => {
  const over = between("2027-02-20T00:00Z", "2027-03-02T00:00Z");
  expect(takes(over)).toEqual([{ key: "k", ...over }]);
  expect(takes({ start: over.start, end: month.start })).toEqual([]);
  expect(takes({ start: month.end, end: at("2027-05-01T00:00Z") })).toEqual([]);
  expect(takes({ start: noon.start, end: noon.start })).toEqual([]);
  expect(takes({ start: noon.end, end: noon.start })).toEqual([]);
});
