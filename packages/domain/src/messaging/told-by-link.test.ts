import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { minuteMs, plus } from "../time/index.ts";
import { isToldByLink } from "./told-by-link.ts";

test("NOTIF-07 BOOK-07 a link tells of an address that was stopped since its visit was booked, and of nothing that was so before", () => {
  const bookedAt = at("2027-01-04T15:00Z");
  expect(isToldByLink({ stoppedAt: plus(bookedAt, minuteMs), bookedAt })).toBe(true);
  expect(isToldByLink({ stoppedAt: bookedAt, bookedAt })).toBe(true);
  expect(isToldByLink({ stoppedAt: plus(bookedAt, -minuteMs), bookedAt })).toBe(false);
  expect(isToldByLink({ stoppedAt: null, bookedAt })).toBe(false);
  expect(isToldByLink({ stoppedAt: bookedAt, bookedAt: null })).toBe(false);
});
