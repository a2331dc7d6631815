import { expect, test } from "vitest";
import { dayMs, instant, plus } from "../time/instant.ts";
import {
  type CharacterKind,
  characterKinds,
  compositionRefusal,
  isPasswordExpired,
  kindsIn,
  missingKinds,
  staffPasswordRefusals,
} from "./password-rules.ts";

const everySet: readonly (readonly CharacterKind[])[] = Array.from({ length: 16 }, (_, bits) =>
  characterKinds.filter((_kind, place) => (bits & (1 << place)) !== 0),
);
const samples = { lower: "a", upper: "B", digit: "7", other: " " } as const;

test("AUTH-02 nothing is asked of a password's characters until a studio asks it", () => {
  expect(compositionRefusal("黎明", [])).toBeNull();
  expect(compositionRefusal("", [])).toBeNull();
});

test("AUTH-02 for each set that may be asked for and each that is there, the refusal names what is missing, all of it and no more", () => {
  for (const asked of everySet)
    for (const held of everySet) {
      const password = held.map((kind) => samples[kind]).join("");
      const missing = asked.filter((kind) => !held.includes(kind));
      expect(missingKinds(password, asked)).toEqual(missing);
      const refusal = compositionRefusal(password, asked);
      expect(refusal === null ? [] : kindsIn(refusal)).toEqual(missing);
    }
});

test("AUTH-02 letters and digits of any alphabet count, and what has no case is something else", () => {
  expect(missingKinds("д", ["lower"])).toEqual([]);
  expect(missingKinds("Ж", ["upper", "lower"])).toEqual(["lower"]);
  expect(missingKinds("٣", ["digit"])).toEqual([]);
  expect(missingKinds("黎", [...characterKinds])).toEqual(["lower", "upper", "digit"]);
  expect(missingKinds("🫖", ["other"])).toEqual([]);
  expect(missingKinds("e\u0301", ["other"])).toEqual(["other"]); // one letter, however a keyboard sends it
});

test("AUTH-02 a refusal about something else names nothing as missing", () => {
  const others = staffPasswordRefusals.filter((code) => !code.startsWith("password_lacks_"));
  expect(others.flatMap(kindsIn)).toEqual([]);
  expect(new Set(staffPasswordRefusals).size).toBe(5 + 15);
});

test("AUTH-03 a password is over from its ninetieth day to the millisecond, and never where no age is set", () => {
  const setAt = instant(1_767_268_800_000);
  const end = plus(setAt, 90 * dayMs);
  expect(isPasswordExpired({ setAt, maxAgeDays: 90 }, plus(end, -1))).toBe(false);
  expect(isPasswordExpired({ setAt, maxAgeDays: 90 }, end)).toBe(true);
  expect(isPasswordExpired({ setAt, maxAgeDays: null }, plus(end, 9_000 * dayMs))).toBe(false);
});
