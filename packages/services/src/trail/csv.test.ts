import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "%0A=1"])(
  "check 38 the cell %j is no formula in a spreadsheet",
  (text) => {
    expect(toCsv([[text]]).replaceAll('"', "")).toMatch(/^'/);
  },
);

test("commas, quotes and line breaks stay in their cell, and nothing is an empty one", () => {
  expect(toCsv([["a,b", 'say "no"', "one\ntwo", null, "plain"]])).toBe(
    '"a,b","say ""no""","one\ntwo",,plain\r\n',
  );
});
