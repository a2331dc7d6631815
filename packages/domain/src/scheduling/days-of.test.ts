import { expect, test } from "vitest";
import { between, onTheWall } from "../../test/at.ts";
import { daysOf } from "./days-of.ts";

const zone = "America/New_York";

test("ec-B1 what runs over midnight is on both dates, on each with its own part; a date ends with its last minute", () => {
  const pieces = [
    { ...between("2027-03-14T22:00-04:00", "2027-03-15T02:00-04:00"), name: "night" },
    { ...between("2027-03-14T00:00-05:00", "2027-03-15T00:00-04:00"), name: "all day" },
    { ...between("2027-03-17T09:00-04:00", "2027-03-17T10:00-04:00"), name: "later" },
  ];
  const wall = daysOf(pieces, { from: "2027-03-14", days: 2, zone }).map(({ date, pieces: ofDate }) => [
    date,
    ...ofDate.map(({ name, start, end }) => `${name} ${onTheWall(start, zone)} ${onTheWall(end, zone)}`),
  ]);
  expect(wall).toEqual([
    [
      "2027-03-14",
      "all day 2027-03-14 00:00-05:00 2027-03-15 00:00-04:00",
      "night 2027-03-14 22:00-04:00 2027-03-15 00:00-04:00",
    ],
    ["2027-03-15", "night 2027-03-15 00:00-04:00 2027-03-15 02:00-04:00"],
  ]);
});
