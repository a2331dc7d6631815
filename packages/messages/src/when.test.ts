import { instant } from "@quietroom/domain/time";
import { describe, expect, test } from "vitest";
import { sameClock, spokenInstant, spokenInterval } from "./when.ts";

const at = (iso: string) => instant(Date.parse(iso));

describe("an interval in words", () => {
  test("ec-L5 names the month, so that 03/04 cannot be read twice", () => {
    const start = at("2026-04-03T13:00Z");
    const end = at("2026-04-03T13:50Z");
    expect(spokenInterval(start, end, "America/New_York", "en-US").day).toBe("Friday, April 3, 2026");
    expect(spokenInterval(start, end, "Europe/London", "en-GB").day).toMatch(/^Friday,? 3 April 2026$/);
  });

  test("ec-L4 12 or 24 hours by locale; the zone is always named", () => {
    const start = at("2026-03-10T18:00Z");
    const end = at("2026-03-10T18:50Z");
    expect(spokenInterval(start, end, "America/New_York", "en-US")).toEqual({
      day: "Tuesday, March 10, 2026",
      hours: "2:00 – 2:50 PM",
      zone: "Eastern Daylight Time",
    });
    expect(spokenInterval(start, end, "Europe/London", "en-GB")).toEqual({
      day: expect.stringMatching(/^Tuesday,? 10 March 2026$/),
      hours: "18:00 – 18:50",
      zone: "Greenwich Mean Time",
    });
  });

  test("ec-L6 noon and midnight are words where hours run to twelve", () => {
    const noon = spokenInterval(
      at("2026-03-10T16:00Z"),
      at("2026-03-10T16:50Z"),
      "America/New_York",
      "en-US",
    );
    expect(noon.hours).toBe("12:00 noon – 12:50 PM");
    const midnight = spokenInterval(
      at("2026-03-11T03:00Z"),
      at("2026-03-11T04:00Z"),
      "America/New_York",
      "en-US",
    );
    expect(midnight.hours).toBe("11:00 PM – 12:00 midnight on Wednesday, March 11, 2026");
  });

  test("morning into afternoon keeps both halves of the day", () => {
    const { hours } = spokenInterval(
      at("2026-03-10T15:30Z"),
      at("2026-03-10T17:30Z"),
      "America/New_York",
      "en-US",
    );
    expect(hours).toBe("11:30 AM – 1:30 PM");
  });

  test("the night the clocks go back, each end says whose clock it is on", () => {
    // 1:30 to 1:10 on the wall, forty minutes long.
    const { hours, zone } = spokenInterval(
      at("2026-11-01T05:30Z"),
      at("2026-11-01T06:10Z"),
      "America/New_York",
      "en-US",
    );
    expect(hours).toBe("1:30 AM (Eastern Daylight Time) – 1:10 AM (Eastern Standard Time)");
    expect(zone).toBe("New York time");
  });

  test("a locale whose words are not English still gives an English date among English words", () => {
    const { day } = spokenInterval(at("2026-03-10T18:00Z"), at("2026-03-10T18:50Z"), "Europe/Paris", "fr-FR");
    expect(day).toMatch(/^Tuesday,? 10 March 2026$/);
  });

  test("no narrow or hard spaces, which some mail programs show as boxes", () => {
    const { hours } = spokenInterval(
      at("2026-03-10T18:00Z"),
      at("2026-03-10T18:50Z"),
      "America/New_York",
      "en-US",
    );
    expect(hours).not.toMatch(/[\u00a0\u2009\u202f]/);
  });
});

test("an instant in words carries day, time and zone", () => {
  expect(spokenInstant(at("2026-03-09T18:00Z"), "America/New_York", "en-US")).toBe(
    "Monday, March 9, 2026 at 2:00 PM, Eastern Daylight Time",
  );
});

test("zones that read the same on the wall are one clock", () => {
  expect(sameClock(at("2026-03-10T18:00Z"), "America/New_York", "America/Toronto")).toBe(true);
  expect(sameClock(at("2026-07-10T18:00Z"), "America/Phoenix", "America/Los_Angeles")).toBe(true);
  expect(sameClock(at("2026-01-10T18:00Z"), "America/Phoenix", "America/Los_Angeles")).toBe(false);
});

test("an unknown zone is our own mistake and is thrown, never guessed", () => {
  expect(() => spokenInstant(at("2026-03-09T18:00Z"), "Mars/Olympus", "en-US")).toThrow(RangeError);
});
