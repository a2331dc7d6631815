import fc from "fast-check";
import { withoutNotice } from "./service-rules.ts";
import { expect, test } from "vitest";
import { aQuestion, atSomePlace } from "../../test/arbitrary.ts";
import { everyDay } from "../../test/facts.ts";
import { addDays, dayMs, type Instant, instant, interval, minuteMs } from "../time/index.ts";
import { openIntervals } from "./availability.ts";
import type { Closure } from "./closure.ts";
import { slotObstacles } from "./slot-refusal.ts";
import { findSlots, type SlotQuestion } from "./slots.ts";
import { type TimeObstacle, type TraceFacts, traceTime } from "./trace-time.ts";

/** Days on which the place is closed, whole or in part, around a window. */
function someClosures({ window }: SlotQuestion): fc.Arbitrary<Closure[]> {
  const today = Math.floor(window.start / dayMs);
  const aClosure = fc.tuple(fc.integer({ min: today - 2, max: today + 3 }), fc.integer({ min: 0, max: 2 }));
  const aPart = fc.constantFrom<Closure["part"]>(["00:00", "12:00"], ["10:10", "15:00"], ["20:00", "24:00"]);
  const days = (day: number) => addDays("1970-01-01", day);
  return fc.array(
    fc.oneof(
      aClosure.map(([day, more]) => ({ firstDate: days(day), lastDate: days(day + more), part: null })),
      fc.tuple(aClosure, aPart).map(([[day], part]) => ({ firstDate: days(day), lastDate: days(day), part })),
    ),
    { maxLength: 2 },
  );
}

// Where a part and a whole day overlap, the grid around a start depends on both: that one is told apart by example.
const wholeDays = (dates: readonly Closure[]) => dates.filter(({ part }) => part === null);

const mostlyNone = (question: SlotQuestion) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someClosures(question) });

/** A question about one practitioner, and instants to ask about: on its grid and off it, in its window and around. */
const aQuestionOfAPlace = aQuestion("single")
  .chain(atSomePlace)
  .chain((question) =>
    fc
      .record({ closures: mostlyNone(question), timeOff: mostlyNone(question).map(wholeDays) })
      .map((closed) => ({
        ...question,
        practitioners: question.practitioners.map((one) => ({ ...one, ...closed })),
      })),
  );
const anInstant = aQuestionOfAPlace.chain((question) => {
  const anywhere = fc
    .integer({ min: -1500, max: 4000 })
    .map((minutes) => instant(question.window.start + minutes * minuteMs));
  return fc.record({
    question: fc.constant(question),
    start: fc.oneof({ weight: 3, arbitrary: anywhere }, { weight: 1, arbitrary: anEdge(question, anywhere) }),
  });
});

/** The first or the last start for which the visit lies in a stretch of open time, and its buffers perhaps do not. */
function anEdge(question: SlotQuestion, orElse: fc.Arbitrary<Instant>): fc.Arbitrary<Instant> {
  const { window, service } = question;
  const edges = question.practitioners.flatMap((one) =>
    openIntervals({ ...one, window }).flatMap(({ start, end }) => [
      start,
      instant(end - service.durationMin * minuteMs),
    ]),
  );
  return edges.length === 0 ? orElse : fc.constantFrom(...edges);
}

function factsOf(question: SlotQuestion): TraceFacts {
  const [practitioner] = question.practitioners;
  if (practitioner === undefined) throw new Error("a question about nobody");
  return { ...question, practitioner };
}

/** Whether the engine itself offers this start. */
function isOffered(facts: TraceFacts, start: Instant): boolean {
  const window = interval(start, instant(start + 1));
  return findSlots({ ...facts, mode: "single", window, practitioners: [facts.practitioner] }).length > 0;
}

/** Facts of which one obstacle is gone, for the engine and not for the trace: another clock, other hours, less that is taken. */
function changed(facts: TraceFacts, obstacle: TimeObstacle, start: Instant): TraceFacts {
  const { practitioner, service } = facts;
  switch (obstacle.rule) {
    case "past":
      return { ...facts, now: start };
    case "too_soon":
      return { ...facts, service: withoutNotice(service) };
    case "beyond_horizon":
      return { ...facts, horizonDays: null };
    case "outside_opening": // always open, and as often as one likes
      return {
        ...facts,
        service: { ...service, stepMin: 1 },
        practitioner: { ...practitioner, opening: undefined },
      };
    case "place_closed":
      return {
        ...facts,
        practitioner: {
          ...practitioner,
          closures: practitioner.closures?.filter((closure) => closure !== obstacle.closure) ?? [],
        },
      };
    case "time_off":
      return {
        ...facts,
        practitioner: {
          ...practitioner,
          timeOff: practitioner.timeOff?.filter((timeOff) => timeOff !== obstacle.timeOff) ?? [],
        },
      };
    case "outside_hours": // always open, so every minute is on a grid of a minute
      return {
        ...facts,
        service: { ...service, stepMin: 1 },
        practitioner: {
          ...practitioner,
          overrides: [],
          weekly: everyDay(["00:00", "24:00"]),
        },
      };
    case "buffer_outside":
      return { ...facts, service: { ...service, buffersInHours: false } };
    case "off_grid":
      return { ...facts, service: { ...service, stepMin: 1 } };
    case "fully_booked":
      return {
        ...facts,
        practitioner: {
          ...practitioner,
          full: practitioner.full?.filter((full) => full !== obstacle.full) ?? [],
        },
      };
    case "slot_taken":
    case "busy_elsewhere":
      return {
        ...facts,
        practitioner: { ...practitioner, busy: practitioner.busy.filter((busy) => busy !== obstacle.busy) },
      };
    case "no_travel_time":
      return {
        ...facts,
        practitioner: {
          ...practitioner,
          journeys: practitioner.journeys?.filter((journey) => journey !== obstacle.journey) ?? [],
        },
      };
    case "licence_expired":
      return { ...facts, practitioner: { ...practitioner, licensedUntil: null } };
    case "no_supervisor":
      return { ...facts, practitioner: { ...practitioner, supervision: null } };
    case "no_break":
      return { ...facts, practitioner: { ...practitioner, breaks: null } };
    case "no_room":
      return { ...facts, rooms: null };
    case "no_device":
      return { ...facts, devices: null };
  }
}

/** What a refusal says less of. */
const inRefusals: Readonly<Partial<Record<TimeObstacle["rule"], string>>> = {
  outside_opening: "outside_hours",
  place_closed: "outside_hours",
  time_off: "outside_hours",
  buffer_outside: "outside_hours",
  licence_expired: "outside_hours",
  no_supervisor: "outside_hours",
  busy_elsewhere: "slot_taken",
};

test("BOOK-03 either the engine offers a start and no rule is named, or at least one is", () => {
  let offered = 0;
  let named = 0;
  fc.assert(
    fc.property(anInstant, ({ question, start }) => {
      const facts = factsOf(question);
      const open = findSlots(question).map((slot) => slot.start);
      for (const one of [start, ...open.slice(0, 3)]) {
        const trace = traceTime(facts, one);
        expect(trace.length === 0).toBe(isOffered(facts, one));
        if (trace.length === 0) offered += 1;
        else named += 1;
        // One vocabulary: nothing is named that a refusal would not say.
        const refusals = slotObstacles({ ...facts, bookedBy: "client" }, one);
        expect(refusals).toEqual(expect.arrayContaining(trace.map(({ rule }) => inRefusals[rule] ?? rule)));
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(offered, named)).toBeGreaterThan(100);
}, 60_000);

test("BOOK-03 with all named rules lifted the start appears; with all but one it does not, and that one is what is left", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anInstant, ({ question, start }) => {
      const facts = factsOf(question);
      const trace = traceTime(facts, start);
      for (const { rule } of trace) seen.add(rule);
      expect(traceTime(facts, start, trace)).toEqual([]);
      for (const kept of trace)
        expect(
          traceTime(
            facts,
            start,
            trace.filter((one) => one !== kept),
          ),
        ).toEqual([kept]);
    }),
    { numRuns: 500 }, // so that the rarest rule comes up many times over
  );
  expect(seen.size).toBe(18);
}, 60_000);

test("the engine agrees: once what is named is changed it offers the start, and with one thing left it does not", () => {
  fc.assert(
    fc.property(anInstant, ({ question, start }) => {
      const facts = factsOf(question);
      const trace = traceTime(facts, start);
      const after = (gone: readonly TimeObstacle[]) =>
        isOffered(
          gone.reduce((now, obstacle) => changed(now, obstacle, start), facts),
          start,
        );
      expect(after(trace)).toBe(true);
      // Other hours, and a place that does not reopen, have another grid.
      const otherHours = trace.some(({ rule }) => rule === "outside_hours" || rule === "outside_opening");
      for (const kept of trace) {
        if (kept.rule === "off_grid" && otherHours) continue;
        expect(after(trace.filter((one) => one !== kept))).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("the starts that are named instead of one off the grid are on it, and none lies between", () => {
  fc.assert(
    fc.property(anInstant, ({ question, start }) => {
      const facts = factsOf(question);
      for (const obstacle of traceTime(facts, start)) {
        if (obstacle.rule !== "off_grid") continue;
        const { before, after } = obstacle;
        expect(before === null || before < start).toBe(true);
        expect(after === null || after > start).toBe(true);
        for (const near of [before, after]) {
          if (near !== null) expect(traceTime(facts, near).map(({ rule }) => rule)).not.toContain("off_grid");
        }
        if (before === null || after === null) continue;
        const between = Array.from({ length: (after - before) / minuteMs - 1 }, (_, minute) =>
          instant(before + (minute + 1) * minuteMs),
        );
        for (const one of between) {
          const rules = traceTime(facts, one).map(({ rule }) => rule);
          expect(rules.some((rule) => ["off_grid", "outside_hours"].includes(inRefusals[rule] ?? rule))).toBe(
            true,
          );
        }
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
