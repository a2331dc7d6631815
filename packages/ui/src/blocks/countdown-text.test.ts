import { expect, test } from "vitest";
import { countdownAnnouncement, countdownText } from "./countdown-text.ts";

test.each([
  [600_000, "10:00 left"],
  [597_400, "9:58 left"],
  [60_000, "1:00 left"],
  [6_001, "0:07 left"],
  [1, "0:01 left"],
  [0, "Time is up"],
  [-5_000, "Time is up"],
])("%d ms shows %s", (remainingMs, text) => expect(countdownText(remainingMs)).toBe(text));

test("QUAL-12 a screen reader hears one thing a minute", () => {
  const heard = Array.from({ length: 601 }, (_, second) => countdownAnnouncement((600 - second) * 1000));
  const changes = heard.filter((text, index) => text !== heard[index - 1]);
  expect(changes).toEqual([
    ...[10, 9, 8, 7, 6, 5, 4, 3, 2].map((minutes) => `${minutes} minutes left`),
    "1 minute left",
    "Time is up",
  ]);
});
