import { expect, test } from "vitest";
import { newRecordNumber, readRecordNumber } from "./index.ts";

test("CLI-10 a record number is drawn from its bytes, in letters and digits that nobody misreads", () => {
  expect(newRecordNumber(new Uint8Array([0, 1, 9, 10, 31, 32, 255, 18]))).toBe("019A-Z0ZJ");
});

test.each([
  ["k7qx 3m2d", "K7QX-3M2D"],
  ["K7QX3M2D", "K7QX-3M2D"],
  ["olil-0000", "0111-0000"],
  ["K7QX-3M2", null],
  ["U7QX-3M2D", null],
  ["+1 212 555 0100", null],
])("CLI-10 %j is read as %j", (typed, meant) => {
  expect(readRecordNumber(typed)).toBe(meant);
});
