import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { type Instant, instant } from "../time/instant.ts";
import { asWeekday } from "../time/local-time.ts";
import { hoursIncident, isUsualHour, nightOf, type SignInHours } from "./sign-in-hours.ts";

const zone = "America/New_York";
const at = (iso: string): Instant => instant(Temporal.Instant.from(iso).epochMilliseconds);
const on = (weekday: number, from: string, until: string): SignInHours => ({
  weekday: asWeekday(weekday),
  from,
  until,
});
const week = [1, 2, 3, 4, 5].map((day) => on(day, "08:00", "18:00"));
const robin = "robin";

test("AUTH-44 where no hours are set every hour is usual", () => {
  expect(isUsualHour([], at("2030-01-13T08:00:00Z"), zone)).toBe(true);
  expect(hoursIncident({ staffUserId: robin, hours: [], zone }, at("2030-01-13T08:00:00Z"))).toBeNull();
});

test.each([
  ["Monday 07:59", "2030-01-14T12:59:59.999Z", false],
  ["Monday 08:00", "2030-01-14T13:00:00Z", true],
  ["Monday 17:59", "2030-01-14T22:59:59.999Z", true],
  ["Monday 18:00", "2030-01-14T23:00:00Z", false],
  ["Sunday noon", "2030-01-13T17:00:00Z", false],
  ["Monday in UTC and still Sunday evening on the wall", "2030-01-14T01:00:00Z", false],
] as const)("AUTH-44 Monday to Friday from 08:00 until 18:00: %s", (_, iso, usual) => {
  expect(isUsualHour(week, at(iso), zone)).toBe(usual);
});

test.each([
  ["Friday 21:59", "2030-01-19T02:59:00Z", false],
  ["Friday 22:00", "2030-01-19T03:00:00Z", true],
  ["Saturday 01:59", "2030-01-19T06:59:00Z", true],
  ["Saturday 02:00", "2030-01-19T07:00:00Z", false],
  ["Friday 01:00, which no Thursday leads to", "2030-01-18T06:00:00Z", false],
] as const)("AUTH-44 a Friday from 22:00 until 02:00 ends on Saturday: %s", (_, iso, usual) => {
  expect(isUsualHour([on(5, "22:00", "02:00")], at(iso), zone)).toBe(usual);
});

test("AUTH-44 from a time until the same one is the whole day round, into the next", () => {
  const hours = [on(1, "08:00", "08:00")];
  expect(isUsualHour(hours, at("2030-01-14T13:00:00Z"), zone)).toBe(true);
  expect(isUsualHour(hours, at("2030-01-15T12:59:00Z"), zone)).toBe(true);
  expect(isUsualHour(hours, at("2030-01-15T13:00:00Z"), zone)).toBe(false);
});

test("AUTH-44 the wall clock decides on both sides of a change: 08:00 is 13:00 in UTC before and 12:00 after", () => {
  const sunday = [on(0, "08:00", "18:00")];
  expect(isUsualHour(sunday, at("2030-03-03T12:30:00Z"), zone)).toBe(false); // 07:30
  expect(isUsualHour(sunday, at("2030-03-10T12:30:00Z"), zone)).toBe(true); // 08:30, the clocks went forward at 02:00
  expect(isUsualHour(sunday, at("2030-11-03T12:30:00Z"), zone)).toBe(false); // 07:30, they went back
});

test("AUTH-44 the hour that comes twice is usual both times, and the one that is skipped is nobody's", () => {
  const autumn = [on(0, "01:00", "02:00")];
  expect(isUsualHour(autumn, at("2030-11-03T05:30:00Z"), zone)).toBe(true); // 01:30, the first
  expect(isUsualHour(autumn, at("2030-11-03T06:30:00Z"), zone)).toBe(true); // 01:30 again
  expect(isUsualHour(autumn, at("2030-11-03T07:00:00Z"), zone)).toBe(false); // 02:00
  const spring = [on(0, "02:00", "03:00")];
  expect(isUsualHour(spring, at("2030-03-10T06:59:00Z"), zone)).toBe(false); // 01:59
  expect(isUsualHour(spring, at("2030-03-10T07:00:00Z"), zone)).toBe(false); // 03:00 at once
});

test("AUTH-44 one night is one incident a person, from evening through the small hours, also the night of a clock change", () => {
  const key = (iso: string, staffUserId = robin) =>
    hoursIncident({ staffUserId, hours: week, zone }, at(iso))?.dedupeKey;
  const evening = key("2030-03-10T01:00:00Z"); // Saturday 20:00
  expect(evening).toBe("unusual_hour:robin:2030-03-09");
  expect(key("2030-03-10T06:59:00Z")).toBe(evening); // 01:59
  expect(key("2030-03-10T07:01:00Z")).toBe(evening); // 03:01
  expect(key("2030-03-10T15:59:00Z")).toBe(evening); // Sunday 11:59
  expect(key("2030-03-10T16:00:00Z")).not.toBe(evening); // noon: the next
  expect(key("2030-03-10T01:00:00Z", "sam")).not.toBe(evening);
  expect(nightOf(at("2030-11-03T06:30:00Z"), zone)).toBe("2030-11-02");
});

test("AUTH-44 an unusual hour says who and nothing else", () => {
  expect(hoursIncident({ staffUserId: robin, hours: week, zone }, at("2030-01-13T17:00:00Z"))).toMatchObject({
    kind: "unusual_hour",
    staffUserId: robin,
    detail: {},
  });
});
