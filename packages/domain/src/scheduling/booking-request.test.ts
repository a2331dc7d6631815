import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { hourMs, plus } from "../time/index.ts";
import { appointmentStatuses } from "./appointment-status.ts";
import { decideRequestAnswer, requestDeadline } from "./booking-request.ts";

const policy = { answerHours: 24, leadMin: 120 };
const sentAt = at("2027-03-13T12:00-05:00"); // the clocks go forward in the night that follows

test("BOOK-06 a request can be answered for so many elapsed hours, also across a clock change", () => {
  const start = at("2027-03-20T09:00-04:00");
  expect(requestDeadline(policy, { sentAt, start })).toBe(at("2027-03-14T13:00-04:00"));
});

test("BOOK-06 yet not later than the lead before its start", () => {
  const start = plus(sentAt, 10 * hourMs);
  expect(requestDeadline(policy, { sentAt, start })).toBe(plus(sentAt, 8 * hourMs));
});

test("BOOK-06 sent inside that lead, until it would begin", () => {
  for (const hours of [1, 2]) {
    const start = plus(sentAt, hours * hourMs);
    expect(requestDeadline(policy, { sentAt, start })).toBe(start);
  }
});

test("BOOK-06 an answer is in time up to and including the last instant", () => {
  const answer = (now: number) =>
    decideRequestAnswer({ status: "requested", expiresAt: sentAt, now: plus(sentAt, now) });
  expect(answer(0)).toEqual({ ok: true, value: "answer" });
  expect(answer(1)).toEqual({ ok: false, refusal: "request_expired" });
});

test("SCHED-09 only what was requested can be answered", () => {
  for (const status of appointmentStatuses)
    expect(decideRequestAnswer({ status, expiresAt: sentAt, now: sentAt }).ok).toBe(status === "requested");
});
