import { instant } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import {
  clocksDiffer,
  daypartOf,
  groupByLocalDay,
  longDate,
  money,
  timeOfDay,
  zoneShortName,
} from "./format-time.ts";

const at = (iso: string) => Date.parse(iso);

test("ec-A27 a time is grouped under the viewer's date, not the studio's", () => {
  const starts = [at("2027-03-16T23:30:00Z"), at("2027-03-16T10:00:00Z")];
  const days = groupByLocalDay(starts, "Pacific/Auckland");
  expect([...days.keys()]).toEqual(["2027-03-17", "2027-03-16"]);
});

test("ec-A5 the two 01:30s of autumn are told apart by their zone's short name", () => {
  const first = at("2027-11-07T05:30:00Z");
  const second = at("2027-11-07T06:30:00Z");
  expect(timeOfDay(first, "America/New_York", "en-US")).toBe(timeOfDay(second, "America/New_York", "en-US"));
  expect(zoneShortName(first, "America/New_York", "en-US")).toBe("EDT");
  expect(zoneShortName(second, "America/New_York", "en-US")).toBe("EST");
});

test("ec-L5 the month is named", () => {
  expect(longDate(at("2027-04-03T15:00:00Z"), "Europe/London", "en-GB")).toMatch(/^Saturday,? 3 April 2027$/);
});

test("two names of one clock do not differ", () => {
  expect(clocksDiffer(at("2027-01-04T12:00:00Z"), "America/New_York", "America/Toronto")).toBe(false);
  expect(clocksDiffer(at("2027-03-15T12:00:00Z"), "America/New_York", "Europe/London")).toBe(true);
});

test("WAIT-01 parts of the day begin at 12:00 and 18:00", () => {
  expect(daypartOf(instant(at("2027-01-04T11:59:00Z")), "Europe/London")).toBe("Morning");
  expect(daypartOf(instant(at("2027-01-04T12:00:00Z")), "Europe/London")).toBe("Afternoon");
  expect(daypartOf(instant(at("2027-01-04T18:00:00Z")), "Europe/London")).toBe("Evening");
});

test("money follows the currency's own minor unit", () => {
  expect(money(12_050, "USD", "en-US")).toBe("$120.50");
  expect(money(1200, "JPY", "en-US")).toBe("¥1,200");
});
