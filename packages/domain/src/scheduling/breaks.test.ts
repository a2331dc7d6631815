import { expect, test } from "vitest";
import { at, between, onTheWall } from "../../test/at.ts";
import { practitioner, question, service } from "../../test/facts.ts";
import { interval, minuteMs, plus } from "../time/index.ts";
import type { BreakRule } from "./breaks.ts";
import { slotObstacles, slotRefusal } from "./slot-refusal.ts";
import { findSlots } from "./slots.ts";
import { traceTime } from "./trace-time.ts";
import { whyNoTimes } from "./why-no-times.ts";

/** Somebody with visits at these hours of a day, each of an hour, who needs a break of a quarter of an hour after so long. */
function withVisits(hours: readonly string[], rule: Partial<BreakRule> = {}) {
  const visits = hours.map((hour) => {
    const start = at(`2027-03-16T${hour}-04:00`);
    return interval(start, plus(start, 60 * minuteMs));
  });
  return practitioner({ busy: visits, breaks: { afterMin: 180, pauseMin: 15, visits, ...rule } });
}

/** Starts on the wall of New York. */
function starts(who: ReturnType<typeof practitioner>, rules = service()): string[] {
  const day = between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00");
  return findSlots(question(day, { service: rules, practitioners: [who] })).map(({ start }) =>
    onTheWall(start, "America/New_York").slice(11, 16),
  );
}

test("SCHED-25 after so many minutes of visits in a row nothing is offered until the break is over", () => {
  const offered = starts(withVisits(["10:00", "11:00", "12:00"]), service({ stepMin: 5 }));
  expect(offered).not.toContain("13:00");
  expect(offered).not.toContain("13:10");
  expect(offered).toContain("13:15"); // the break is exactly long enough
  expect(offered).not.toContain("09:00"); // and so it is before them
});

test("SCHED-25 a stretch may last exactly so long, its shorter pauses included, and no minute longer", () => {
  expect(starts(withVisits(["10:00", "11:00"]))).toContain("12:00");
  const offered = starts(withVisits(["10:00", "11:10"]), service({ stepMin: 5 }));
  expect(offered).not.toContain("12:10"); // with the ten minutes three hours and ten minutes
  expect(offered).toContain("12:25");
});

test("SCHED-25 a visit between two others joins them into one stretch", () => {
  const offered = starts(withVisits(["09:00", "11:00"]));
  expect(offered).toContain("10:00"); // three hours
  expect(starts(withVisits(["09:00", "11:00"], { afterMin: 179 }))).not.toContain("10:00");
  // Far enough from one of the two it is part of the other's alone.
  expect(starts(withVisits(["09:00", "12:00"], { afterMin: 150 }))).toContain("10:30");
});

test("SCHED-25 one visit alone lasts as long as it does, and stands alone then", () => {
  const long = service({ durationMin: 240, stepMin: 15 });
  expect(starts(withVisits([]), long)).toContain("09:00");
  const offered = starts(withVisits(["09:00"]), long);
  expect(offered).not.toContain("10:00");
  expect(offered).toContain("10:15");
});

test("SCHED-25 time for notes is no break, and buffers and other calendars are one", () => {
  const visits = [between("2027-03-16T09:00-04:00", "2027-03-16T12:00-04:00")];
  const rules = service({ stepMin: 5, bufferBeforeMin: 15 });
  const notes = practitioner({ busy: visits, breaks: { afterMin: 180, pauseMin: 15 + 10, visits } });
  expect(starts(notes, rules)).not.toContain("12:20");
  expect(starts(notes, rules)).toContain("12:25");
  const meeting = {
    ...between("2027-03-16T09:00-04:00", "2027-03-16T12:00-04:00"),
    elsewhere: true,
  } as const;
  const met = practitioner({ busy: [meeting], breaks: { afterMin: 180, pauseMin: 15, visits: [] } });
  expect(starts(met)).toContain("12:00");
});

test("SCHED-25 BOOK-03 the trace names the stretch, clients hear that it is full, and staff need an override", () => {
  const who = withVisits(["09:00", "10:00", "11:00"]);
  const start = at("2027-03-16T12:00-04:00");
  const facts = {
    ...question(between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00")),
    practitioner: who,
  };
  expect(traceTime(facts, start)).toEqual([
    {
      rule: "no_break",
      afterMin: 180,
      pauseMin: 15,
      stretch: between("2027-03-16T09:00-04:00", "2027-03-16T13:00-04:00"),
    },
  ]);
  expect(slotRefusal({ ...facts, bookedBy: "client" }, start)).toBe("no_break");
  for (const bookedBy of ["staff", "waitlist"] as const)
    expect(slotObstacles({ ...facts, bookedBy }, start)).toEqual(["no_break"]);
  const noon = between("2027-03-16T12:00-04:00", "2027-03-16T12:01-04:00");
  expect(whyNoTimes(question(noon, { practitioners: [who] }))).toBe("fully_booked");
});

test("SCHED-25 who is with others all day needs a break of their own", () => {
  const rested = practitioner({ id: "p2" });
  const day = between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00");
  const tired = withVisits(["09:00", "10:00", "11:00"]);
  const found = (mode: "any" | "all") =>
    findSlots(question(day, { mode, practitioners: [tired, rested] })).find(
      ({ start }) => start === at("2027-03-16T12:00-04:00"),
    );
  expect(found("any")?.practitionerIds).toEqual(["p2"]);
  expect(found("all")).toBeUndefined();
});
