import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  asWeekday,
  type Interval,
  overlaps,
  resolveWallTime,
  wallMinutes,
  weekdayOf,
} from "../time/index.ts";
import { type HoursInZone, placedHoursRefusal } from "./hours-rules.ts";

const today = "2027-01-06";
const halfHours = Array.from({ length: 48 }, (_, index) => wallTimeAt(index * 30));
const zones = [
  "America/New_York",
  "America/Los_Angeles",
  "Europe/London",
  "Pacific/Auckland",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
];

const someHours = fc
  .record({
    weekday: fc.integer({ min: 0, max: 6 }).map(asWeekday),
    start: fc.constantFrom(...halfHours),
    end: fc.constantFrom(...halfHours),
    timeZone: fc.constantFrom(...zones),
    fromDays: fc.option(fc.integer({ min: -30, max: 60 })),
    untilDays: fc.option(fc.integer({ min: 61, max: 400 })),
    everyWeeks: fc.constantFrom(1, 1, 2, 3),
  })
  .map(
    ({ fromDays, untilDays, everyWeeks, ...hours }): HoursInZone => ({
      ...hours,
      everyWeeks: fromDays === null ? 1 : everyWeeks,
      effectiveFrom: fromDays === null ? null : addDays(today, fromDays),
      effectiveUntil: untilDays === null ? null : addDays(today, untilDays),
    }),
  )
  .filter(({ start, end }) => start < end || (start > end && lengthMin(start, end) <= 12 * 60));

test("SCHED-01 hours at places of two zones are refused exactly if on some date of the year ahead both are worked at one instant", () => {
  fc.assert(
    fc.property(someHours, someHours, (a, b) => {
      fc.pre(a.timeZone !== b.timeZone);
      const others = workedInAYear(b);
      const meet = workedInAYear(a).some((one) => others.some((other) => overlaps(one, other)));
      expect(placedHoursRefusal([a, b], today)).toEqual(meet ? { code: "overlapping_ranges", row: 1 } : null);
    }),
    { numRuns: 300 },
  );
});

/** Day by day, as one reads a calendar; weeks are counted from the first date on. */
function workedInAYear({
  weekday,
  start,
  end,
  everyWeeks,
  effectiveFrom,
  effectiveUntil,
  timeZone,
}: HoursInZone): Interval[] {
  const worked: Interval[] = [];
  let weeks = 0;
  const first = effectiveFrom ?? addDays(today, -10);
  for (let date = first; date <= addDays(today, 366 + 60); date = addDays(date, 1)) {
    if (weekdayOf(date) !== weekday || (effectiveUntil && date > effectiveUntil)) continue;
    if (weeks % (everyWeeks ?? 1) === 0)
      worked.push({
        start: resolveWallTime(date, start, timeZone),
        end: resolveWallTime(start < end ? date : addDays(date, 1), end, timeZone),
      });
    weeks += 1;
  }
  return worked;
}

function wallTimeAt(minutes: number) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function lengthMin(start: string, end: string): number {
  return (wallMinutes(end) - wallMinutes(start) + 24 * 60) % (24 * 60);
}
