import { expect, test } from "vitest";
import { openingWords } from "./place-words.ts";

const hours = (weekday: number): [string, string] =>
  weekday === 6 ? ["00:00", "24:00"] : ["06:00", "22:00"];

test("SCHED-29 opening hours are said as the studio writes times, days with the same hours in one", () => {
  const opening = [0, 1, 2, 3, 4, 5, 6].map((weekday) => (weekday === 0 ? null : hours(weekday)));
  expect(openingWords(opening, 1, "en-US")).toBe("Open Mon – Fri 6:00 AM – 10:00 PM · Sat around the clock");
  expect(openingWords(opening, 1, "en-GB")).toBe("Open Mon – Fri 6:00 – 22:00 · Sat around the clock");
  expect(
    openingWords(
      opening.map(() => null),
      1,
      "en-US",
    ),
  ).toBe("Never open");
});
