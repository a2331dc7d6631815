import { expect, test } from "vitest";
import { at, onTheWall } from "../../test/at.ts";
import { readReminderRule, reminderAt } from "./reminder-rule.ts";

const newYork = "America/New_York";

function wall(text: string, start: string, zone = newYork): string {
  const rule = readReminderRule(text);
  return rule === null ? "no rule" : onTheWall(reminderAt(rule, at(start), zone), zone);
}

test("NOTIF-01 ec-A8 days before are told by the calendar: the same time on the wall over both clock changes", () => {
  // The clocks went forward on Sunday, 2027-03-14, and go back on Sunday, 2027-11-07.
  expect(["2d", "1d", "7d"].map((rule) => wall(rule, "2027-03-15T09:00-04:00"))).toEqual([
    "2027-03-13 09:00-05:00",
    "2027-03-14 09:00-04:00",
    "2027-03-08 09:00-05:00",
  ]);
  expect(wall("1d", "2027-03-14T09:00-04:00")).toBe("2027-03-13 09:00-05:00"); // 23 hours
  expect(wall("1d", "2027-11-07T09:00-05:00")).toBe("2027-11-06 09:00-04:00"); // 25 hours
  expect(wall("2d", "2027-11-08T09:00-05:00")).toBe("2027-11-06 09:00-04:00");
});

test("NOTIF-01 ec-A8 hours and minutes below a day are elapsed, whatever the clock does meanwhile", () => {
  expect(wall("2h", "2027-03-14T04:00-04:00")).toBe("2027-03-14 01:00-05:00");
  expect(wall("2h", "2027-11-07T02:00-05:00")).toBe("2027-11-07 01:00-04:00");
  expect(wall("1h", "2027-11-07T01:30-05:00")).toBe("2027-11-07 01:30-04:00"); // before the second 1:30 is the first
  expect(wall("1h30m", "2027-06-01T09:00-04:00")).toBe("2027-06-01 07:30-04:00");
  expect(wall("1d12h", "2027-03-15T15:00-04:00")).toBe("2027-03-14 03:00-04:00"); // the day before, then twelve hours
});

test("a day before at a time that the clock skipped is the moment after the gap", () => {
  expect(wall("1d", "2027-03-15T02:30-04:00")).toBe("2027-03-14 03:00-04:00");
});

test("NOTIF-01 the same morning at a time is that time on the visit's own day, by the clock of its place", () => {
  expect(wall("08:00", "2027-03-14T15:00-04:00")).toBe("2027-03-14 08:00-04:00");
  expect(wall("08:00", "2027-06-01T20:00Z", "Pacific/Auckland")).toBe("2027-06-02 08:00+12:00");
});

test("a rule has one text, and nothing else is a rule", () => {
  expect(readReminderRule("1d12h")).toEqual({ kind: "before", days: 1, elapsedMs: 12 * 3_600_000 });
  const wrong = ["", "d", "0d", "01d", "24h", "60m", "1h1d", "1440", "-1d", "1d ", "24:00", "8:00", "100d"];
  expect(wrong.map(readReminderRule)).toEqual(wrong.map(() => null));
});
