import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import {
  appointmentStatuses,
  type AppointmentStatus,
  decideStatusChange,
  correctableStatuses,
  decideStatusCorrection,
  nextStatuses,
  type StatusChangeFacts,
  statusCorrections,
  statusMoves,
} from "./appointment-status.ts";
import { blockingStatuses, blocksTime } from "./occupancy.ts";

const startsAt = at("2027-03-16T13:00Z");
const endsAt = at("2027-03-16T14:00Z");
const minute = 60_000;

function change(
  from: AppointmentStatus,
  to: AppointmentStatus,
  facts: Partial<StatusChangeFacts> = {},
): string {
  const decided = decideStatusChange({ from, to, startsAt, endsAt, now: endsAt, by: "staff", ...facts });
  return decided.ok ? decided.value.status : decided.refusal;
}

test("SCHED-09 only the moves of the table are allowed, once the visit is over and time forbids none", () => {
  for (const from of appointmentStatuses) {
    for (const to of appointmentStatuses) {
      const allowed: readonly AppointmentStatus[] = statusMoves[from];
      expect([from, to, change(from, to)]).toEqual([from, to, allowed.includes(to) ? to : "not_allowed"]);
    }
  }
});

test("SCHED-09 nothing moves backwards: from any status, no chain of moves comes back", () => {
  const reachable = (from: AppointmentStatus): Set<AppointmentStatus> =>
    new Set(statusMoves[from].flatMap((to) => [to, ...reachable(to)]));
  for (const status of appointmentStatuses) expect(reachable(status).has(status)).toBe(false);
  expect([...reachable("held")].toSorted()).toEqual(
    appointmentStatuses.filter((status) => status !== "held").toSorted(),
  );
});

describe("SCHED-10 the rules of time", () => {
  test("a no-show only from 15 minutes after the start", () => {
    expect(change("scheduled", "no_show", { now: plus(startsAt, 15 * minute - 1) })).toBe("too_early");
    expect(change("confirmed", "no_show", { now: plus(startsAt, 15 * minute) })).toBe("no_show");
  });

  test("completed once it was started, or once its end has passed", () => {
    expect(change("in_progress", "completed", { now: startsAt })).toBe("completed");
    expect(change("checked_in", "completed", { now: plus(endsAt, -1) })).toBe("too_early");
    expect(change("scheduled", "completed", { now: endsAt })).toBe("completed");
  });

  test("arrival from two hours before", () => {
    expect(change("confirmed", "checked_in", { now: plus(startsAt, -120 * minute) })).toBe("checked_in");
    expect(change("confirmed", "in_progress", { now: plus(startsAt, -120 * minute - 1) })).toBe("too_early");
  });

  test("clients cancel before the start only, staff at any time", () => {
    expect(change("scheduled", "cancelled", { now: plus(startsAt, -1), by: "client" })).toBe("cancelled");
    expect(change("scheduled", "cancelled", { now: startsAt, by: "client" })).toBe("already_started");
    expect(change("in_progress", "cancelled", { now: plus(startsAt, 1) })).toBe("cancelled");
  });
});

test("what staff may set now follows the clock", () => {
  const next = (now: number) =>
    nextStatuses({ from: "scheduled", startsAt, endsAt, now: plus(startsAt, now * minute) });
  expect(next(-180)).toEqual(["confirmed"]);
  expect(next(-60)).toEqual(["confirmed", "checked_in", "in_progress"]);
  expect(next(20)).toEqual(["confirmed", "checked_in", "in_progress", "no_show"]);
  expect(next(60)).toEqual(["confirmed", "checked_in", "in_progress", "completed", "no_show"]);
  expect(nextStatuses({ from: "cancelled", startsAt, endsAt, now: startsAt })).toEqual([]);
});

test("ec-J8 SCHED-09 corrections are the other table, and none of them is an ordinary move", () => {
  const late = { startsAt, endsAt, now: plus(startsAt, 20 * minute) };
  expect(decideStatusCorrection({ from: "no_show", to: "checked_in", ...late })).toEqual({
    ok: true,
    value: { status: "checked_in" },
  });
  expect(decideStatusCorrection({ from: "cancelled", to: "scheduled", ...late })).toEqual({
    ok: false,
    refusal: "not_allowed",
  });
  for (const from of appointmentStatuses) {
    const moves: readonly AppointmentStatus[] = statusMoves[from];
    for (const to of statusCorrections[from]) expect(moves).not.toContain(to);
  }
});

test("SCHED-09 SCHED-10 nothing is put right to what cannot be true yet", () => {
  const from = "no_show";
  const during = { from, startsAt, endsAt, now: plus(startsAt, 20 * minute) } as const;
  expect(decideStatusCorrection({ ...during, to: "completed" })).toEqual({ ok: false, refusal: "too_early" });
  expect(correctableStatuses(during)).toEqual(["checked_in", "in_progress"]);
  expect(correctableStatuses({ ...during, now: endsAt })).toEqual(["checked_in", "in_progress", "completed"]);
  expect(correctableStatuses({ ...during, from: "cancelled" })).toEqual([]);
});

test("SCHED-11 ec-D6 every status but cancelled and no-show blocks time", () => {
  expect(appointmentStatuses.filter((status) => !blocksTime(status))).toEqual(["cancelled", "no_show"]);
  expect(new Set(blockingStatuses).size).toBe(appointmentStatuses.length - 2);
});
