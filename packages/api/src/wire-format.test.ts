import superjson from "superjson";
import { expect, test } from "vitest";
import { wireFormat } from "./wire-format.ts";

const there = (value: unknown): unknown =>
  superjson.deserialize(JSON.parse(JSON.stringify(wireFormat.output.serialize(value))));

const plain = { slots: [{ startsAt: 1, endsAt: 2.5 }, []], open: true, none: null, words: "é" };
const notJson = [
  new Date(0),
  undefined,
  { inside: { a: undefined } },
  [Number.NaN, Number.POSITIVE_INFINITY],
  -0,
  12n,
  new Map([["a", new Set([1])]]),
  [undefined, 1],
];

test("whatever is sent arrives as it was", () => {
  for (const value of [plain, null, "word", 0, false, ...notJson]) {
    expect(there(value)).toStrictEqual(value);
    expect(there({ deep: [value] })).toStrictEqual({ deep: [value] });
  }
});

test("what is JSON already is sent without a word about its types, and nothing else is", () => {
  expect(wireFormat.output.serialize(plain)).toEqual({ json: plain });
  for (const value of notJson) expect(wireFormat.output.serialize(value)).toHaveProperty("meta");
  // A place in a list that holds nothing is not the same as null, which it would become.
  expect(wireFormat.output.serialize(Array.from({ length: 2 }))).toHaveProperty("meta");
});
