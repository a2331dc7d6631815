import { expect, test } from "vitest";
import { initialsOf } from "../initials.ts";
import { hueOf } from "./avatar.tsx";

test.each([
  ["Ama Osei", "AO"],
  ["  priya   devi raman ", "PR"],
  ["Noor", "N"],
  ["åsa öberg", "ÅÖ"],
  ["𝒜da Lovelace", "𝒜L"],
  ["", ""],
])("the initials of %j are %j", (name, initials) => expect(initialsOf(name)).toBe(initials));

test("a seed has one colour, and seeds spread over all six", () => {
  const seeds = Array.from({ length: 60 }, (_, index) => `practitioner-${index}`);
  expect(seeds.map((seed) => hueOf(seed))).toEqual(seeds.map((seed) => hueOf(seed)));
  expect(new Set(seeds.map((seed) => hueOf(seed).look)).size).toBe(6);
});
