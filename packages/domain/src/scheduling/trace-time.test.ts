import { describe, expect, test } from "vitest";
import { at, between, utc } from "../../test/at.ts";
import { everyDay, practitioner, room, service } from "../../test/facts.ts";
import { asId, type AppointmentId } from "../ids.ts";
import type { Closure } from "./closure.ts";
import { type TraceFacts, traceTime } from "./trace-time.ts";

/** A Tuesday in New York, asked about at noon of the day before: two hours' notice, ten days ahead, 09:00 to 17:00. */
function facts(changes: Partial<TraceFacts> = {}): TraceFacts {
  return {
    now: at("2027-03-15T12:00-04:00"),
    service: service({ durationMin: 50, minNoticeMin: 120 }),
    horizonDays: 10,
    practitioner: practitioner(),
    ...changes,
  };
}

const trace = (text: string, changes: Partial<TraceFacts> = {}) => traceTime(facts(changes), at(text));

test("a free time names no rule", () => {
  expect(trace("2027-03-16T09:00-04:00")).toEqual([]);
});

test("ec-C15 ec-C16 the past, by the clock that judges it; and the notice besides, where there is one", () => {
  const now = at("2027-03-15T12:00-04:00");
  expect(trace("2027-03-15T11:30-04:00", { service: service() })).toEqual([{ rule: "past", now }]);
  expect(trace("2027-03-15T11:30-04:00").map(({ rule }) => rule)).toEqual(["past", "too_soon"]);
});

test("ec-C11 ec-C9 the notice, with the first instant that is far enough ahead: elapsed minutes, and exactly enough is enough", () => {
  expect(trace("2027-03-15T13:30-04:00")).toEqual([
    { rule: "too_soon", minNoticeMin: 120, minNoticeDays: 0, earliest: at("2027-03-15T14:00-04:00") },
  ]);
  expect(trace("2027-03-15T14:00-04:00")).toEqual([]);
});

test("ec-C9 a notice in dates ends with the day before, by the calendar of the hours", () => {
  const rules = { service: service({ durationMin: 50, minNoticeDays: 1 }) };
  expect(trace("2027-03-15T16:00-04:00", rules)).toEqual([
    { rule: "too_soon", minNoticeMin: 0, minNoticeDays: 1, earliest: at("2027-03-16T00:00-04:00") },
  ]);
  expect(trace("2027-03-16T09:00-04:00", rules)).toEqual([]);
});

test("ec-C12 the horizon, with the last date that can be booked, wholly", () => {
  expect(trace("2027-03-25T16:00-04:00")).toEqual([]);
  expect(trace("2027-03-26T09:00-04:00")).toEqual([
    { rule: "beyond_horizon", horizonDays: 10, lastDate: "2027-03-25" },
  ]);
});

describe("hours", () => {
  test("ec-C1 a visit that would end after the hours: those of the date, and when they end", () => {
    expect(trace("2027-03-16T16:30-04:00")).toEqual([
      {
        rule: "outside_hours",
        zone: "America/New_York",
        date: "2027-03-16",
        source: "weekly",
        hours: [["09:00", "17:00"]],
        blocked: [],
        openUntil: at("2027-03-16T17:00-04:00"),
        closedNext: null,
      },
    ]);
  });

  test("before the hours and in a pause nothing is open; where there are no hours the grid is not to blame", () => {
    const pause = practitioner({ weekly: everyDay(["12:30", "17:00"], ["09:00", "12:00"]) });
    for (const start of ["2027-03-16T08:10-04:00", "2027-03-16T12:10-04:00"]) {
      expect(trace(start, { practitioner: pause })).toMatchObject([
        {
          rule: "outside_hours",
          hours: [
            ["09:00", "12:00"],
            ["12:30", "17:00"],
          ],
          openUntil: null,
        },
      ]);
    }
    expect(trace("2027-03-16T11:40-04:00", { practitioner: pause })).toMatchObject([
      { rule: "outside_hours", openUntil: at("2027-03-16T12:00-04:00") },
      { rule: "off_grid", before: at("2027-03-16T11:30-04:00"), after: at("2027-03-16T12:30-04:00") },
    ]);
  });

  test("ec-B3 ec-B6 the override that closes or changes the date is named, not the week it replaces", () => {
    const on = (...blocks: [string, string][]) =>
      practitioner({ overrides: [{ date: "2027-03-16", blocks }] });
    expect(trace("2027-03-16T10:00-04:00", { practitioner: on() })).toMatchObject([
      { rule: "outside_hours", date: "2027-03-16", source: "override", hours: [], openUntil: null },
    ]);
    expect(trace("2027-03-16T15:00-04:00", { practitioner: on(["10:00", "14:00"]) })).toMatchObject([
      { rule: "outside_hours", source: "override", hours: [["10:00", "14:00"]] },
    ]);
    expect(trace("2027-03-17T15:00-04:00", { practitioner: on() })).toEqual([]);
  });

  test("ec-B17 hours that are not yet, or no longer, in effect are none", () => {
    const weekly = everyDay(["09:00", "17:00"]).map((row) => ({ ...row, effectiveFrom: "2027-03-17" }));
    const later = practitioner({ weekly });
    expect(trace("2027-03-16T10:00-04:00", { practitioner: later })).toMatchObject([
      { rule: "outside_hours", source: "weekly", hours: [] },
    ]);
    expect(trace("2027-03-17T10:00-04:00", { practitioner: later })).toEqual([]);
  });

  test("ec-B16 in a week that is left out there are no hours", () => {
    const weekly = everyDay(["09:00", "17:00"]).map((row) => ({
      ...row,
      everyWeeks: 2,
      effectiveFrom: "2027-03-15",
    }));
    const everySecondWeek = practitioner({ weekly });
    expect(trace("2027-03-23T10:00-04:00", { practitioner: everySecondWeek })).toMatchObject([
      { rule: "outside_hours", source: "weekly", hours: [] },
    ]);
    expect(trace("2027-03-16T10:00-04:00", { practitioner: everySecondWeek })).toEqual([]);
  });

  test("ec-B1 after midnight the hours of the evening before are to blame", () => {
    const night = practitioner({ weekly: everyDay(["21:00", "03:00"]) });
    expect(trace("2027-03-17T02:30-04:00", { practitioner: night })).toMatchObject([
      {
        rule: "outside_hours",
        zone: "America/New_York",
        date: "2027-03-16",
        hours: [["21:00", "03:00"]],
        openUntil: at("2027-03-17T03:00-04:00"),
      },
    ]);
  });

  test("ec-B2 a closed date cuts the evening before at midnight, and is named", () => {
    const overrides = [{ date: "2027-03-17", blocks: [] }];
    const night = practitioner({ weekly: everyDay(["21:00", "03:00"]), overrides });
    expect(trace("2027-03-16T23:30-04:00", { practitioner: night })).toMatchObject([
      {
        rule: "outside_hours",
        zone: "America/New_York",
        date: "2027-03-16",
        openUntil: at("2027-03-17T00:00-04:00"),
        closedNext: "2027-03-17",
      },
    ]);
    expect(trace("2027-03-17T01:00-04:00", { practitioner: night })).toMatchObject([
      { rule: "outside_hours", date: "2027-03-17", source: "override", hours: [], openUntil: null },
    ]);
  });

  test("ec-A1 ec-A2 on the night of the gap the hours that the zone swallows are named, and nothing else", () => {
    const asked = { now: at("2027-03-13T00:00Z"), service: service({ durationMin: 15, stepMin: 15 }) };
    const gone = practitioner({ weekly: everyDay(["02:15", "02:45"]) });
    expect(trace("2027-03-14T03:00-04:00", { ...asked, practitioner: gone })).toMatchObject([
      { rule: "outside_hours", date: "2027-03-14", hours: [["02:15", "02:45"]], openUntil: null },
    ]);
  });

  test("ec-A20 a date that the zone skipped lends nothing to the next one", () => {
    const apia = practitioner({ zone: "Pacific/Apia", weekly: everyDay(["20:00", "04:00"]) });
    const asked = { now: at("2011-12-20T00:00Z"), horizonDays: null, practitioner: apia };
    expect(trace("2011-12-31T01:00+14:00", asked)).toMatchObject([
      { rule: "outside_hours", date: "2011-12-31", openUntil: null },
    ]);
  });
});

test("ec-B13 a place that is not open so long is named with its hours of the date, and people's hours are not to blame", () => {
  const opening = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
    weekday === 2 ? (["06:00", "12:00"] as const) : null,
  );
  const asked = { practitioner: practitioner({ opening }) };
  expect(trace("2027-03-16T11:00-04:00", asked)).toEqual([]);
  expect(trace("2027-03-16T11:30-04:00", asked)).toEqual([
    { rule: "outside_opening", date: "2027-03-16", opening: ["06:00", "12:00"] },
  ]);
  expect(trace("2027-03-17T11:30-04:00", asked)).toEqual([
    { rule: "outside_opening", date: "2027-03-17", opening: null },
  ]);
  expect(trace("2027-03-16T18:00-04:00", asked)).toMatchObject([
    { rule: "outside_opening" },
    { rule: "outside_hours", hours: [["09:00", "17:00"]] },
  ]);
});

describe("a closed place", () => {
  const dayOff: Closure = { firstDate: "2027-03-16", lastDate: "2027-03-17", part: null };
  const noon: Closure = { firstDate: "2027-03-16", lastDate: "2027-03-16", part: ["12:00", "13:00"] };

  test("ec-B6 ec-B15 is named with its dates or its part of one, and the hours are not to blame", () => {
    const asked = { practitioner: practitioner({ closures: [dayOff] }) };
    expect(trace("2027-03-17T10:00-04:00", asked)).toEqual([{ rule: "place_closed", closure: dayOff }]);
    expect(trace("2027-03-18T10:00-04:00", asked)).toEqual([]);
    const away = { practitioner: practitioner({ closures: [dayOff], timeOff: [noon, dayOff] }) };
    expect(trace("2027-03-17T10:00-04:00", away)).toEqual([
      { rule: "place_closed", closure: dayOff },
      { rule: "time_off", timeOff: dayOff },
    ]);
    const part = { practitioner: practitioner({ closures: [noon] }) };
    expect(trace("2027-03-16T11:30-04:00", part)).toEqual([{ rule: "place_closed", closure: noon }]);
    expect(trace("2027-03-16T11:00-04:00", part)).toEqual([]);
  });

  test("ec-B6 stands beside an exception of the same date: each would have to go", () => {
    const overrides = [{ date: "2027-03-16", blocks: [] }];
    const asked = { practitioner: practitioner({ closures: [noon, dayOff], overrides }) };
    expect(trace("2027-03-16T12:00-04:00", asked)).toMatchObject([
      { rule: "place_closed", closure: noon },
      { rule: "place_closed", closure: dayOff },
      { rule: "outside_hours", source: "override" },
    ]);
  });

  test("ec-B1 takes the night that begins on its last date, also after midnight", () => {
    const night = practitioner({ weekly: everyDay(["21:00", "03:00"]), closures: [dayOff] });
    expect(trace("2027-03-18T01:00-04:00", { practitioner: night })).toEqual([
      { rule: "place_closed", closure: dayOff },
    ]);
  });
});

test("ec-C8 off the grid, with the starts before and after it; the grid counts from the hours' own start", () => {
  const odd = practitioner({ weekly: everyDay(["09:10", "17:00"]) });
  const [obstacle] = trace("2027-03-16T10:00-04:00", { practitioner: odd });
  expect(obstacle).toEqual({
    rule: "off_grid",
    stepMin: 30,
    before: at("2027-03-16T09:40-04:00"),
    after: at("2027-03-16T10:10-04:00"),
  });
});

test("ec-C8 within a closed part of a day the next start named is one of the grid that counts from the reopening", () => {
  const closures: readonly Closure[] = [
    { firstDate: "2027-03-16", lastDate: "2027-03-16", part: ["09:00", "12:20"] },
  ];
  const found = trace("2027-03-16T12:05-04:00", { practitioner: practitioner({ closures }) });
  expect(found).toContainEqual({
    rule: "off_grid",
    stepMin: 30,
    before: at("2027-03-16T12:00-04:00"),
    after: at("2027-03-16T12:20-04:00"),
  });
});

test("ec-C4 ec-C6 each appointment in the way is named with its buffers and its id, and only those", () => {
  const id = asId<AppointmentId>("0b8b4b1e-0000-7000-8000-000000000001");
  const first = { ...between("2027-03-16T13:00Z", "2027-03-16T14:10Z"), appointmentId: id };
  const second = between("2027-03-16T14:30Z", "2027-03-16T16:00Z");
  const busy = [second, first, between("2027-03-16T18:00Z", "2027-03-16T19:00Z")];
  const asked = { practitioner: practitioner({ busy }), service: service({ durationMin: 50 }) };
  expect(trace("2027-03-16T10:00-04:00", asked)).toEqual([
    { rule: "slot_taken", busy: first },
    { rule: "slot_taken", busy: second },
  ]);
  const buffered = { ...asked, service: service({ durationMin: 50, bufferBeforeMin: 30 }) };
  expect(trace("2027-03-16T12:00-04:00", asked)).toEqual([]);
  expect(trace("2027-03-16T12:00-04:00", buffered)).toEqual([{ rule: "slot_taken", busy: second }]);
});

test("ec-C4 where the longer of two buffers counts, a visit of which only a buffer is met is not in the way", () => {
  const taken = {
    ...between("2027-03-16T13:00Z", "2027-03-16T14:10Z"),
    visit: between("2027-03-16T13:00Z", "2027-03-16T14:00Z"),
  };
  const asked = (bufferSum: "sum" | "max") => ({
    practitioner: practitioner({ busy: [taken] }),
    service: service({ bufferBeforeMin: 30, bufferSum }),
  });
  expect(trace("2027-03-16T10:30-04:00", asked("sum"))).toEqual([{ rule: "slot_taken", busy: taken }]);
  expect(trace("2027-03-16T10:30-04:00", asked("max"))).toEqual([]);
  expect(trace("2027-03-16T10:00-04:00", asked("max"))).toEqual([{ rule: "slot_taken", busy: taken }]);
});

test("ec-C5 buffers that reach out of the hours are a rule of their own where the studio wants them inside", () => {
  const rules = { bufferBeforeMin: 30, bufferAfterMin: 15 };
  const inside = { service: service({ ...rules, buffersInHours: true }) };
  expect(trace("2027-03-16T09:00-04:00", { service: service(rules) })).toEqual([]);
  expect(trace("2027-03-16T09:00-04:00", inside)).toEqual([
    {
      rule: "buffer_outside",
      ...rules,
      openFrom: at("2027-03-16T09:00-04:00"),
      openUntil: at("2027-03-16T17:00-04:00"),
    },
  ]);
  expect(trace("2027-03-16T09:30-04:00", inside)).toEqual([]);
  expect(trace("2027-03-16T16:30-04:00", inside)).toMatchObject([{ rule: "outside_hours" }]);
});

test("ec-E2 every room of the pool taken, each by what is in the way there; a place without rooms says so", () => {
  const early = between("2027-03-16T12:00Z", "2027-03-16T13:30Z");
  const late = between("2027-03-16T20:00Z", "2027-03-16T21:00Z");
  const rooms = [room("r1", early, late), room("r2", early)];
  expect(trace("2027-03-16T09:00-04:00", { rooms })).toEqual([
    { rule: "no_room", rooms: [room("r1", early), room("r2", early)] },
  ]);
  expect(trace("2027-03-16T09:00-04:00", { rooms: [...rooms, room("r3", late)] })).toEqual([]);
  expect(trace("2027-03-16T09:00-04:00", { rooms: [] })).toEqual([{ rule: "no_room", rooms: [] }]);
});

test("ec-E6 ec-E7 rooms and devices are named apart, each by what is in the way of the visit and of the cleaning after it", () => {
  const tenToEleven = between("2027-03-16T14:00Z", "2027-03-16T15:00Z");
  const cleaned = { ...room("r1", tenToEleven), cleaningMin: 15 };
  const nine = "2027-03-16T09:00-04:00";
  expect(trace(nine, { rooms: [room("r1", tenToEleven)] })).toEqual([]);
  expect(trace(nine, { rooms: [cleaned], devices: [] })).toEqual([
    { rule: "no_room", rooms: [cleaned] },
    { rule: "no_device", devices: [] },
  ]);
});

test("ec-A5 both occurrences of a repeated time are judged by themselves", () => {
  const night = practitioner({ weekly: everyDay(["00:00", "04:00"]) });
  const busy = [between("2027-11-07T05:30Z", "2027-11-07T06:20Z")];
  const asked = { now: at("2027-11-06T00:00Z"), practitioner: { ...night, busy } };
  expect(trace("2027-11-07T01:30-04:00", asked).map(({ rule }) => rule)).toEqual(["slot_taken"]);
  expect(utc(at("2027-11-07T01:30-05:00"))).toBe("2027-11-07T06:30Z");
  expect(trace("2027-11-07T01:30-05:00", asked)).toEqual([]);
});

test("every rule that removes a start is named, in one order", () => {
  const busy = [between("2027-03-15T14:00Z", "2027-03-15T15:00Z")];
  expect(
    trace("2027-03-15T10:10-04:00", { practitioner: practitioner({ busy }), rooms: [] }).map(
      ({ rule }) => rule,
    ),
  ).toEqual(["past", "too_soon", "off_grid", "slot_taken", "no_room"]);
});
