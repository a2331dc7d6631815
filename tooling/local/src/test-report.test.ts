import { expect, test } from "vitest";
import { parseReport, plus } from "./test-report.ts";

test("reads what Vitest counted, with what is to do among the skipped", () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 2,
    numPendingTests: 1,
    numTodoTests: 3,
    success: false,
  };
  expect(parseReport(JSON.stringify(report))).toEqual({ passed: 7, failed: 2, skipped: 4 });
});

test("reads what Playwright counted, with the flaky among the failed", () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 4, duration: 9 } };
  expect(parseReport(JSON.stringify(report))).toEqual({ passed: 5, failed: 3, skipped: 4 });
});

test("takes nothing else for a report", () => {
  expect(() => parseReport('{"passed": 12}')).toThrow();
});

test("adds up", () => {
  expect(plus({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  });
});
