import { describe, expect, test } from "vitest";
import { at, between, onTheWall, utc } from "../../test/at.ts";
import { everyDay, practitioner, question, room, service } from "../../test/facts.ts";
import { asWeekday, dayBounds, type Interval, interval, minuteMs, plus } from "../time/index.ts";
import { blockedRange } from "./occupancy.ts";
import { findSlots, type SlotQuestion } from "./slots.ts";

const newYork = "America/New_York";
const tuesday = dayBounds("2027-03-16", newYork);

/** The starts as the wall of New York shows them, "09:30" (with the offset where the case is about it). */
function times(asked: SlotQuestion): string[] {
  return findSlots(asked).map(({ start }) => onTheWall(start, newYork).slice(11, 16));
}

function wallTimes(
  window: Interval,
  start: string,
  end: string,
  changes: Partial<SlotQuestion> = {},
): string[] {
  const [who] = changes.practitioners ?? [practitioner()];
  return findSlots(
    question(window, {
      ...changes,
      practitioners: [{ ...(who ?? practitioner()), weekly: everyDay([start, end]) }],
    }),
  ).map((slot) => onTheWall(slot.start, newYork).slice(11));
}

describe("clock changes", () => {
  test("ec-A1 nothing starts between 02:00 and 03:00 on the spring day, and nothing ends after 05:00", () => {
    expect(wallTimes(dayBounds("2027-03-14", newYork), "01:00", "05:00")).toEqual([
      "01:00-05:00",
      "01:30-05:00",
      "03:00-04:00",
      "03:30-04:00",
      "04:00-04:00",
    ]);
  });

  test("ec-A5 both 01:30s of autumn are offered and told apart by their offset", () => {
    expect(wallTimes(dayBounds("2027-11-07", newYork), "00:00", "04:00")).toEqual([
      "00:00-04:00",
      "00:30-04:00",
      "01:00-04:00",
      "01:30-04:00",
      "01:00-05:00",
      "01:30-05:00",
      "02:00-05:00",
      "02:30-05:00",
      "03:00-05:00",
    ]);
  });

  test("ec-A6 a visit at the first 01:30 leaves the second one free", () => {
    const first = interval(at("2027-11-07T01:30-04:00"), at("2027-11-07T02:30-04:00"));
    const found = wallTimes(dayBounds("2027-11-07", newYork), "00:00", "04:00", {
      practitioners: [practitioner({ busy: [first] })],
    });
    expect(found).not.toContain("01:30-04:00");
    expect(found).toContain("01:30-05:00");
  });

  test("ec-A7 an hour from the first 01:30 ends at the second 01:30", () => {
    const slot = findSlots(
      question(dayBounds("2027-11-07", newYork), {
        practitioners: [practitioner({ weekly: everyDay(["00:00", "04:00"]) })],
      }),
    ).find(({ start }) => start === at("2027-11-07T01:30-04:00"));
    expect(slot && onTheWall(slot.end, newYork)).toBe("2027-11-07 01:30-05:00");
  });
});

describe("length, grid and buffers", () => {
  test("ec-C1 50 minutes on a grid of 15: the last start still ends by closing time", () => {
    const found = wallTimes(tuesday, "09:00", "11:00", {
      service: service({ durationMin: 50, stepMin: 15 }),
    });
    expect(found.map((time) => time.slice(0, 5))).toEqual(["09:00", "09:15", "09:30", "09:45", "10:00"]);
  });

  test("ec-B7 a visit may end exactly at midnight", () => {
    expect(wallTimes(tuesday, "22:00", "24:00").at(-1)).toBe("23:00-04:00");
  });

  test("ec-B8 a visit may span rows that touch", () => {
    const weekly = everyDay(["12:00", "14:00"], ["09:00", "12:00"]);
    const found = times(question(tuesday, { practitioners: [practitioner({ weekly })] }));
    expect(found).toContain("11:30");
  });

  test("ec-B9 rows that overlap offer no time twice, and keep both grids in order", () => {
    const weekly = everyDay(["09:00", "11:00"], ["09:15", "11:15"], ["09:00", "10:00"]);
    const found = times(question(tuesday, { practitioners: [practitioner({ weekly })] }));
    expect(found).toEqual(["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"]);
  });

  test("ec-B9 ec-B13 of a night that the place cuts in parts the last one hides nothing of the next date's hours", () => {
    const weekly = [
      { weekday: asWeekday(1), start: "23:00", end: "22:00" },
      { weekday: asWeekday(2), start: "10:10", end: "11:40" },
    ];
    const opening = ([null, ["12:00", "12:00"], ["20:00", "24:00"], null, null, null, null] as const).slice();
    const window = interval(plus(tuesday.start, 600 * minuteMs), tuesday.end);
    const found = times(question(window, { practitioners: [practitioner({ weekly, opening })] }));
    expect(found).toEqual(["10:00", "10:10", "10:30", "10:40", "11:00", "20:00", "20:30", "21:00"]);
  });

  test("ec-B1 a night's grid runs on over midnight, and the times belong to the next date", () => {
    const weekly = everyDay(["21:10", "03:00"]);
    const window = interval(tuesday.start, plus(tuesday.start, 180 * minuteMs));
    expect(times(question(window, { practitioners: [practitioner({ weekly })] }))).toEqual([
      "00:10",
      "00:40",
      "01:10",
      "01:40",
    ]);
  });

  test("ec-C3 each length is judged by itself", () => {
    const lengths = [30, 60, 120, 480, 481].map(
      (durationMin) => times(question(tuesday, { service: service({ durationMin }) })).length,
    );
    expect(lengths).toEqual([16, 15, 13, 1, 0]);
  });

  test("the grid counts from each row's own start, whatever the window, the notice and busy times", () => {
    const weekly = everyDay(["09:10", "12:00"], ["13:05", "15:00"]);
    const busy = [between("2027-03-16T13:10Z", "2027-03-16T13:33Z")]; // 09:10 to 09:33
    const asked = question(interval(plus(tuesday.start, 561 * minuteMs), tuesday.end), {
      practitioners: [practitioner({ weekly, busy })],
    });
    expect(times(asked)).toEqual(["09:40", "10:10", "10:40", "13:05", "13:35"]);
  });

  test("SCHED-13 neighbours that touch do not conflict, and a busy time without length blocks nothing", () => {
    const busy = [
      between("2027-03-16T14:00Z", "2027-03-16T15:00Z"),
      between("2027-03-16T18:15Z", "2027-03-16T18:15Z"),
    ];
    const found = times(
      question(tuesday, { practitioners: [practitioner({ busy })], service: service({ stepMin: 60 }) }),
    );
    expect(found).toEqual(["09:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]);
  });

  test("ec-C4 the buffers of neighbours add up", () => {
    const rules = service({ bufferBeforeMin: 10, bufferAfterMin: 15, stepMin: 5 });
    const taken = blockedRange(at("2027-03-16T16:00Z"), rules); // 12:00 to 13:00, blocked 11:50 to 13:15
    const found = times(
      question(tuesday, { practitioners: [practitioner({ busy: [taken] })], service: rules }),
    );
    expect(found.filter((time) => "10:30" <= time && time <= "13:40")).toEqual([
      "10:30",
      "10:35",
      "13:25",
      "13:30",
      "13:35",
      "13:40",
    ]);
  });

  test("ec-C4 or only the longer of two, where the studio has it so: of the first one's after and the second one's before", () => {
    const rules = service({ bufferBeforeMin: 10, bufferAfterMin: 15, stepMin: 5, bufferSum: "max" });
    const visit = between("2027-03-16T16:00Z", "2027-03-16T17:00Z"); // 12:00 to 13:00, with 20 before and 5 after
    const taken = { ...between("2027-03-16T15:40Z", "2027-03-16T17:05Z"), visit };
    const found = times(
      question(tuesday, { practitioners: [practitioner({ busy: [taken] })], service: rules }),
    );
    expect(found.filter((time) => "10:30" <= time && time <= "13:20")).toEqual([
      "10:30",
      "10:35",
      "10:40", // ends twenty minutes before noon: its own fifteen lie within those
      "13:10",
      "13:15",
      "13:20",
    ]);
  });

  test("ec-C4 a room is kept for the buffers of both, and then for its cleaning", () => {
    const rules = service({ bufferBeforeMin: 10, stepMin: 5, bufferSum: "max" });
    const visit = between("2027-03-16T16:00Z", "2027-03-16T17:00Z");
    const taken = { ...between("2027-03-16T16:00Z", "2027-03-16T17:10Z"), visit };
    const asked = { practitioners: [practitioner({ busy: [taken] })], service: rules };
    expect(times(question(tuesday, asked))).toContain("13:10");
    const housed = times(question(tuesday, { ...asked, rooms: [room("r1", taken)] }));
    expect(housed).not.toContain("13:15");
    expect(housed).toContain("13:20");
  });

  test("ec-C5 buffers may lie outside the hours", () => {
    const found = times(question(tuesday, { service: service({ bufferBeforeMin: 30, bufferAfterMin: 30 }) }));
    expect([found[0], found.at(-1)]).toEqual(["09:00", "16:00"]);
  });

  test("ec-C5 or have to lie inside, where the studio has it so: the grid stays, and hours that meet are one stretch", () => {
    const rules = service({ bufferBeforeMin: 30, bufferAfterMin: 45, buffersInHours: true });
    const found = times(question(tuesday, { service: rules }));
    expect([found[0], found.at(-1)]).toEqual(["09:30", "15:00"]);
    const weekly = [...everyDay(["09:00", "12:00"]), ...everyDay(["12:00", "14:00"])];
    const meeting = { practitioners: [practitioner({ weekly })], service: rules };
    expect(times(question(tuesday, meeting))).toContain("12:00");
    // From the very instant of the second stretch on, what lies before it is looked at all the same.
    const noon = interval(at("2027-03-16T16:00Z"), at("2027-03-16T16:01Z"));
    expect(times(question(noon, meeting))).toEqual(["12:00"]);
  });

  test("ec-C6 busy time from elsewhere, in any order and overlapping itself, keeps its distance too", () => {
    const busy = [
      between("2027-03-16T19:00Z", "2027-03-16T19:30Z"),
      between("2027-03-16T14:00Z", "2027-03-16T19:00Z"),
      between("2027-03-16T15:00Z", "2027-03-16T15:10Z"),
      between("2026-01-01T00:00Z", "2027-03-16T13:30Z"),
    ]; // free: 09:30 to 10:00 and from 15:30
    const rules = service({ durationMin: 30, stepMin: 15, bufferAfterMin: 15 });
    expect(times(question(tuesday, { practitioners: [practitioner({ busy })], service: rules }))).toEqual([
      "15:30",
      "15:45",
      "16:00",
      "16:15",
      "16:30",
    ]);
  });
});

test("a long absence outlasts a short one within it, also over a pause in the hours", () => {
  const busy = [
    between("2027-03-16T14:00Z", "2027-03-16T20:00Z"),
    between("2027-03-16T14:10Z", "2027-03-16T14:20Z"),
  ]; // 10:00 to 16:00
  const weekly = everyDay(["09:00", "12:00"], ["13:00", "17:00"]);
  expect(times(question(tuesday, { practitioners: [practitioner({ weekly, busy })] }))).toEqual([
    "09:00",
    "16:00",
  ]);
});

describe("notice, horizon and the past", () => {
  test("ec-C9 notice is elapsed time across a clock change", () => {
    const sunday = dayBounds("2027-03-14", newYork);
    const now = at("2027-03-13T10:00-05:00"); // 24 hours before 11:00 EDT
    const found = times(question(sunday, { now, service: service({ minNoticeMin: 1440 }) }));
    expect(found[0]).toBe("11:00");
  });

  test("ec-C9 one day before is any time of the day before by the calendar, also when the clocks change, and beside the minutes", () => {
    const weekly = everyDay(["00:00", "24:00"]);
    const days = interval(at("2027-03-13T00:00-05:00"), at("2027-03-16T00:00-04:00"));
    const firstAt = (now: string, minNoticeMin: number, minNoticeDays: number) => {
      const rules = service({ minNoticeMin, minNoticeDays });
      const [first] = findSlots(
        question(days, { now: at(now), service: rules, practitioners: [practitioner({ weekly })] }),
      );
      return first?.start;
    };
    // Half past eleven at night, an hour and a half before a day of 23 hours begins: its first minute can be had.
    expect(firstAt("2027-03-13T23:30-05:00", 0, 1)).toBe(at("2027-03-14T00:00-05:00"));
    expect(firstAt("2027-03-13T00:00-05:00", 0, 1)).toBe(at("2027-03-14T00:00-05:00"));
    expect(firstAt("2027-03-13T12:00-05:00", 0, 2)).toBe(at("2027-03-15T00:00-04:00"));
    // Both parts hold: the later one decides.
    expect(firstAt("2027-03-13T23:30-05:00", 120, 1)).toBe(at("2027-03-14T01:30-05:00"));
    expect(firstAt("2027-03-13T12:00-05:00", 1440, 0)).toBe(at("2027-03-14T13:00-04:00"));
  });

  test("ec-C11 exactly the notice is enough, a millisecond less is not", () => {
    const rules = service({ minNoticeMin: 120 });
    expect(times(question(tuesday, { now: at("2027-03-16T07:00-04:00"), service: rules }))[0]).toBe("09:00");
    expect(times(question(tuesday, { now: plus(at("2027-03-16T07:00-04:00"), 1), service: rules }))[0]).toBe(
      "09:30",
    );
  });

  test("ec-C12 the last date of the horizon can be booked to its end, the next not at all", () => {
    const weekly = everyDay(["00:00", "24:00"]);
    const horizon = (now: string) => {
      const window = between("2027-03-10T00:00Z", "2027-03-20T00:00Z");
      const slots = findSlots(
        question(window, {
          now: at(now),
          horizonDays: 3,
          practitioners: [practitioner({ weekly })],
          service: service({ durationMin: 30 }),
        }),
      );
      const last = slots.at(-1);
      return last && onTheWall(last.start, newYork);
    };
    expect(horizon("2027-03-11T23:59-05:00")).toBe("2027-03-14 23:30-04:00");
    expect(horizon("2027-03-12T00:00-05:00")).toBe("2027-03-15 23:30-04:00");
    expect(horizon("2027-03-12T03:00Z")).toBe("2027-03-14 23:30-04:00"); // still the 11th in New York
  });

  test("ec-C15 nothing in the past is offered; a visit may begin this very moment without notice", () => {
    const now = at("2027-03-16T12:00-04:00");
    expect(times(question(tuesday, { now }))[0]).toBe("12:00");
    expect(times(question(tuesday, { now: plus(now, 1) }))[0]).toBe("12:30");
    expect(times(question(tuesday, { now: at("2027-03-17T12:00-04:00") }))).toEqual([]);
  });

  test("the window holds starts: from is in, to is not, and a visit may end after it", () => {
    const window = between("2027-03-16T14:00Z", "2027-03-16T15:00Z");
    expect(times(question(window))).toEqual(["10:00", "10:30"]);
    expect(times(question(interval(window.start, window.start)))).toEqual([]);
  });
});

describe("several people and rooms", () => {
  const ana = practitioner({ id: "ana", weekly: everyDay(["09:00", "11:00"]) });
  const ben = practitioner({ id: "ben", weekly: everyDay(["09:15", "11:15"]) });
  const cleo = practitioner({ id: "cleo", weekly: everyDay(["10:00", "12:00"]), zone: newYork });

  test("any: every start of anyone, with who is free", () => {
    const slots = findSlots(question(tuesday, { mode: "any", practitioners: [ben, cleo, ana] }));
    expect(
      slots.map(({ start, practitionerIds }) => [
        onTheWall(start, newYork).slice(11, 16),
        ...practitionerIds,
      ]),
    ).toEqual([
      ["09:00", "ana"],
      ["09:15", "ben"],
      ["09:30", "ana"],
      ["09:45", "ben"],
      ["10:00", "cleo", "ana"],
      ["10:15", "ben"],
      ["10:30", "cleo"],
      ["11:00", "cleo"],
    ]);
  });

  test("all: starts from anyone's grid at which everyone is free throughout", () => {
    const slots = findSlots(
      question(tuesday, {
        mode: "all",
        practitioners: [ana, ben, cleo],
        service: service({ durationMin: 45 }),
      }),
    );
    expect(slots.map(({ start }) => onTheWall(start, newYork).slice(11, 16))).toEqual(["10:00", "10:15"]);
    expect(slots[0]?.practitionerIds).toEqual(["ana", "ben", "cleo"]);
  });

  test("all: the single instant at which one ends and the other can begin", () => {
    for (const practitioners of [
      [ana, cleo],
      [cleo, ana],
    ]) {
      expect(times(question(tuesday, { mode: "all", practitioners }))).toEqual(["10:00"]);
    }
  });

  test("all: one person's busy time is everyone's", () => {
    const taken = practitioner({ id: "dan", busy: [between("2027-03-16T13:00Z", "2027-03-16T14:10Z")] });
    const found = times(
      question(tuesday, { mode: "all", practitioners: [ana, taken], service: service({ durationMin: 30 }) }),
    );
    expect(found).toEqual(["10:30"]);
  });

  test("ec-C12 all: everyone's horizon holds, each by the dates of their own zone", () => {
    // 05:00 on the 16th in New York is 23:00 on the 16th in Kiritimati, where the last bookable date ends an hour later.
    const abroad = practitioner({
      id: "abroad",
      zone: "Pacific/Kiritimati",
      weekly: everyDay(["00:00", "24:00"]),
    });
    const atHome = practitioner({ weekly: everyDay(["05:00", "09:00"]) });
    const now = at("2027-03-16T05:00-04:00");
    for (const practitioners of [
      [abroad, atHome],
      [atHome, abroad],
    ]) {
      expect(times(question(tuesday, { mode: "all", now, horizonDays: 0, practitioners }))).toEqual([
        "05:00",
        "05:30",
      ]);
    }
  });

  test("nobody asked, nothing offered", () => {
    for (const mode of ["single", "any", "all"] as const) {
      expect(findSlots(question(tuesday, { mode, practitioners: [] }))).toEqual([]);
    }
  });

  test("a visit needs one free room, buffers included; without a pool it needs none", () => {
    const rules = service({ stepMin: 60, bufferAfterMin: 15 });
    const pool = [
      room("r1", between("2027-03-16T13:00Z", "2027-03-16T16:00Z")), // 09:00 to 12:00
      room("r2", between("2027-03-16T15:10Z", "2027-03-16T19:00Z")), // 11:10 to 15:00
    ];
    // 10:00 would need room 2 until 11:15.
    expect(times(question(tuesday, { service: rules, rooms: pool }))).toEqual([
      "09:00",
      "12:00",
      "13:00",
      "14:00",
      "15:00",
      "16:00",
    ]);
    expect(times(question(tuesday, { service: rules, rooms: [] }))).toEqual([]);
    expect(times(question(tuesday, { service: rules, rooms: null }))).toHaveLength(8);
    expect(findSlots(question(tuesday, { service: rules, rooms: pool, mode: "any" }))).toHaveLength(6);
  });

  test("the example of the slots command", () => {
    const weekly = [1, 2, 3, 4, 5].flatMap((day) =>
      everyDay(["09:00", "12:00"], ["13:00", "17:00"]).filter(({ weekday }) => weekday === day),
    );
    const slots = findSlots({
      now: at("2027-01-04T00:00:00Z"),
      window: between("2027-03-16T04:00:00Z", "2027-03-17T04:00:00Z"),
      mode: "single",
      service: service({ durationMin: 50, bufferAfterMin: 10, minNoticeMin: 120 }),
      practitioners: [
        practitioner({ weekly, busy: [between("2027-03-16T13:30:00Z", "2027-03-16T14:00:00Z")] }),
      ],
    });
    expect(slots.map(({ start }) => utc(start))).toEqual([
      "2027-03-16T14:00Z",
      "2027-03-16T14:30Z",
      "2027-03-16T15:00Z",
      "2027-03-16T17:00Z",
      "2027-03-16T17:30Z",
      "2027-03-16T18:00Z",
      "2027-03-16T18:30Z",
      "2027-03-16T19:00Z",
      "2027-03-16T19:30Z",
      "2027-03-16T20:00Z",
    ]);
  });
});
