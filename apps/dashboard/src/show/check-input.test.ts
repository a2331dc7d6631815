import { expect, test } from "vitest";
import { z } from "zod";
import { checkInput } from "./check-input.ts";

const contract = { input: z.object({ id: z.string(), period: z.object({ lastDate: z.iso.date() }) }) };
const words = { lastDate: "Choose the last day." };

test("what a procedure takes passes as it takes it", () => {
  const given = { id: "one", period: { lastDate: "2027-03-14" } };
  expect(checkInput(contract, given, words)).toEqual({ ok: true, input: given });
});

test("what is wrong is said in our words, at the innermost field that has some", () => {
  expect(checkInput(contract, { id: "one", period: { lastDate: "" } }, words)).toEqual({
    ok: false,
    wrong: { field: "lastDate", words: "Choose the last day." },
  });
});

test("what has no words of its own is said of the form as a whole", () => {
  expect(checkInput(contract, { period: { lastDate: "2027-03-14" } }, words)).toEqual({
    ok: false,
    wrong: { field: null, words: "Check what is filled in." },
  });
});
