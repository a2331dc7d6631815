import { describe, expect, test } from "vitest";
import { at, onTheWall, utc } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import { appointmentStatuses } from "./appointment-status.ts";
import { decideReminder, planReminders, type ReminderFacts } from "./reminder.ts";

const minute = 60_000;
const start = at("2027-03-16T15:00Z");

describe("planning", () => {
  test("NOTIF-01 at 48, 24 and 2 hours before, soonest first, whatever the order of the setting", () => {
    const bookedAt = at("2027-03-01T00:00Z");
    const plan = planReminders({ start, bookedAt });
    expect(plan.due.map(({ offsetMin, dueAt }) => [offsetMin, utc(dueAt)])).toEqual([
      [2880, "2027-03-14T15:00Z"],
      [1440, "2027-03-15T15:00Z"],
      [120, "2027-03-16T13:00Z"],
    ]);
    expect(plan.skipped).toEqual([]);
    expect(planReminders({ start, bookedAt, offsetsMin: [120, 2880, 1440, 120] })).toEqual(plan);
  });

  test("ec-A8 the hours are elapsed: over the spring change a day before is an hour earlier on the wall", () => {
    const monday = at("2027-03-15T09:00-04:00");
    const walls = planReminders({ start: monday, bookedAt: at("2027-03-01T00:00Z") }).due.map(({ dueAt }) =>
      onTheWall(dueAt, "America/New_York"),
    );
    expect(walls).toEqual(["2027-03-13 08:00-05:00", "2027-03-14 09:00-04:00", "2027-03-15 07:00-04:00"]);
    const autumn = planReminders({
      start: at("2027-11-08T09:00-05:00"),
      bookedAt: at("2027-10-01T00:00Z"),
      offsetsMin: [2880],
    });
    expect(autumn.due.map(({ dueAt }) => onTheWall(dueAt, "America/New_York"))).toEqual([
      "2027-11-06 10:00-04:00",
    ]);
  });

  test("NOTIF-02 ec-J11 a reminder whose time had come when the visit was booked is skipped, and says so", () => {
    const plan = planReminders({ start, bookedAt: plus(start, -1440 * minute) });
    expect(plan.due.map(({ offsetMin }) => offsetMin)).toEqual([120]);
    expect(plan.skipped.map(({ offsetMin, reason }) => [offsetMin, reason])).toEqual([
      [2880, "booked_inside_offset"],
      [1440, "booked_inside_offset"],
    ]);
    expect(planReminders({ start, bookedAt: plus(start, -1440 * minute - 1) }).due).toHaveLength(2);
    expect(planReminders({ start, bookedAt: plus(start, -30 * minute) }).due).toEqual([]);
  });
});

describe("sending", () => {
  const dueAt = plus(start, -1440 * minute);

  function decide(late: number, changes: Partial<ReminderFacts> = {}): string {
    const decided = decideReminder({
      reminder: { offsetMin: 1440, dueAt },
      plannedFor: start,
      appointment: { status: "scheduled", start },
      offsetsMin: [2880, 1440, 120],
      now: plus(dueAt, late * minute),
      ...changes,
    });
    return decided.ok ? decided.value.sent : decided.refusal;
  }

  test("NOTIF-02 from its time on, and on time within five minutes", () => {
    expect([decide(-1 / 60), decide(0), decide(5), decide(6)]).toEqual([
      "not_due",
      "on_time",
      "on_time",
      "late",
    ]);
  });

  test("ec-J13 late while it is still useful: until the next reminder takes over", () => {
    expect(decide(22 * 60 - 1)).toBe("late");
    expect(decide(22 * 60)).toBe("superseded");
    expect(decide(22 * 60, { offsetsMin: [1440] })).toBe("late");
  });

  test("ec-J13 the last one until a quarter of an hour before the start", () => {
    const last = { reminder: { offsetMin: 120, dueAt: plus(start, -120 * minute) } };
    const before = (minutes: number) => decide(0, { ...last, now: plus(start, -minutes * minute) });
    expect([before(120), before(15), before(14), before(0)]).toEqual([
      "on_time",
      "late",
      "too_close_to_start",
      "started",
    ]);
    // A setting of ten minutes before is on time at ten minutes before.
    const short = { reminder: { offsetMin: 10, dueAt: plus(start, -10 * minute) }, offsetsMin: [10] };
    expect(decide(0, { ...short, now: plus(start, -10 * minute) })).toBe("on_time");
  });

  test("NOTIF-03 ec-J12 not for a visit that moved", () => {
    expect(decide(0, { appointment: { status: "confirmed", start } })).toBe("on_time");
    expect(decide(0, { appointment: { status: "confirmed", start: plus(start, minute) } })).toBe("moved");
  });

  test("NOTIF-03 only for a visit that stands", () => {
    const standing = appointmentStatuses.filter(
      (status) => decide(0, { appointment: { status, start } }) === "on_time",
    );
    expect(standing).toEqual(["scheduled", "confirmed"]);
    expect(decide(0, { appointment: { status: "cancelled", start } })).toBe("not_standing");
  });
});
