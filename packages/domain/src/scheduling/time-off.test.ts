import { expect, test } from "vitest";
import { decideTimeOffAnswer, decideTimeOffWithdrawal, timeOffRefusal } from "./time-off.ts";

const today = "2027-03-16";

test("SCHED-04 time off is asked for until its last date is over", () => {
  const days = (firstDate: string, lastDate: string) => ({ firstDate, lastDate, part: null });
  expect(timeOffRefusal(days("2027-03-10", "2027-03-16"), today)).toBeNull();
  expect(timeOffRefusal(days("2027-03-10", "2027-03-15"), today)).toEqual({
    code: "over",
    field: "lastDate",
  });
  expect(timeOffRefusal(days("2027-03-20", "2027-03-19"), today)?.code).toBe("end_before_start");
});

test("SCHED-04 what was asked for is answered once, and a no comes with its reason", () => {
  expect(decideTimeOffAnswer("asked", { decision: "approved", answer: "" })).toEqual({
    ok: true,
    value: "approved",
  });
  const no = { decision: "declined", answer: "" } as const;
  expect(decideTimeOffAnswer("asked", no)).toEqual({ ok: false, refusal: "reason_missing" });
  expect(decideTimeOffAnswer("asked", { ...no, answer: "Two are away" }).ok).toBe(true);
  for (const status of ["approved", "declined", "withdrawn"] as const)
    expect(decideTimeOffAnswer(status, no)).toEqual({ ok: false, refusal: "already_answered" });
});

test("SCHED-04 time off is taken back while it stands and is not over", () => {
  const lastDate = today;
  expect(decideTimeOffWithdrawal({ status: "approved", lastDate }, today).ok).toBe(true);
  expect(decideTimeOffWithdrawal({ status: "asked", lastDate }, today).ok).toBe(true);
  expect(decideTimeOffWithdrawal({ status: "declined", lastDate }, today).ok).toBe(false);
  expect(decideTimeOffWithdrawal({ status: "approved", lastDate: "2027-03-15" }, today)).toEqual({
    ok: false,
    refusal: "over",
  });
});
