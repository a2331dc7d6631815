import { describe, expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { asWeekday, type Instant, localDate, localTime, plus } from "../time/index.ts";
import { type BookingFacts, cancelDeadline, decideBooking } from "./booking.ts";
import { decideHold, type HoldPlan } from "./hold.ts";

const heldAt = at("2027-03-15T12:00-04:00");
const request = { answerHours: 24, leadMin: 120 };
const taken = between("2027-03-16T13:30Z", "2027-03-16T14:30Z");

function hold(): HoldPlan {
  const held = decideHold(holdFacts(), heldAt);
  if (!held.ok) expect.fail(held.refusal);
  return held.value;
}

function booking(now: Instant, changes: Partial<BookingFacts> = {}): BookingFacts {
  return {
    hold: hold(),
    slotFacts: holdFacts(),
    full: [],
    elsewhere: [],
    closed: { closures: [], zone: "America/New_York" },
    hours: [],
    policy: { cancellationWindowMin: 1440, approval: "instant", request },
    now,
    ...changes,
  };
}

describe("a hold becomes an appointment", () => {
  test("ec-I3 until its deadline, that one included", () => {
    const { expiresAt, ...placement } = hold();
    expect(decideBooking(booking(expiresAt))).toEqual({
      ok: true,
      value: {
        ...placement,
        status: "scheduled",
        taken: "from_hold",
        cancelDeadline: at("2027-03-15T09:00-04:00"),
        requestExpiresAt: null,
      },
    });
  });

  test("ec-C10 although the notice has passed since it was taken", () => {
    const soon = { ...hold(), expiresAt: at("2027-03-16T07:09-04:00") };
    expect(decideBooking(booking(at("2027-03-16T07:05-04:00"), { hold: soon })).ok).toBe(true);
    expect(decideBooking(booking(at("2027-03-16T07:05-04:00"), { hold: null }))).toEqual({
      ok: false,
      refusal: "too_soon",
    });
  });

  test("ec-H3 after the deadline while the time is still free", () => {
    const late = decideBooking(booking(plus(hold().expiresAt, 1)));
    expect(late.ok && late.value).toMatchObject({ taken: "anew", start: hold().start, practitionerId: "p1" });
    const gone = decideBooking(booking(plus(hold().expiresAt, 1), { hold: null }));
    expect(gone).toEqual(late);
  });

  test("ec-H4 not after the deadline once somebody else has the time", () => {
    const slotFacts = holdFacts({ candidates: [candidate({ busy: [taken] })] });
    expect(decideBooking(booking(plus(hold().expiresAt, 1), { slotFacts }))).toEqual({
      ok: false,
      refusal: "slot_taken",
    });
    expect(decideBooking(booking(hold().expiresAt, { slotFacts })).ok).toBe(true); // the hold itself keeps others out
  });

  test("ec-H18 ec-B6 not once the place was closed over it, although the hold stands", () => {
    const date = "2027-03-16";
    const closed = { closures: [{ firstDate: date, lastDate: date, part: null }], zone: "America/New_York" };
    expect(decideBooking(booking(heldAt, { closed }))).toEqual({ ok: false, refusal: "outside_hours" });
    const other = [{ firstDate: "2027-03-17", lastDate: "2027-03-17", part: null }];
    expect(decideBooking(booking(heldAt, { closed: { ...closed, closures: other } })).ok).toBe(true);
  });

  test("ec-H18 not once the person's own time was blocked over it, although the hold stands", () => {
    const date = localDate(hold().start, "America/New_York");
    const daily = {
      weekday: asWeekday(2),
      start: "00:00",
      end: "24:00",
      effectiveFrom: null,
      effectiveUntil: null,
    };
    const works = { zone: "America/New_York", weekly: [daily], overrides: [] };
    expect(decideBooking(booking(heldAt, { hours: [works] })).ok).toBe(true);
    const away = { ...works, overrides: [{ date, blocks: [] }] };
    expect(decideBooking(booking(heldAt, { hours: [away] }))).toEqual({
      ok: false,
      refusal: "outside_hours",
    });
  });

  test("ec-C5 ec-H18 not once its buffers have to lie within hours that do not hold them", () => {
    const { start, end, blockedFrom, blockedUntil } = hold();
    expect([blockedFrom < start, end < blockedUntil]).toContain(true);
    const daily = { weekday: asWeekday(2), effectiveFrom: null, effectiveUntil: null };
    const wall = (at: Instant) => localTime(at, "America/New_York").time;
    const tight = { ...daily, start: wall(start), end: wall(end) };
    const wide = { ...daily, start: wall(blockedFrom), end: wall(blockedUntil) };
    const hours = (row: typeof tight) => ({ zone: "America/New_York", weekly: [row], overrides: [] });
    const inside = holdFacts({ service: { ...holdFacts().service, buffersInHours: true } });
    const decided = (row: typeof tight, slotFacts = inside) =>
      decideBooking(booking(heldAt, { hours: [hours(row)], slotFacts })).ok;
    expect(decided(tight, holdFacts())).toBe(true);
    expect(decided(tight)).toBe(false);
    expect(decided(wide)).toBe(true);
  });

  test("ec-H18 ec-C6 not once another calendar takes its time or its buffers, although the hold stands", () => {
    const { blockedFrom, blockedUntil } = hold();
    const meets = { start: plus(blockedUntil, -1), end: plus(blockedUntil, 3_600_000) };
    expect(decideBooking(booking(heldAt, { elsewhere: [meets] }))).toEqual({
      ok: false,
      refusal: "slot_taken",
    });
    const around = [
      { start: plus(blockedFrom, -60_000), end: blockedFrom },
      { start: blockedUntil, end: plus(blockedUntil, 60_000) },
    ];
    expect(decideBooking(booking(heldAt, { elsewhere: around })).ok).toBe(true);
  });

  test("ec-C15 never for a start that has passed meanwhile", () => {
    const standing = { ...hold(), expiresAt: plus(hold().start, 60_000) };
    expect(decideBooking(booking(plus(hold().start, 1), { hold: standing }))).toEqual({
      ok: false,
      refusal: "past",
    });
  });

  test("BOOK-06 as a request where the studio approves each visit", () => {
    const asked = decideBooking(
      booking(heldAt, { policy: { cancellationWindowMin: 60, approval: "request", request } }),
    );
    expect(asked.ok && asked.value).toMatchObject({
      status: "requested",
      cancelDeadline: at("2027-03-16T08:00-04:00"),
      requestExpiresAt: at("2027-03-16T07:00-04:00"), // two hours before its start, which comes before the next noon
    });
  });
});

test("ec-J1 SCHED-17 the cut-off is so many elapsed minutes before the start, also across a clock change", () => {
  expect(cancelDeadline(at("2027-03-14T12:00-04:00"), 1440)).toBe(at("2027-03-13T11:00-05:00"));
  expect(cancelDeadline(at("2027-03-16T12:00-04:00"), 0)).toBe(at("2027-03-16T12:00-04:00"));
});
