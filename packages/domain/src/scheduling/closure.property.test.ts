import fc from "fast-check";
import { expect, test } from "vitest";
import { aQuestion } from "../../test/arbitrary.ts";
import { onTheWall } from "../../test/at.ts";
import { addDays, localDate, minuteMs, plus } from "../time/index.ts";
import type { Closure } from "./closure.ts";
import { findSlots, type Slot, type SlotQuestion } from "./slots.ts";

const asked = fc.record({
  question: aQuestion("single"),
  offset: fc.integer({ min: -1, max: 3 }),
  length: fc.integer({ min: 1, max: 3 }),
});

/** The same question with whole dates closed at the practitioner's place, near the beginning of the window. */
function closing({ question, offset, length }: { question: SlotQuestion; offset: number; length: number }) {
  const [who] = question.practitioners;
  const zone = who?.zone ?? "UTC";
  const firstDate = addDays(localDate(question.window.start, zone), offset);
  const closure: Closure = { firstDate, lastDate: addDays(firstDate, length - 1), part: null };
  const practitioners = question.practitioners.map((one) => ({
    ...one,
    closures: [...(one.closures ?? []), closure],
  }));
  return { zone, closure, open: findSlots(question), left: findSlots({ ...question, practitioners }) };
}

/** The times of `some` that are not among `all`. */
function missingFrom(all: readonly Slot[], some: readonly Slot[]): readonly Slot[] {
  const known = new Set(all.map(({ start }) => start));
  return some.filter(({ start }) => !known.has(start));
}

test("ec-B6 closing dates never adds a time, and leaves none on them", () => {
  fc.assert(
    fc.property(asked, (one) => {
      const { zone, closure, open, left } = closing(one);
      expect(missingFrom(open, left)).toEqual([]);
      const touches = left.flatMap(({ start, end }) =>
        [start, plus(end, -minuteMs)].map((moment) => onTheWall(moment, zone).slice(0, 10)),
      );
      expect(touches.filter((date) => closure.firstDate <= date && date <= closure.lastDate)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("ec-B1 closing dates takes nothing of dates that are neither closed nor the night's before or after", () => {
  let compared = 0;
  fc.assert(
    fc.property(asked, (one) => {
      const { zone, closure, open, left } = closing(one);
      // Buffers and time for notes may have to lie within the hours as well (ec-C5).
      const { bufferBeforeMin, bufferAfterMin } = one.question.service;
      const notesMin = one.question.practitioners[0]?.notesMin ?? 0;
      const away = open.filter(({ start, end }) => {
        const blocked = [
          plus(start, -bufferBeforeMin * minuteMs),
          plus(end, (bufferAfterMin + notesMin) * minuteMs),
        ];
        const [first, last] = blocked.map((moment) => onTheWall(moment, zone).slice(0, 10));
        return (last ?? "") < closure.firstDate || (first ?? "") > addDays(closure.lastDate, 1);
      });
      compared += away.length;
      expect(missingFrom(left, away)).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(compared).toBeGreaterThan(100);
});
