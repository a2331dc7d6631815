import { expect, test } from "vitest";
import { ok, refuse } from "../result.ts";
import { decideForm, freeForms } from "./bot-check.ts";

const asked = refuse("proof_needed");

test("BOOK-12 people are asked for nothing: work is asked of an address that sent much within the hour, and done it counts", () => {
  for (const formsBefore of [0, freeForms - 1, null])
    expect(decideForm({ trap: "empty", formsBefore }, "none")).toEqual(ok(null));
  for (const formsBefore of [freeForms, 10 * freeForms]) {
    expect(decideForm({ trap: "empty", formsBefore }, "none")).toEqual(asked);
    expect(decideForm({ trap: "empty", formsBefore }, "done")).toEqual(ok(null));
  }
});

test("BOOK-12 whatever fills the field that nobody sees is answered as if it had not worked, whether it did or not", () => {
  for (const work of ["none", "done"] as const)
    expect(decideForm({ trap: "filled", formsBefore: 0 }, work)).toEqual(asked);
});
