import { expect, test } from "vitest";
import { seriesWords } from "./series-words.ts";

const series = { isStopped: false, isException: false, hasEnd: false, waitsFor: null };
const waitsFor = { practitionerName: "Ana Ruiz", licensedUntil: "2027-03-16" };

test("ADM-04 SCHED-15 a series that waits for a licence says whose, until when it holds and what happens once it is renewed", () => {
  expect(seriesWords(series, "en-US")).toBe("It has no end, and is carried on every night.");
  const waits =
    "It has no end, and waits for a licence: that of Ana Ruiz is valid through March 16, 2027. The dates after it are booked in the night after it is renewed.";
  expect(seriesWords({ ...series, waitsFor }, "en-US")).toBe(waits);
  const moved = "This one was moved by itself, and stays where it is when the others are.";
  expect(seriesWords({ ...series, isException: true }, "en-US")).toBe(moved);
  expect(seriesWords({ ...series, isException: true, waitsFor }, "en-US")).toBe(`${moved} ${waits}`);
  expect(seriesWords({ ...series, hasEnd: true }, "en-US")).toBe(
    "Moved or cancelled by itself, the others stay.",
  );
  expect(seriesWords({ ...series, isStopped: true }, "en-US")).toContain("Nothing further is booked");
});
