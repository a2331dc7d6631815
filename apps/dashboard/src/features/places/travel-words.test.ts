import { expect, test } from "vitest";
import { type Travel, typedMinutes, waysOf, wayWords } from "./travel-words.ts";

const place = (id: string, active = true) => ({ id, name: id, active, telehealthPossible: true });
const travel: Travel = {
  unknownMin: 30,
  places: [place("b"), place("a"), place("c"), place("gone", false)],
  ways: [{ oneId: "a", otherId: "b", minutes: 20 }],
};

test("ec-E11 each pair of places in use is shown once, and a way that nobody has said with the default that holds", () => {
  const ways = waysOf(travel);
  expect(ways.map(({ one, other, minutes }) => [one.id, other.id, minutes])).toEqual([
    ["b", "a", 20],
    ["b", "c", null],
    ["a", "c", null],
  ]);
  expect(ways.map((way) => wayWords(way, 30))).toEqual([
    "20 minutes",
    "30 minutes, as nobody has said",
    "30 minutes, as nobody has said",
  ]);
});

test("minutes are whole, within their range, or left empty", () => {
  expect(["", " 25 ", "0", "480"].map((text) => typedMinutes(text, 0))).toEqual([null, 25, 0, 480]);
  expect(["481", "2.5", "-1", "soon"].map((text) => typedMinutes(text, 0))).toEqual(Array(4).fill(undefined));
  expect(typedMinutes("4", 5)).toBeUndefined();
});
