import fc from "fast-check";
import { expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { practitioner, question, service } from "../../test/facts.ts";
import { dayBounds, type Instant, instant, interval, localDate, minuteMs, weekdayOf } from "../time/index.ts";
import {
  type Caps,
  countedDates,
  fullAt,
  fullByMinutes,
  fullTimes,
  hasCap,
  minutesOn,
  minutesOverMidnight,
  weekOf,
} from "./caps.ts";
import { decidePlacement } from "./hold.ts";
import { slotRefusal } from "./slot-refusal.ts";
import { findSlots } from "./slots.ts";
import { whyNoTimes } from "./why-no-times.ts";

const newYork = "America/New_York";
const none: Caps = { maxPerDay: null, maxPerWeek: null };

/** Where caps leave no place, from the starts of visits rather than their number. */
function fullFrom(
  caps: Caps,
  visits: readonly Instant[],
  asked: Instant,
  zone = newYork,
  weekStart: 0 | 1 | 6 = 1,
) {
  const counted = countedDates(interval(asked, asked), zone, weekStart);
  const onDates = counted.dates.map(
    (date) => visits.filter((visit) => localDate(visit, zone) === date).length,
  );
  return fullTimes("practitioner", caps, counted, onDates);
}

test("ec-D1 a day is that of the place, also where it is another date for whoever books", () => {
  // 20:00 and 22:00 on Tuesday in New York are Wednesday in London.
  const visits = [at("2027-03-16T20:00-04:00"), at("2027-03-16T22:00-04:00")];
  const full = fullFrom({ ...none, maxPerDay: 2 }, visits, at("2027-03-16T09:00-04:00"));
  expect(full).toEqual([
    {
      of: "practitioner",
      per: "day",
      max: 2,
      booked: 2,
      firstDate: "2027-03-16",
      lastDate: "2027-03-16",
      ...dayBounds("2027-03-16", newYork),
    },
  ]);
  expect(fullAt(full, at("2027-03-16T23:59-04:00"))).toHaveLength(1);
  expect(fullAt(full, at("2027-03-17T00:00-04:00"))).toEqual([]);
  expect(fullAt(undefined, at("2027-03-17T00:00-04:00"))).toEqual([]);
});

test("ec-D2 ec-L2 a week counts whole across the end of a month and of a year", () => {
  const monday = at("2026-12-28T10:00-05:00");
  const friday = at("2027-01-01T10:00-05:00");
  const [week] = fullFrom({ ...none, maxPerWeek: 1 }, [monday], friday);
  expect([week?.firstDate, week?.lastDate, week?.booked]).toEqual(["2026-12-28", "2027-01-03", 1]);
  expect(fullFrom({ ...none, maxPerWeek: 2 }, [monday], friday)).toEqual([]);
  // A window of one month is asked about with the rest of its first and last week.
  const march = countedDates(between("2027-03-01T05:00Z", "2027-04-01T04:00Z"), newYork, 0);
  expect([march.dates[0], march.dates.at(-1), march.dates.length]).toEqual(["2027-02-28", "2027-04-03", 35]);
});

test("ec-D3 ec-L3 the studio says on which day its weeks begin", () => {
  expect(weekOf("2027-03-21", 1)).toEqual({ first: "2027-03-15", last: "2027-03-21" }); // a Sunday
  expect(weekOf("2027-03-21", 0)).toEqual({ first: "2027-03-21", last: "2027-03-27" });
  expect(weekOf("2027-03-21", 6)).toEqual({ first: "2027-03-20", last: "2027-03-26" });
  const saturday = [at("2027-03-20T10:00-04:00")];
  const sunday = at("2027-03-21T10:00-04:00");
  const weekly = { ...none, maxPerWeek: 1 };
  expect(fullFrom(weekly, saturday, sunday, newYork, 1)).toHaveLength(1);
  expect(fullFrom(weekly, saturday, sunday, newYork, 0)).toEqual([]);
  expect(fullFrom(weekly, saturday, sunday, newYork, 6)).toHaveLength(1);
});

test("ec-D7 a visit counts on the date on which it starts, however late it ends", () => {
  const late = [at("2027-03-16T23:30-04:00")];
  const daily = { ...none, maxPerDay: 1 };
  expect(fullFrom(daily, late, at("2027-03-16T09:00-04:00")).map(({ firstDate }) => firstDate)).toEqual([
    "2027-03-16",
  ]);
});

test("ec-D7 minutes of a visit over midnight count on its start date, or on each date its own", () => {
  const visit = between("2027-03-16T23:30-04:00", "2027-03-17T01:00-04:00");
  const days = ["2027-03-15", "2027-03-16", "2027-03-17"].map((date) => dayBounds(date, newYork));
  expect(days.map((day) => minutesOn(day, visit, "start"))).toEqual([0, 90, 0]);
  expect(days.map((day) => minutesOn(day, visit, "split"))).toEqual([0, 30, 60]);
});

test("ec-D7 a start is full exactly where the visit would bring a date over its minutes, minute by minute", () => {
  const [date, next] = ["2027-03-16", "2027-03-17"] as const;
  const week = countedDates(between("2027-03-16T12:00Z", "2027-03-17T12:00Z"), newYork, 1);
  const [midnight] = [dayBounds(next, newYork).start];
  fc.assert(
    fc.property(
      fc.constantFrom(...minutesOverMidnight),
      fc.constantFrom(15, 50, 60, 240, 480),
      fc.integer({ min: 15, max: 600 }),
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: -600, max: 600 }),
      (over, durationMin, max, first, second, minute) => {
        const minutes = week.dates.map((one) => (one === date ? first : one === next ? second : 0));
        const full = fullByMinutes({ ...none, maxMinutesPerDay: max }, week, minutes, { durationMin, over });
        const start = instant(midnight + minute * minuteMs);
        const visit = interval(start, instant(start + durationMin * minuteMs));
        const isOver = week.dates.some((one, index) => {
          const more = minutesOn(dayBounds(one, newYork), visit, over);
          return more > 0 && (minutes[index] ?? 0) + more > max;
        });
        expect(fullAt(full, start).length > 0).toBe(isOver);
      },
    ),
    { numRuns: 300 },
  );
  expect(fullByMinutes(none, week, [], { durationMin: 60, over: "start" })).toEqual([]);
});

test("ec-D8 more than a cap that was lowered allows is full, and no error", () => {
  const three = ["09", "11", "13"].map((hour) => at(`2027-03-16T${hour}:00-04:00`));
  const [full] = fullFrom({ ...none, maxPerDay: 2 }, three, three[0] ?? instant(0));
  expect([full?.booked, full?.max]).toEqual([3, 2]);
});

test("ec-A20 ec-A13 a date that the zone skipped, or that lasts 25 hours, is one date", () => {
  const week = countedDates(between("2011-12-28T00:00Z", "2011-12-28T00:00Z"), "Pacific/Apia", 1);
  const full = fullTimes("service", { maxPerDay: 1, maxPerWeek: 2 }, week, [0, 0, 0, 0, 0, 1, 1]);
  expect(full.map(({ per, firstDate }) => [per, firstDate])).toEqual([
    ["day", "2011-12-31"],
    ["day", "2012-01-01"],
    ["week", "2011-12-26"],
  ]);
  const long = fullFrom(
    { ...none, maxPerDay: 1 },
    [at("2027-11-07T00:30-04:00")],
    at("2027-11-07T12:00-05:00"),
  );
  expect((long[0]?.end ?? 0) - (long[0]?.start ?? 0)).toBe(25 * 60 * minuteMs);
});

test("without a cap nothing is full", () => {
  expect(hasCap(none)).toBe(false);
  expect(hasCap({ ...none, maxPerWeek: 3 })).toBe(true);
  expect(hasCap({ ...none, maxMinutesPerDay: 60 })).toBe(true);
  expect(fullFrom(none, [at("2027-03-16T09:00-04:00")], at("2027-03-16T09:00-04:00"))).toEqual([]);
});

test("SCHED-07 SCHED-25 a full day is not offered, refused to clients and to the waitlist, and open to staff", () => {
  const full = fullFrom(
    { ...none, maxPerDay: 1 },
    [at("2027-03-16T12:00-04:00")],
    at("2027-03-16T09:00-04:00"),
  );
  const person = practitioner({ full });
  const asked = question(between("2027-03-16T00:00-04:00", "2027-03-18T00:00-04:00"), {
    practitioners: [person],
  });
  const dates = new Set(findSlots(asked).map(({ start }) => localDate(start, newYork)));
  expect([...dates]).toEqual(["2027-03-17"]);
  const facts = { now: asked.now, service: service(), practitioner: person };
  const start = at("2027-03-16T09:00-04:00");
  expect(slotRefusal({ ...facts, bookedBy: "client" }, start)).toBe("fully_booked");
  expect(slotRefusal({ ...facts, bookedBy: "waitlist" }, start)).toBe("fully_booked");
  expect(slotRefusal({ ...facts, bookedBy: "staff" }, start)).toBeNull();
  expect(whyNoTimes({ ...asked, window: between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00") })).toBe(
    "fully_booked",
  );
});

test("with anyone asked for, whoever has a place left is chosen", () => {
  const facts = holdFacts();
  const full = fullFrom({ ...none, maxPerDay: 1 }, [facts.start], facts.start);
  const candidates = [
    candidate({ id: "p1", full }),
    candidate({ id: "p2", workload: { bookedInPeriod: 9 } }),
  ];
  const chosen = decidePlacement({ ...facts, candidates }, at("2027-03-15T09:00-04:00"));
  expect(chosen.ok && chosen.value.practitionerId).toBe("p2");
});

test("a start is full exactly where counting its own date and week by hand says so, in every zone", () => {
  const zone = fc.constantFrom(
    "America/New_York",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/Havana",
    "Europe/London",
  );
  const cap = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
  const minutes = fc.integer({ min: 0, max: 21 * 1440 });
  const around = fc.constantFrom(at("2027-03-01T00:00Z"), at("2027-10-25T00:00Z"), at("2026-12-20T00:00Z"));
  fc.assert(
    fc.property(
      zone,
      fc.record({ maxPerDay: cap, maxPerWeek: cap }),
      fc.array(minutes, { maxLength: 12 }),
      minutes,
      around,
      fc.constantFrom(0 as const, 1 as const, 6 as const),
      (where, caps, offsets, asked, from, weekStart) => {
        const atMinute = (minute: number) => instant(from + minute * minuteMs);
        const visits = offsets.map(atMinute);
        const start = atMinute(asked);
        const date = localDate(start, where);
        const sameDay = visits.filter((visit) => localDate(visit, where) === date).length;
        const week = weekOf(date, weekStart);
        expect(weekdayOf(week.first)).toBe(weekStart);
        const sameWeek = visits.filter((visit) => {
          const day = localDate(visit, where);
          return week.first <= day && day <= week.last;
        }).length;
        const expected = [
          ...(caps.maxPerDay !== null && sameDay >= caps.maxPerDay ? ["day"] : []),
          ...(caps.maxPerWeek !== null && sameWeek >= caps.maxPerWeek ? ["week"] : []),
        ];
        const full = fullAt(fullFrom(caps, visits, start, where, weekStart), start);
        expect(full.map(({ per }) => per)).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});
