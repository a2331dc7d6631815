import { expect, test } from "vitest";
import { businessHorizonDays } from "./business-days.ts";
import type { OpeningHours } from "./opening-hours.ts";

const day = ["08:00", "20:00"] as const;
/** From Sunday to Saturday: closed at the weekend. */
const opening: OpeningHours = [null, day, day, day, day, day, null];
const friday = "2027-03-12";

test("ec-C13 a horizon in business days skips the weekdays on which the place is closed", () => {
  expect(businessHorizonDays(1, { today: friday, opening, closures: [] })).toBe(3); // Monday
  expect(businessHorizonDays(5, { today: friday, opening, closures: [] })).toBe(7); // next Friday
  expect(businessHorizonDays(5, { today: friday, closures: [] })).toBe(5);
});

test("ec-C13 closures and public holidays of whole days are skipped, a closed afternoon is not", () => {
  const closed = (firstDate: string, lastDate: string, part: readonly [string, string] | null = null) => ({
    firstDate,
    lastDate,
    part,
  });
  const holidays = [closed("2027-03-15", "2027-03-16")];
  expect(businessHorizonDays(1, { today: friday, opening, closures: holidays })).toBe(5); // Wednesday
  const afternoon = [closed("2027-03-15", "2027-03-15", ["13:00", "24:00"])];
  expect(businessHorizonDays(1, { today: friday, opening, closures: afternoon })).toBe(3);
});

test("ec-C13 a place that never opens has a horizon all the same", () => {
  const never = [null, null, null, null, null, null, null];
  expect(businessHorizonDays(1, { today: friday, opening: never, closures: [] })).toBe(1096);
});
