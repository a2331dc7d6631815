import { expect, test } from "vitest";
import { placeRefusal } from "./place.ts";

const place = { isPrimary: false, active: true, visitsAhead: 0 };

test("TEN-18 a place without visits ahead is taken out of use", () => {
  expect(placeRefusal(place, { active: false })).toBeNull();
});

test("TEN-18 a place with visits ahead stays in use, and so does the primary one", () => {
  const visits = { ...place, visitsAhead: 1 };
  expect(placeRefusal(visits, { active: false })).toEqual({ code: "visits_ahead", field: "active" });
  const primary = { ...place, isPrimary: true };
  expect(placeRefusal(primary, { active: false })).toEqual({ code: "is_primary", field: "active" });
});

test("what stays as it is, in use or not, is never refused", () => {
  const busy = { ...place, isPrimary: true, visitsAhead: 3 };
  expect(placeRefusal(busy, { active: true })).toBeNull();
  expect(placeRefusal({ ...busy, active: false }, { active: false })).toBeNull();
});
