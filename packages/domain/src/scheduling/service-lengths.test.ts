import { expect, test } from "vitest";
import { chosenLength, lengthsOf, repeatsLength } from "./service-lengths.ts";

const session = {
  durationMin: 60,
  priceMinor: 12_000,
  moreLengths: [
    { durationMin: 90, priceMinor: 17_000 },
    { durationMin: 30, priceMinor: 7000 },
  ],
};

test("ec-C3 a service has its usual length and more, each at its price, the shortest first", () => {
  expect(lengthsOf(session).map(({ durationMin }) => durationMin)).toEqual([30, 60, 90]);
  expect(chosenLength(session, 90)).toEqual({ durationMin: 90, priceMinor: 17_000 });
  expect(chosenLength(session, undefined)).toEqual({ durationMin: 60, priceMinor: 12_000 });
});

test("ec-C3 a length that a service does not have is none", () => {
  expect(chosenLength(session, 45)).toBeNull();
});

test("ec-C3 one length has one price", () => {
  expect(repeatsLength(session)).toBe(false);
  expect(repeatsLength({ ...session, durationMin: 90 })).toBe(true);
});
