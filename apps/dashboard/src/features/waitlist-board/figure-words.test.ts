import { expect, test } from "vitest";
import { figureWords } from "./figure-words.ts";

const figures = {
  entries: 10,
  offers: 12,
  accepted: 3,
  answered: 6,
  acceptance: 0.5,
  medianFillMs: 20 * 60_000,
  booked: 3,
  left: 5,
  conversion: 0.6,
};

test("WAIT-12 each figure is told with what it is of", () => {
  expect(figureWords(figures).map((words) => words.join(": "))).toEqual([
    "Joined: 10: people",
    "Offers: 12: made to them and to those before",
    "Accepted: 50%: 3 of 6 that were answered or ran out",
    "Time to fill: 20 min: from freed to accepted, the middle one",
    "Got a visit: 60%: 3 of 5 who joined and wait no more; the aim is over 70%",
  ]);
});

test("WAIT-12 what cannot be told is a dash, and longer times are told in hours and days", () => {
  const time = (medianFillMs: number | null) => figureWords({ ...figures, medianFillMs })[3]?.[1];
  expect([time(null), time(3.5 * 3_600_000), time(50 * 3_600_000)]).toEqual(["–", "3.5 h", "2 days"]);
  const none = figureWords({ ...figures, acceptance: null, conversion: null });
  expect([none[2]?.[1], none[4]?.[1]]).toEqual(["–", "–"]);
});
