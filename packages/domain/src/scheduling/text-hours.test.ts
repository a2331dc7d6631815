import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { textWaitsUntil } from "./text-hours.ts";

const newYork = "America/New_York";
const far = { kind: "visit", by: at("2027-06-20T10:00-04:00") } as const;

test("NOTIF-10 a text message waits for nine in the morning where its recipient is, and goes at once by day", () => {
  expect(textWaitsUntil(far, newYork, at("2027-06-15T19:59-04:00"))).toBeNull();
  expect(textWaitsUntil(far, newYork, at("2027-06-15T20:00-04:00"))).toBe(at("2027-06-16T09:00-04:00"));
  expect(textWaitsUntil(far, newYork, at("2027-06-16T09:00-04:00"))).toBeNull();
  expect(textWaitsUntil(far, "Asia/Tokyo", at("2027-06-15T10:00-04:00"))).toBe(at("2027-06-16T09:00+09:00"));
});

test("NOTIF-10 the night of a clock change is as long as its wall says", () => {
  const night = at("2027-03-13T22:00-05:00");
  expect(textWaitsUntil(far, newYork, night)).toBe(at("2027-03-14T09:00-04:00"));
});

test("NOTIF-10 what cannot wait goes at night too: the reminder two hours before, and what the morning would be too late for", () => {
  const visit = (by: string, now: string) => textWaitsUntil({ kind: "visit", by: at(by) }, newYork, at(now));
  const morning = at("2027-06-16T09:00-04:00");
  expect(visit("2027-06-16T10:30-04:00", "2027-06-16T08:30-04:00")).toBeNull();
  expect(visit("2027-06-16T08:30-04:00", "2027-06-15T20:30-04:00")).toBeNull();
  expect(visit("2027-06-16T09:59-04:00", "2027-06-15T20:30-04:00")).toBeNull();
  expect(visit("2027-06-16T10:00-04:00", "2027-06-15T20:30-04:00")).toBe(morning);
});

test("NOTIF-10 ec-I6 an offer whose clock rests until morning waits for it, and one that is over by then goes at once", () => {
  const offer = (by: string) =>
    textWaitsUntil({ kind: "offer", by: at(by) }, newYork, at("2027-06-16T02:00-04:00"));
  expect(offer("2027-06-16T10:00-04:00")).toBe(at("2027-06-16T09:00-04:00"));
  expect(offer("2027-06-16T03:00-04:00")).toBeNull();
});
