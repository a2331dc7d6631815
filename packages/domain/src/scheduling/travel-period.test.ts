import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aQuestion, atSomePlace, byOwnClocks } from "../../test/arbitrary.ts";
import { at, between, onTheWall } from "../../test/at.ts";
import { everyDay } from "../../test/facts.ts";
import { judgeByTheMinute, slotsByTheMinute } from "../../test/oracle.ts";
import { asId, type PractitionerId } from "../ids.ts";
import { dayBounds, instant, interval, minuteMs } from "../time/index.ts";
import { type Hours, openIntervals, openRows } from "./availability.ts";
import { slotObstacles } from "./slot-refusal.ts";
import { findSlots } from "./slots.ts";
import { type TimeObstacle, traceTime } from "./trace-time.ts";
import { hoursByMode, travelPeriodRefusal } from "./travel-period.ts";

const newYork = "America/New_York";
const london = "Europe/London";

function hours(changes: Partial<Hours> = {}): Hours {
  return { zone: newYork, weekly: everyDay(["09:00", "17:00"]), overrides: [], ...changes };
}

/** Open time of dates, as the wall of a zone shows it. */
function open(of: Hours, zone: string, from: string, until = from): string[] {
  const window = interval(dayBounds(from, zone).start, dayBounds(until, zone).end);
  return openIntervals({ ...of, window }).map(
    ({ start, end }) => `${onTheWall(start, zone)} to ${onTheWall(end, zone)}`,
  );
}

const trip = { firstDate: "2027-06-02", lastDate: "2027-06-03", zone: "Asia/Tokyo", away: true };

describe("hours of a practitioner in another zone than the place", () => {
  test("ec-A28 in person they are the place's, by video their own", () => {
    const theirs = { ownZone: london, travels: [] };
    const inPerson = hours(hoursByMode("in_person", theirs));
    const byVideo = hours(hoursByMode("telehealth", theirs));
    expect(open(inPerson, newYork, "2027-06-01")).toEqual([
      "2027-06-01 09:00-04:00 to 2027-06-01 17:00-04:00",
    ]);
    expect(open(byVideo, london, "2027-06-01")).toEqual(["2027-06-01 09:00+01:00 to 2027-06-01 17:00+01:00"]);
    const noZone = hours(hoursByMode("telehealth", { ownZone: null, travels: [] }));
    expect(open(noZone, newYork, "2027-06-01")).toEqual(open(inPerson, newYork, "2027-06-01"));
  });

  test("ec-A11 ec-A28 between the changes of both clocks their own wall time stays", () => {
    const byVideo = hours({ hoursZone: london });
    for (const date of ["2027-03-13", "2027-03-20", "2027-03-29"])
      expect(open(byVideo, london, date)[0]).toContain(`${date} 09:00`);
    expect(open(byVideo, newYork, "2027-03-20")[0]).toContain("05:00-04:00"); // four hours apart, not five
  });

  test("ec-B13 ec-B6 opening and closures stay the place's: of London hours remains when New York is open", () => {
    const opening = Array.from({ length: 7 }, (): [string, string] => ["06:00", "22:00"]);
    const byVideo = hours({ hoursZone: london, opening });
    expect(open(byVideo, newYork, "2027-06-01")).toEqual([
      "2027-06-01 06:00-04:00 to 2027-06-01 12:00-04:00",
    ]);
    const closures = [{ firstDate: "2027-06-01", lastDate: "2027-06-01", part: null }];
    expect(open({ ...byVideo, closures }, newYork, "2027-06-01")).toEqual([]);
    const morning = [{ firstDate: "2027-06-01", lastDate: "2027-06-01", part: ["06:00", "08:00"] as const }];
    expect(open({ ...byVideo, closures: morning }, newYork, "2027-06-01")).toEqual([
      "2027-06-01 08:00-04:00 to 2027-06-01 12:00-04:00",
    ]);
    // Time off is theirs: a date of London.
    const timeOff = [{ firstDate: "2027-06-01", lastDate: "2027-06-01", part: null }];
    const night = hours({ hoursZone: london, weekly: everyDay(["01:00", "04:00"]) });
    expect(open({ ...night, timeOff }, newYork, "2027-05-31")).toEqual([]);
    expect(open(night, newYork, "2027-05-31")).toEqual(["2027-05-31 20:00-04:00 to 2027-05-31 23:00-04:00"]);
  });
});

describe("a travel period", () => {
  test("ec-A29 hours are those of where they are, both ends in one zone, and those of home before and after", () => {
    const byVideo = hours(hoursByMode("telehealth", { ownZone: null, travels: [trip] }));
    expect(open(byVideo, newYork, "2027-06-01")).toEqual([
      "2027-06-01 09:00-04:00 to 2027-06-01 17:00-04:00",
      "2027-06-01 20:00-04:00 to 2027-06-02 00:00-04:00",
    ]);
    expect(open(byVideo, "Asia/Tokyo", "2027-06-02", "2027-06-03")).toEqual([
      "2027-06-02 00:00+09:00 to 2027-06-02 06:00+09:00", // the first of June in New York
      "2027-06-02 09:00+09:00 to 2027-06-02 17:00+09:00",
      "2027-06-03 09:00+09:00 to 2027-06-03 17:00+09:00",
    ]);
    // A night that begins on the last date of the trip ends by its clock too.
    const nights = { ...byVideo, weekly: everyDay(["21:00", "03:00"]) };
    expect(open(nights, "Asia/Tokyo", "2027-06-03", "2027-06-04")).toContain(
      "2027-06-03 21:00+09:00 to 2027-06-04 03:00+09:00",
    );
  });

  test("ec-A29 in person they are away on its dates by the place's calendar, if they said so", () => {
    const inPerson = (away: boolean) =>
      hoursByMode("in_person", { ownZone: london, travels: [{ ...trip, away }] });
    const { away, ...clock } = inPerson(true);
    const gone = hours({ ...clock, timeOff: away });
    expect(open(gone, newYork, "2027-06-01", "2027-06-04").map((row) => row.slice(0, 10))).toEqual([
      "2027-06-01",
      "2027-06-04",
    ]);
    expect(inPerson(false).away).toEqual([]);
  });

  test("rows of two clocks ascend, so that no start comes twice or is lost", () => {
    const west = { firstDate: "2027-06-01", lastDate: "2027-06-01", zone: "Pacific/Honolulu" };
    const rows = openRows(
      hours({ hoursZone: "Asia/Tokyo", travels: [west] }),
      between("2027-05-30T00:00Z", "2027-06-05T00:00Z"),
    );
    expect(rows.map(({ start }) => start)).toEqual(rows.map(({ start }) => start).toSorted((a, b) => a - b));
  });

  test("it has an end after its start, is not over, lasts a year at most and meets no other", () => {
    const asked = { firstDate: "2027-06-02", lastDate: "2027-06-03" };
    const at = { others: [], today: "2027-06-03" };
    expect(travelPeriodRefusal(asked, at)).toBeNull();
    expect(travelPeriodRefusal({ ...asked, lastDate: "2027-06-01" }, at)?.code).toBe("end_before_start");
    expect(travelPeriodRefusal({ ...asked, lastDate: "2028-06-02" }, at)?.code).toBe("too_long");
    expect(travelPeriodRefusal(asked, { ...at, today: "2027-06-04" })?.code).toBe("over");
    const beside = { firstDate: "2027-06-04", lastDate: "2027-06-09" };
    expect(travelPeriodRefusal(asked, { ...at, others: [beside] })).toBeNull();
    expect(travelPeriodRefusal({ ...asked, lastDate: "2027-06-04" }, { ...at, others: [beside] })).toEqual({
      code: "overlapping_travel",
      field: "firstDate",
    });
  });
});

const onOwnClocks = fc
  .oneof(aQuestion("single"), aQuestion("any"), aQuestion("all"))
  .chain(atSomePlace)
  .chain(byOwnClocks);

test("ec-A28 ec-A29 whatever the clocks, the times are those found minute by minute", () => {
  fc.assert(
    fc.property(onOwnClocks, (question) => {
      expect(findSlots(question).map(({ start, practitionerIds }) => ({ start, practitionerIds }))).toEqual(
        slotsByTheMinute(question),
      );
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("ec-A28 BOOK-03 what is offered by another clock names no rule, and what is not names those that hold minute by minute", () => {
  fc.assert(
    fc.property(onOwnClocks, (question) => {
      for (const practitioner of question.practitioners) {
        const { judge } = judgeByTheMinute(question, practitioner);
        const facts = { ...question, practitioner };
        const { start: from, end: to } = question.window;
        for (let start = from; start < to; start = instant(start + 95 * minuteMs)) {
          const refusals = slotObstacles({ ...facts, bookedBy: "client" }, start);
          expect(refusals).toEqual(judge(start));
          const trace = traceTime(facts, start);
          expect(trace.length === 0).toBe(refusals.length === 0);
          expect(traceTime(facts, start, trace)).toEqual([]);
        }
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("ec-A28 the trace names the hours by their own clock", () => {
  const practitioner = { ...hours({ hoursZone: london }), id: asId<PractitionerId>("p"), busy: [] };
  const service = { durationMin: 60, stepMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, minNoticeMin: 0 };
  const facts = { now: at("2027-05-01T00:00Z"), service, practitioner };
  const trace: readonly TimeObstacle[] = traceTime(facts, at("2027-06-01T15:00-04:00"));
  expect(trace).toMatchObject([
    { rule: "outside_hours", zone: london, date: "2027-06-01", hours: [["09:00", "17:00"]] },
  ]);
});
