import { expect, test } from "vitest";
import { outsideWords, placeClocks, zoneRefusal } from "./zone-words.ts";
import { zonesWith } from "../../show/zones.ts";

test("ec-A28 the editor says by which clock each place goes, those of one zone together", () => {
  const place = (name: string, timeZone: string) => ({ id: name, name, timeZone });
  expect(
    placeClocks([
      place("Main Street", "America/New_York"),
      place("Hill Road", "America/New_York"),
      place("West", "America/Denver"),
    ]),
  ).toEqual(["Main Street, Hill Road: America/New York time", "West: America/Denver time"]);
});

test("a zone that this browser does not know can be chosen all the same", () => {
  expect(zonesWith("America/New_York")[0]).not.toBe("America/New_York");
  expect(zonesWith("Moon/Base")[0]).toBe("Moon/Base");
});

test("visits outside the hours are counted, and none are not spoken of", () => {
  expect([0, 1, 2].map(outsideWords)).toEqual([
    null,
    "1 booked visit lies outside these hours. It stays as it is.",
    "2 booked visits lie outside these hours. They stay as they are.",
  ]);
  expect(zoneRefusal("overlapping_travel")).toContain("another trip");
});
