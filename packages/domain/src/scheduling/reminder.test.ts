import { describe, expect, test } from "vitest";
import { at, onTheWall } from "../../test/at.ts";
import { type Instant, plus } from "../time/index.ts";
import { appointmentStatuses } from "./appointment-status.ts";
import { defaultReminderRules } from "./reminder-rule.ts";
import { decideReminder, planReminders, type ReminderFacts } from "./reminder.ts";

const minute = 60_000;
const start = at("2027-03-16T15:00Z");

const zone = "America/New_York";
const rules = defaultReminderRules;

describe("planning", () => {
  const bookedAt = at("2027-03-01T00:00Z");

  test("NOTIF-01 at two days, one day and 2 hours before, soonest first, whatever the order of the setting", () => {
    const plan = planReminders({ start, timeZone: zone, bookedAt, rules });
    expect(
      plan.due.map(({ rule, dueAt, usefulUntil }) => [
        rule,
        onTheWall(dueAt, zone),
        onTheWall(usefulUntil, zone),
      ]),
    ).toEqual([
      ["2d", "2027-03-14 11:00-04:00", "2027-03-15 11:00-04:00"],
      ["1d", "2027-03-15 11:00-04:00", "2027-03-16 09:00-04:00"],
      ["2h", "2027-03-16 09:00-04:00", "2027-03-16 11:00-04:00"],
    ]);
    expect(plan.skipped).toEqual([]);
    expect(planReminders({ start, timeZone: zone, bookedAt, rules: ["2h", "2d", "1d", "2h"] })).toEqual(plan);
  });

  test("NOTIF-01 ec-A8 over both clock changes a day before is the same time on the wall", () => {
    const walls = (text: string) =>
      planReminders({ start: at(text), timeZone: zone, bookedAt, rules }).due.map(({ dueAt }) =>
        onTheWall(dueAt, zone),
      );
    expect(walls("2027-03-15T09:00-04:00")).toEqual([
      "2027-03-13 09:00-05:00",
      "2027-03-14 09:00-04:00",
      "2027-03-15 07:00-04:00",
    ]);
    expect(walls("2027-11-08T09:00-05:00")).toEqual([
      "2027-11-06 09:00-04:00",
      "2027-11-07 09:00-05:00",
      "2027-11-08 07:00-05:00",
    ]);
  });

  test("NOTIF-01 the same morning only reminds of a visit after it, and says so; two at one moment are one", () => {
    const plan = (text: string) =>
      planReminders({ start: at(text), timeZone: zone, bookedAt, rules: ["08:00", "2h", "1d"] });
    const early = plan("2027-03-16T07:30-04:00");
    expect(early.due.map(({ rule }) => rule)).toEqual(["1d", "2h"]);
    expect(early.skipped).toEqual([expect.objectContaining({ rule: "08:00", reason: "not_before_start" })]);
    expect(early.due.at(-1)?.usefulUntil).toBe(at("2027-03-16T07:30-04:00"));
    expect(plan("2027-03-16T10:00-04:00").due.map(({ rule }) => rule)).toEqual(["1d", "08:00"]);
  });

  test("NOTIF-02 ec-J11 a reminder whose time had come when the visit was booked is skipped, and says so", () => {
    const plan = (booked: Instant) => planReminders({ start, timeZone: zone, bookedAt: booked, rules });
    const late = plan(plus(start, -1440 * minute));
    expect(late.due.map(({ rule }) => rule)).toEqual(["2h"]);
    expect(late.skipped.map(({ rule, reason }) => [rule, reason])).toEqual([
      ["2d", "booked_inside_offset"],
      ["1d", "booked_inside_offset"],
    ]);
    expect(plan(plus(start, -1440 * minute - 1)).due).toHaveLength(2);
    expect(plan(plus(start, -30 * minute)).due).toEqual([]);
  });
});

describe("sending", () => {
  const dueAt = plus(start, -1440 * minute);
  const nextAt = plus(start, -120 * minute);

  function decide(late: number, changes: Partial<ReminderFacts> = {}): string {
    const decided = decideReminder({
      reminder: { dueAt, usefulUntil: nextAt },
      plannedFor: start,
      appointment: { status: "scheduled", start },
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
    expect(decide(22 * 60, { reminder: { dueAt, usefulUntil: start } })).toBe("late");
  });

  test("ec-J13 the last one until a quarter of an hour before the start", () => {
    const last = { reminder: { dueAt: nextAt, usefulUntil: start } };
    const before = (minutes: number) => decide(0, { ...last, now: plus(start, -minutes * minute) });
    expect([before(120), before(15), before(14), before(0)]).toEqual([
      "on_time",
      "late",
      "too_close_to_start",
      "started",
    ]);
    // A setting of ten minutes before is on time at ten minutes before.
    const short = { reminder: { dueAt: plus(start, -10 * minute), usefulUntil: start } };
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
