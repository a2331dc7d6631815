import { instant } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { beginningOf, endOf, periodText, standing, studioDay } from "./period.ts";

const timeZone = "America/New_York";
const clock = { timeZone, locale: "en-GB" };

test("AUTH-58 a cover counts from the first day's midnight to the end of its last day, in the studio's zone", () => {
  // 23 hours long: the clocks go forward that night.
  expect(beginningOf("2027-03-14", timeZone)).toBe(Date.parse("2027-03-14T05:00Z"));
  expect(endOf("2027-03-14", timeZone)).toBe(Date.parse("2027-03-15T04:00Z"));
  expect(beginningOf("", timeZone)).toBeNull();
  expect(endOf("2027-02-30", timeZone)).toBeNull();
});

test("a period is told by its first and its last day, not by the instant after it", () => {
  const startsAt = Date.parse("2027-03-14T05:00Z");
  expect(periodText({ startsAt, endsAt: Date.parse("2027-03-16T04:00Z") }, clock)).toBe(
    "14 March 2027 to 15 March 2027",
  );
  expect(periodText({ startsAt, endsAt: Date.parse("2027-03-15T04:00Z") }, clock)).toBe("14 March 2027");
  expect(periodText({ startsAt, endsAt: null }, clock)).toBe("since 14 March 2027");
  expect(periodText({ startsAt, endsAt: startsAt }, clock)).toBe("14 March 2027");
});

test("a period is over at its end and runs from its beginning", () => {
  expect(standing({ startsAt: 10, endsAt: 20 }, 9)).toBe("later");
  expect(standing({ startsAt: 10, endsAt: 20 }, 10)).toBe("now");
  expect(standing({ startsAt: 10, endsAt: 20 }, 20)).toBe("over");
  expect(standing({ startsAt: 10, endsAt: null }, 1_000)).toBe("now");
});

test("today is the studio's, whatever the browser's zone says", () => {
  const now = instant(Date.parse("2027-03-15T02:00Z")); // still the 14th in New York
  expect(studioDay(now, timeZone, 0)).toBe("2027-03-14");
  expect(studioDay(now, timeZone, 14)).toBe("2027-03-28");
});
