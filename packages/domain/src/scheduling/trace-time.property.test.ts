import fc from "fast-check";
import { expect, test } from "vitest";
import { aQuestion } from "../../test/arbitrary.ts";
import { everyDay } from "../../test/facts.ts";
import { type Instant, instant, interval, minuteMs } from "../time/index.ts";
import { slotObstacles } from "./slot-refusal.ts";
import { findSlots, type SlotQuestion } from "./slots.ts";
import { type TimeObstacle, type TraceFacts, traceTime } from "./trace-time.ts";

/** A question about one practitioner, and instants to ask about: on its grid and off it, in its window and around. */
const anInstant = aQuestion("single").chain((question) =>
  fc.record({
    question: fc.constant(question),
    start: fc
      .integer({ min: -1500, max: 4000 })
      .map((minutes) => instant(question.window.start + minutes * minuteMs)),
  }),
);

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
      return { ...facts, service: { ...service, minNoticeMin: 0 } };
    case "beyond_horizon":
      return { ...facts, horizonDays: null };
    case "outside_hours": // always open, so every minute is on a grid of a minute
      return {
        ...facts,
        service: { ...service, stepMin: 1 },
        practitioner: {
          ...practitioner,
          closures: [],
          overrides: [],
          weekly: everyDay(["00:00", "24:00"]),
        },
      };
    case "off_grid":
      return { ...facts, service: { ...service, stepMin: 1 } };
    case "slot_taken":
      return {
        ...facts,
        practitioner: { ...practitioner, busy: practitioner.busy.filter((busy) => busy !== obstacle.busy) },
      };
    case "no_room":
      return { ...facts, rooms: null };
  }
}

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
        expect(refusals).toEqual(expect.arrayContaining(trace.map(({ rule }) => rule)));
      }
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(offered, named)).toBeGreaterThan(100);
});

test("with all named rules lifted the start appears; with all but one it does not, and that one is what is left", () => {
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
    { numRuns: 1500 },
  );
  expect(seen.size).toBe(7);
});

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
      const otherHours = trace.some(({ rule }) => rule === "outside_hours");
      for (const kept of trace) {
        if (kept.rule === "off_grid" && otherHours) continue; // other hours have another grid
        expect(after(trace.filter((one) => one !== kept))).toBe(false);
      }
    }),
    { numRuns: 1500 },
  );
});

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
          expect(rules.includes("off_grid") || rules.includes("outside_hours")).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
