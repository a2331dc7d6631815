import { expect, test } from "vitest";
import { hoursShown, layOut } from "./lay-out.ts";

const block = (start: string, end: string) => ({ startsAt: Date.parse(start), endsAt: Date.parse(end) });

test("blocks that touch share no time and keep the full width (SCHED-13)", () => {
  const day = layOut(
    [
      block("2027-01-05T14:00:00Z", "2027-01-05T15:00:00Z"),
      block("2027-01-05T15:00:00Z", "2027-01-05T16:00:00Z"),
    ],
    "2027-01-05",
    "America/New_York",
  );
  expect(day.map(({ fromMin, toMin, lanes }) => [fromMin, toMin, lanes])).toEqual([
    [540, 600, 1],
    [600, 660, 1],
  ]);
});

test("a cancelled visit stands beside its replacement", () => {
  const day = layOut(
    [
      block("2027-01-05T14:00:00Z", "2027-01-05T15:00:00Z"),
      block("2027-01-05T14:30:00Z", "2027-01-05T15:30:00Z"),
    ],
    "2027-01-05",
    "America/New_York",
  );
  expect(day.map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

test("ec-A6 both 01:30s of autumn are drawn, side by side", () => {
  const day = layOut(
    [
      block("2027-11-07T05:30:00Z", "2027-11-07T06:00:00Z"),
      block("2027-11-07T06:30:00Z", "2027-11-07T07:00:00Z"),
    ],
    "2027-11-07",
    "America/New_York",
  );
  expect(day.map(({ fromMin, lanes }) => [fromMin, lanes])).toEqual([
    [90, 2],
    [90, 2],
  ]);
});

test("ec-B1 a visit across midnight is drawn on both days", () => {
  const late = [block("2027-01-06T04:30:00Z", "2027-01-06T05:30:00Z")]; // 23:30 to 00:30 in New York
  expect(layOut(late, "2027-01-05", "America/New_York")[0]).toMatchObject({ fromMin: 1410, toMin: 1440 });
  expect(layOut(late, "2027-01-06", "America/New_York")[0]).toMatchObject({ fromMin: 0, toMin: 30 });
});

test("an early visit widens the hours shown", () => {
  const early = [block("2027-01-05T11:30:00Z", "2027-01-05T12:30:00Z")]; // 06:30
  expect(hoursShown(early, ["2027-01-05"], "America/New_York")).toEqual([6, 18]);
});
