import { expect, test } from "vitest";
import { weekStartOf } from "./week-start.ts";

test("ec-D3 ec-L3 a week begins as the studio chose, else as its language has it", () => {
  expect(weekStartOf({ weekStart: null, locale: "en-US" })).toBe(0);
  expect(weekStartOf({ weekStart: null, locale: "en-GB" })).toBe(1);
  expect(weekStartOf({ weekStart: null, locale: "ar-EG" })).toBe(6);
  expect(weekStartOf({ weekStart: 1, locale: "en-US" })).toBe(1);
  expect(weekStartOf({ weekStart: 0, locale: "de-DE" })).toBe(0);
});
