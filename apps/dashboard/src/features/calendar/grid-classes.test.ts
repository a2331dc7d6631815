import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inLane, lasting, startingAt } from "./grid-classes.ts";

const css = readFileSync(join(import.meta.dirname, "../../app/globals.css"), "utf8");

/** The classes that globals.css generates, from its own ranges. */
const known = new Set(
  [...css.matchAll(/@source inline\("([a-z-]+)\{(\d+)\.\.(\d+)\}"\)/g)].flatMap(([, name, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${name}${Number(from) + index}`),
  ),
);

test("every place on the grid has its class in the style sheet", () => {
  const places = [];
  for (let minute = 0; minute <= 24 * 60; minute += 1) places.push(startingAt(minute), lasting(minute));
  for (let lanes = 1; lanes <= 20; lanes += 1)
    for (let lane = 0; lane < lanes; lane += 1) places.push(inLane(lane, lanes));
  const numbered = places.flatMap((place) => place.split(" ")).filter((name) => /\d$/.test(name));
  expect(new Set(numbered.filter((name) => !known.has(name)))).toEqual(new Set());
});

test("half past nine, for fifty minutes, the second of three", () => {
  expect(startingAt(9 * 60 + 30)).toBe("cal-at cal-at-h-9 cal-at-m-30");
  expect(lasting(50)).toBe("cal-for cal-for-h-0 cal-for-m-50");
  expect(inLane(1, 3)).toBe("cal-lane cal-lane-1 cal-lanes-3");
});

test("what lies outside of a day is drawn at its edge", () => {
  expect(startingAt(-5)).toBe("cal-at cal-at-h-0 cal-at-m-0");
  expect(lasting(24 * 60 + 1)).toBe("cal-for cal-for-h-24 cal-for-m-0");
});
