import { expect, test } from "vitest";
import { inWaves } from "./in-waves.ts";

const event = (id: number, data: Readonly<Record<string, unknown>>) => ({ id, data });
const waves = (...events: ReturnType<typeof event>[]) =>
  inWaves(events).map((wave) => wave.map(({ id }) => id));

test("NOTIF-03 the news of one visit are in one wave after the other, in their order; all other events are in the first", () => {
  expect(
    waves(
      event(1, { appointmentId: "a" }),
      event(2, { appointmentId: "b" }),
      event(3, { appointmentId: "a" }),
      event(4, { openingId: "o" }),
      event(5, { openingId: "o" }),
      event(6, { appointmentId: "a" }),
    ),
  ).toEqual([[1, 2, 4, 5], [3], [6]]);
  expect(waves()).toEqual([]);
});
