import { expect, test } from "vitest";
import { parseDelay, retryDelay } from "./delay.ts";

test.each([
  ["1s", { afterMs: 1_000 }],
  ["2h30m", { afterMs: 9_000_000 }],
  ["1w2d3h4m5s", { afterMs: (((7 + 2) * 24 + 3) * 60 + 4) * 60_000 + 5_000 }],
  ["2026-03-08T07:00:00.000Z", { at: "2026-03-08T07:00:00.000Z" }],
  ["2026-03-08T03:00:00-04:00", { at: "2026-03-08T07:00:00.000Z" }],
  ["", undefined],
  ["soon", undefined],
  ["1s soon", undefined],
])("reads %j as the SDK means it", (text, expected) => {
  expect(parseDelay(text)).toEqual(expected);
});

test("retries back off by the table, spread over half a minute, and stay at two hours", () => {
  const minutes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50].map((attempt) => {
    const delay = retryDelay(attempt, null, () => 0);
    return "afterMs" in delay ? delay.afterMs / 60_000 : Number.NaN;
  });
  expect(minutes).toEqual([0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120, 120, 120]);
  expect(retryDelay(0, null, () => 0.9999)).toEqual({ afterMs: 15_000 + 29_997 });
});

test("what the function asks for wins over the table", () => {
  expect(retryDelay(0, "7", () => 0)).toEqual({ afterMs: 7_000 });
  expect(retryDelay(0, "2026-03-08T07:00:00.000Z", () => 0)).toEqual({ at: "2026-03-08T07:00:00.000Z" });
  expect(retryDelay(0, "nonsense", () => 0)).toEqual({ afterMs: 15_000 });
});
