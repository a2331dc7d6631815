import { expect, test } from "vitest";
import { ageWords, failureOfMessage, failureOfWork, isLate } from "./work-words.ts";

const minute = 60_000;

test("INFRA-10 how long something has waited is said in the largest unit that fits", () => {
  expect(
    [0, 59_999, minute, 59 * minute, 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(ageWords),
  ).toEqual([
    "less than a minute",
    "less than a minute",
    "1 minute",
    "59 minutes",
    "1 hour",
    "47 hours",
    "2 days",
  ]);
});

test("NOTIF-02 work is late once it has waited for more than the five minutes that are promised", () => {
  expect([isLate(null, null), isLate(5 * minute, null), isLate(null, 5 * minute + 1)]).toEqual([
    false,
    false,
    true,
  ]);
});

test("NOTIF-06 every reason for which a message is given up has words and a next step, and an unknown one is not hidden", () => {
  for (const reason of ["rejected", "unavailable", "busy", "misconfigured"]) {
    expect(failureOfMessage(reason).why).not.toContain(reason);
    expect(failureOfMessage(reason).next).not.toBe("");
  }
  expect(failureOfMessage("no_such_code").why).toBe("no such code");
  expect(failureOfMessage(null).why).toBe("No reason was kept.");
  expect(failureOfWork("TypeError")).toContain("TypeError");
  expect(failureOfWork("FunctionUnknown")).toContain("does not know");
});
