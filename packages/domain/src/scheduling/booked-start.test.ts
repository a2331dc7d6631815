import { expect, test } from "vitest";
import { resolveWallTime } from "../time/index.ts";
import { hourMs, plus } from "../time/instant.ts";
import { resolvedAnew } from "./booked-start.ts";

const newYork = "America/New_York";
const meant = resolveWallTime("2027-07-06", "10:00", newYork);

test("ec-A21 a start that its zone's rules still put where it is stays, also in the hour that comes twice", () => {
  expect(resolvedAnew({ start: meant, timeZone: newYork, utcOffsetMin: -240 })).toBeNull();
  const first = resolveWallTime("2027-11-07", "01:30", newYork);
  expect(resolvedAnew({ start: first, timeZone: newYork, utcOffsetMin: -240 })).toBeNull();
  expect(resolvedAnew({ start: plus(first, hourMs), timeZone: newYork, utcOffsetMin: -300 })).toBeNull();
});

test("ec-A21 a start written under other rules keeps its time on the wall, and its instant is another", () => {
  // Written when summer time was thought to be gone: 10:00 on the wall was an hour later than it is.
  const written = { start: plus(meant, hourMs), timeZone: newYork, utcOffsetMin: -300 };
  expect(resolvedAnew(written)).toEqual({ start: meant, keepsWallTime: true });
});

test("ec-A21 a time that the new rules skip is the first one after their gap, and it is said that the wall shows another", () => {
  // 02:30 on 14 March, when the clocks were not yet meant to go forward then.
  const gapEnd = resolveWallTime("2027-03-14", "03:00", newYork);
  const written = { start: plus(gapEnd, hourMs / 2), timeZone: newYork, utcOffsetMin: -300 };
  expect(resolvedAnew(written)).toEqual({ start: gapEnd, keepsWallTime: false });
});
