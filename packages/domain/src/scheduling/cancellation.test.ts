import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import { appointmentStatuses, type AppointmentStatus } from "./appointment-status.ts";
import { type CancellationFacts, type CancellationRefusal, decideCancellation } from "./cancellation.ts";

const startsAt = at("2027-03-16T13:00Z");
const cutOff = at("2027-03-15T13:00Z");

function cancel(changes: Partial<CancellationFacts> = {}) {
  return decideCancellation({
    actor: "client",
    status: "scheduled",
    startsAt,
    cancelDeadline: cutOff,
    now: plus(cutOff, -1),
    ...changes,
  });
}

describe("a client", () => {
  test("ec-J2 SCHED-17 cancels up to the cut-off, that instant included", () => {
    expect(cancel({ now: cutOff })).toEqual({ ok: true, value: { late: false } });
    expect(cancel({ now: plus(cutOff, 1) })).toEqual({ ok: false, refusal: "too_late" });
  });

  test("SCHED-10 not once the visit has begun, whatever the cut-off", () => {
    expect(cancel({ now: plus(startsAt, -1), cancelDeadline: startsAt }).ok).toBe(true);
    expect(cancel({ now: startsAt, cancelDeadline: startsAt })).toEqual({
      ok: false,
      refusal: "already_started",
    });
    expect(cancel({ status: "in_progress" })).toEqual({ ok: false, refusal: "already_started" });
  });
});

test("SCHED-10 staff cancel at any time until the visit is over, and it is late after the cut-off", () => {
  expect(cancel({ actor: "staff", now: cutOff })).toEqual({ ok: true, value: { late: false } });
  expect(cancel({ actor: "staff", now: plus(startsAt, 60_000), status: "in_progress" })).toEqual({
    ok: true,
    value: { late: true },
  });
});

test("each status has its answer", () => {
  const answers: Record<AppointmentStatus, CancellationRefusal | null> = {
    held: "not_allowed",
    requested: null,
    scheduled: null,
    confirmed: null,
    checked_in: null,
    in_progress: null,
    completed: "already_started",
    cancelled: "already_cancelled",
    no_show: "already_started",
  };
  for (const status of appointmentStatuses) {
    const answer = cancel({ actor: "staff", status });
    expect([status, answer.ok ? null : answer.refusal]).toEqual([status, answers[status]]);
  }
});
