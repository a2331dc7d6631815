import { expect, test } from "vitest";
import { findingLine } from "./finding-line.ts";

const at = Date.UTC(2027, 2, 16, 14, 5);

test("AUD-06 a finding is a line that says where and when", () => {
  expect(findingLine({ kind: "altered", sealNumber: 3, rowId: "one", at }, { unsealed: 7 })).toBe(
    "altered: row one, seal 3, 2027-03-16T14:05:00.000Z",
  );
  expect(findingLine({ kind: "seal_missing", sealNumber: 3, rowId: null, at }, { unsealed: 7 })).toBe(
    "seal_missing: seal 3, 2027-03-16T14:05:00.000Z",
  );
});

test("check 87 AUD-06 rows that nobody seals are named with how many they are and what to look at", () => {
  expect(findingLine({ kind: "unsealed_long", sealNumber: null, rowId: "one", at }, { unsealed: 7 })).toBe(
    "unsealed_long: row one, 2027-03-16T14:05:00.000Z: 7 rows wait for a seal since then, and until they have one a change of them is not seen. Is the worker running, with QUIETROOM_AUDIT_KEY?",
  );
});
