import { expect, test } from "vitest";
import { resolveWallTime } from "../time/index.ts";
import { awaitedLicence, isLicensed, licensedThrough, licenceStanding } from "./licence.ts";

test("ADM-04 a licence holds through the whole of its last date by the calendar of the place, and none on record stops nobody", () => {
  const at = (date: string, time: string) => resolveWallTime(date, time, "America/New_York");
  const newYork = { licensedUntil: "2027-03-16", zone: "America/New_York" };
  expect(isLicensed(newYork, at("2027-03-16", "23:59"))).toBe(true);
  expect(isLicensed(newYork, at("2027-03-17", "00:00"))).toBe(false);
  expect(isLicensed({ ...newYork, zone: "Asia/Tokyo" }, at("2027-03-16", "11:00"))).toBe(false);
  expect(isLicensed({ ...newYork, licensedUntil: null }, at("2190-01-01", "00:00"))).toBe(true);
});

test("ADM-04 a series is booked through the last date of a licence that expires before its horizon, else to the horizon", () => {
  const through = (licensedUntil: string | null) => licensedThrough([{ licensedUntil }], "2027-06-01");
  expect([null, "2027-05-31", "2027-06-01", "2027-06-02"].map(through)).toEqual([
    "2027-06-01",
    "2027-05-31",
    "2027-06-01",
    "2027-06-01",
  ]);
  // Of visits that several hold, all have to be licensed.
  const together = ["2027-05-20", null, "2027-05-10"].map((licensedUntil) => ({ licensedUntil }));
  expect(licensedThrough(together, "2027-06-01")).toBe("2027-05-10");
});

test("ADM-04 ec-G12 a series waits for the licence of whoever's expires first, unless it reaches to the horizon or somebody leaves by then", () => {
  const one = (name: string, licensedUntil: string | null, lastDay: string | null = null) => ({
    name,
    active: true,
    licensedUntil,
    lastDay,
  });
  const horizon = "2027-06-01";
  const ana = one("Ana", "2027-05-20");
  const waits = { person: ana, until: "2027-05-20" };
  expect(awaitedLicence([one("Ben", "2027-05-30"), ana, one("Cleo", null)], horizon)).toEqual(waits);
  expect(awaitedLicence([one("Ben", null), one("Cleo", horizon)], horizon)).toBeNull();
  expect(awaitedLicence([ana, one("Ben", null, "2027-05-20")], horizon)).toBeNull();
  expect(awaitedLicence([ana, one("Ben", null, "2027-05-21")], horizon)).toEqual(waits);
  expect(awaitedLicence([{ ...ana, active: false }], horizon)).toBeNull();
});

test("ADM-04 a licence is said to expire within 90, 60 and 30 days, and to have expired on the day after its last", () => {
  const standing = (today: string) => licenceStanding("2027-06-30", today);
  expect(["2027-07-01", "2027-06-30", "2027-05-31", "2027-05-30"].map(standing)).toEqual([
    "expired",
    30,
    30,
    60,
  ]);
  expect(["2027-05-01", "2027-04-30", "2027-04-01", "2027-03-31"].map(standing)).toEqual([
    60,
    90,
    90,
    "valid",
  ]);
});
