import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { room } from "../../test/facts.ts";
import type { AppointmentId, PractitionerId } from "../ids.ts";
import { asId } from "../ids.ts";
import { plus } from "../time/index.ts";
import { appointmentStatuses, type AppointmentStatus } from "./appointment-status.ts";
import { blockedRange } from "./occupancy.ts";
import { decideReschedule, type RescheduleFacts, type RescheduleRefusal } from "./reschedule.ts";

const own = asId<AppointmentId>("own");
const startsAt = at("2027-03-16T11:00-04:00");
const cutOff = plus(startsAt, -24 * 3_600_000);
const ownTime = { ...blockedRange(startsAt, holdFacts().service), appointmentId: own };

function move(
  changes: Partial<RescheduleFacts> = {},
  appointment: Partial<RescheduleFacts["appointment"]> = {},
) {
  return decideReschedule({
    appointment: {
      id: own,
      status: "scheduled",
      practitionerId: asId<PractitionerId>("p1"),
      startsAt,
      cancelDeadline: cutOff,
      ...appointment,
    },
    slotFacts: holdFacts({
      start: at("2027-03-16T11:30-04:00"),
      candidates: [candidate({ busy: [ownTime] })],
    }),
    cancellationWindowMin: 1440,
    moves: { made: 0, limit: null },
    approval: "instant",
    now: plus(cutOff, -1),
    ...changes,
  });
}

describe("where to", () => {
  test("ec-J6 half an hour later, onto part of its own time", () => {
    const rooms = [room("r1", ownTime)];
    const moved = move({
      slotFacts: holdFacts({
        start: at("2027-03-16T11:30-04:00"),
        candidates: [candidate({ busy: [ownTime] })],
        rooms,
      }),
    });
    expect(moved.ok && moved.value).toMatchObject({ start: at("2027-03-16T11:30-04:00"), roomId: "r1" });
  });

  test("not onto somebody else's time, even one exactly as long as its own", () => {
    const other = { ...ownTime, appointmentId: asId<AppointmentId>("other") };
    const slotFacts = holdFacts({
      start: at("2027-03-16T11:30-04:00"),
      candidates: [candidate({ busy: [ownTime, other] })],
    });
    expect(move({ slotFacts })).toEqual({ ok: false, refusal: "slot_taken" });
  });

  test("not where a hold could not be: the rules of offer and commit are the same", () => {
    const to = (start: string) => move({ slotFacts: holdFacts({ start: at(start) }) });
    expect(to("2027-03-16T11:10-04:00")).toEqual({ ok: false, refusal: "off_grid" });
    expect(to("2027-03-16T20:00-04:00")).toEqual({ ok: false, refusal: "outside_hours" });
    expect(to("2027-03-15T11:00-04:00")).toEqual({ ok: false, refusal: "too_soon" });
    expect(to("2027-03-16T11:00-04:00")).toEqual({ ok: false, refusal: "same_time" });
  });

  test("the same time with somebody else is a move", () => {
    const slotFacts = holdFacts({ start: startsAt, candidates: [candidate({ id: "p2" })] });
    const moved = move({ slotFacts });
    expect(moved.ok && moved.value.practitionerId).toBe("p2");
  });
});

describe("until when, and what it does to the cut-off", () => {
  test("ec-J4 moved in time, the new visit has a cut-off of its own", () => {
    const moved = move({ now: cutOff });
    expect(moved.ok && moved.value.cancelDeadline).toBe(at("2027-03-15T11:30-04:00"));
  });

  test("ec-J4 after the cut-off a client cannot move it, and when staff do the old cut-off stays", () => {
    const now = plus(cutOff, 1);
    expect(move({ now })).toEqual({ ok: false, refusal: "too_late" });
    const slotFacts = holdFacts({ start: at("2027-04-20T11:30-04:00"), bookedBy: "staff" });
    const moved = move({ now, slotFacts });
    expect(moved.ok && moved.value.cancelDeadline).toBe(cutOff);
  });

  test("not by a client once it has begun", () => {
    const slotFacts = holdFacts({ start: at("2027-03-17T11:00-04:00") });
    expect(move({ now: startsAt, slotFacts }, { cancelDeadline: startsAt })).toEqual({
      ok: false,
      refusal: "already_started",
    });
  });

  test("ec-J5 BOOK-06 a client so often as the studio lets them, and staff as often as they like", () => {
    const moved = (made: number, limit: number | null, bookedBy: "client" | "staff" = "client") => {
      const start = at("2027-03-16T11:30-04:00");
      const answer = move({ moves: { made, limit }, slotFacts: holdFacts({ start, bookedBy }) });
      return answer.ok ? null : answer.refusal;
    };
    expect([moved(0, 1), moved(1, 1), moved(0, 0), moved(50, null)]).toEqual([
      null,
      "move_limit",
      "move_limit",
      null,
    ]);
    expect(moved(9, 1, "staff")).toBeNull();
  });

  test("BOOK-06 a client not where the studio approves each time, and staff as ever", () => {
    const moved = (bookedBy: "client" | "staff") => {
      const slotFacts = holdFacts({ start: at("2027-03-16T11:30-04:00"), bookedBy });
      const answer = move({ approval: "request", slotFacts });
      return answer.ok ? null : answer.refusal;
    };
    expect(moved("client")).toBe("call_to_book");
    expect(moved("staff")).toBeNull();
  });

  test("each status has its answer", () => {
    const answers: Record<AppointmentStatus, RescheduleRefusal | null> = {
      held: "not_allowed",
      requested: "awaiting_answer",
      scheduled: null,
      confirmed: null,
      checked_in: "already_started",
      in_progress: "already_started",
      completed: "already_started",
      cancelled: "already_cancelled",
      no_show: "already_started",
    };
    for (const status of appointmentStatuses) {
      const answer = move({}, { status });
      expect([status, answer.ok ? null : answer.refusal]).toEqual([status, answers[status]]);
    }
  });
});
