import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import { appointmentStatuses } from "./appointment-status.ts";
import {
  awaitsAnswer,
  cancellationRequest,
  type CancellationRequestFacts,
  decideCancellationRequest,
} from "./cancellation-request.ts";

const startsAt = at("2027-03-16T09:00-04:00");
const cutOff = at("2027-03-15T09:00-04:00");

function ask(changes: Partial<CancellationRequestFacts> = {}) {
  return decideCancellationRequest({
    status: "scheduled",
    startsAt,
    cancelDeadline: cutOff,
    request: "none",
    now: plus(cutOff, 1),
    ...changes,
  });
}

test("SCHED-17 a client asks from the cut-off on, until the visit begins", () => {
  expect(ask({ now: cutOff })).toEqual({ ok: false, refusal: "not_needed" });
  expect(ask()).toEqual({ ok: true, value: "asks" });
  expect(ask({ now: plus(startsAt, -1) })).toEqual({ ok: true, value: "asks" });
  expect(ask({ now: startsAt })).toEqual({ ok: false, refusal: "already_started" });
});

test("SCHED-17 asked twice is asked once, and what was turned down is not asked again", () => {
  expect(ask({ request: "open" })).toEqual({ ok: true, value: "asked_before" });
  expect(ask({ request: "turned_down" })).toEqual({ ok: false, refusal: "turned_down" });
});

test("SCHED-17 each status has its answer", () => {
  const answers = appointmentStatuses.map((status) => {
    const answer = ask({ status });
    return [status, answer.ok ? answer.value : answer.refusal];
  });
  expect(answers).toEqual([
    ["held", "already_started"],
    ["requested", "not_needed"], // what was only asked for is taken back at any time
    ["scheduled", "asks"],
    ["confirmed", "asks"],
    ["checked_in", "already_started"],
    ["in_progress", "already_started"],
    ["completed", "already_started"],
    ["cancelled", "already_cancelled"],
    ["no_show", "already_started"],
  ]);
});

test("SCHED-17 a request waits for an answer until it has one or the visit is over", () => {
  expect(cancellationRequest({ askedAt: null, refusedAt: null })).toBe("none");
  expect(cancellationRequest({ askedAt: cutOff, refusedAt: null })).toBe("open");
  expect(cancellationRequest({ askedAt: cutOff, refusedAt: startsAt })).toBe("turned_down");
  const waiting = appointmentStatuses.filter((status) => awaitsAnswer({ status, request: "open" }));
  expect(waiting).toEqual(["held", "requested", "scheduled", "confirmed", "checked_in", "in_progress"]);
  expect(awaitsAnswer({ status: "scheduled", request: "turned_down" })).toBe(false);
});
