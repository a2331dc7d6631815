import { expect, test } from "vitest";
import { phiTable } from "./phi-table.ts";

const good = {
  table: "client",
  column: "email",
  marked: true,
  refusesClear: true,
  values: 2,
  sound: 2,
  unsound: [],
};

test("ENC-11 the table of a sweep adds studios up, and is at peace where all is well", () => {
  const { lines, wrong } = phiTable([good, { ...good, values: 3, sound: 3 }]);
  expect(wrong).toBe(0);
  expect(lines[1]?.split(/\s{2,}/)).toEqual(["client", "email", "marked", "yes", "5", "5"]);
});

test.each([
  ["a value that is not sound", { sound: 1, unsound: ["row-7"] }, "row-7"],
  ["a column that the schema does not mark", { marked: false }, "NOT MARKED"],
  ["a column that takes clear words", { refusesClear: false }, "NO"],
])("ENC-11 %s is a finding and named", (_, change, named) => {
  const { lines, wrong } = phiTable([good, { ...good, ...change }]);
  expect(wrong).toBe(1);
  expect(lines[1]).toContain(named);
});
