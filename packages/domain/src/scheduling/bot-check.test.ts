import { expect, test } from "vitest";
import { ok, refuse } from "../result.ts";
import { decideForm, freeContactForms, freeForms } from "./bot-check.ts";

const asked = refuse("proof_needed");
const form = { trap: "empty", formsBefore: 0, contactFormsBefore: 0 } as const;

test("BOOK-12 people are asked for nothing: work is asked of an address that sent much within the hour, and done it counts", () => {
  for (const formsBefore of [0, freeForms - 1, null])
    expect(decideForm({ ...form, formsBefore }, "none")).toEqual(ok(null));
  for (const formsBefore of [freeForms, 10 * freeForms]) {
    expect(decideForm({ ...form, formsBefore }, "none")).toEqual(asked);
    expect(decideForm({ ...form, formsBefore }, "done")).toEqual(ok(null));
  }
});

test("BOOK-12 work is asked for an email address that very much was sent about, wherever it came from", () => {
  for (const contactFormsBefore of [freeContactForms - 1, null])
    expect(decideForm({ ...form, contactFormsBefore }, "none")).toEqual(ok(null));
  for (const formsBefore of [0, null]) {
    const much = { ...form, formsBefore, contactFormsBefore: freeContactForms };
    expect(decideForm(much, "none")).toEqual(asked);
    expect(decideForm(much, "done")).toEqual(ok(null));
  }
});

test("BOOK-12 whatever fills the field that nobody sees is answered as if it had not worked, whether it did or not", () => {
  for (const work of ["none", "done"] as const)
    expect(decideForm({ ...form, trap: "filled" }, work)).toEqual(asked);
});
