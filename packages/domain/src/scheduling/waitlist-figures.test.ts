import { expect, test } from "vitest";
import { waitlistFigures } from "./waitlist-figures.ts";

test("WAIT-12 entries, offers, acceptance, time to fill and conversion, each of what can be told from it", () => {
  expect(
    waitlistFigures({
      entries: { waiting: 4, offered: 1, booked: 3, expired: 1, withdrawn: 1 },
      offers: { open: 1, accepted: 3, declined: 2, lapsed: 1, withdrawn: 5 },
      fillMs: [90, 10, 20],
    }),
  ).toEqual({
    entries: 10,
    offers: 12,
    accepted: 3,
    answered: 6, // neither the open one nor those that were taken back
    acceptance: 0.5,
    medianFillMs: 20,
    booked: 3,
    left: 5, // not those who still wait
    conversion: 0.6,
  });
  expect(waitlistFigures({ entries: {}, offers: {}, fillMs: [10, 20] }).medianFillMs).toBe(15);
});

test("WAIT-12 where there is nothing to tell from, no share is told", () => {
  expect(waitlistFigures({ entries: { waiting: 2 }, offers: { open: 1 }, fillMs: [] })).toMatchObject({
    acceptance: null,
    medianFillMs: null,
    conversion: null,
  });
});
