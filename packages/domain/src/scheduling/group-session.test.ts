import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { hourMs, plus } from "../time/index.ts";
import {
  decideMinimum,
  decideSeats,
  minimumRefusal,
  type SeatFacts,
  seatsLeft,
  sessionChangeRefusal,
} from "./group-session.ts";

const startsAt = at("2027-03-16T18:00Z");
const session: SeatFacts["session"] = { status: "scheduled", startsAt, capacity: 8, openOnline: true };

function seats({ now = plus(startsAt, -48 * hourMs), ...changes }: Partial<SeatFacts> = {}) {
  return decideSeats({
    session,
    taken: 0,
    partySize: 1,
    bookedBy: "client",
    earliest: plus(now, 2 * hourMs),
    now,
    ...changes,
  });
}

describe("SCHED-24 seats", () => {
  test("are had until the last one, and then there is none", () => {
    expect(seats({ taken: 7 })).toEqual({ ok: true, value: { left: 0 } });
    expect(seats({ taken: 8 })).toEqual({ ok: false, refusal: { code: "full" } });
  });

  test("ec-F2 a party of three where two seats are left is refused with how many there are, never seated in part", () => {
    expect(seats({ taken: 6, partySize: 3 })).toEqual({
      ok: false,
      refusal: { code: "too_few_left", left: 2 },
    });
    expect(seats({ taken: 5, partySize: 3 })).toEqual({ ok: true, value: { left: 0 } });
  });

  test("ec-F3 a capacity cut below those who are seated leaves no seat, and not fewer than none", () => {
    expect(seatsLeft({ capacity: 4, taken: 6 })).toBe(0);
    expect(seats({ session: { ...session, capacity: 4 }, taken: 6 })).toEqual({
      ok: false,
      refusal: { code: "full" },
    });
  });

  test("of a closed session are the studio's to give", () => {
    const closed = { ...session, openOnline: false };
    expect(seats({ session: closed })).toEqual({ ok: false, refusal: { code: "not_open" } });
    expect(seats({ session: closed, bookedBy: "staff" }).ok).toBe(true);
  });

  test("are booked online until the notice, that instant included, and by staff until the session begins", () => {
    expect(seats({ now: plus(startsAt, -2 * hourMs) }).ok).toBe(true);
    const late = plus(startsAt, -2 * hourMs + 1);
    expect(seats({ now: late })).toEqual({ ok: false, refusal: { code: "too_soon" } });
    expect(seats({ now: late, bookedBy: "staff" }).ok).toBe(true);
    expect(seats({ now: startsAt, bookedBy: "staff" })).toEqual({ ok: false, refusal: { code: "past" } });
  });

  test("of a session that was called off are gone", () => {
    expect(seats({ session: { ...session, status: "cancelled" }, bookedBy: "staff" })).toEqual({
      ok: false,
      refusal: { code: "session_cancelled" },
    });
  });
});

test("SCHED-24 a session is changed or called off until it begins, once", () => {
  expect(sessionChangeRefusal(session, plus(startsAt, -1))).toBeNull();
  expect(sessionChangeRefusal(session, startsAt)).toBe("already_started");
  expect(sessionChangeRefusal({ ...session, status: "cancelled" }, plus(startsAt, -1))).toBe(
    "already_cancelled",
  );
});

describe("ec-F7 a session that is held for four people or not at all, decided two days before", () => {
  const minimum = { people: 4, hoursBefore: 48 };
  const cutOff = plus(startsAt, -48 * hourMs);
  const decide = (people: number, now = cutOff) => decideMinimum({ startsAt, minimum, people }, now);

  test("is decided at its cut-off, that instant included, and not before", () => {
    expect(decide(0, plus(cutOff, -1))).toBe("not_yet");
    expect(decide(3)).toBe("called_off");
    expect(decide(4)).toBe("held");
  });

  test("is decided late where the clock came late, until it begins and no longer", () => {
    expect(decide(3, plus(startsAt, -1))).toBe("called_off");
    expect(decide(3, startsAt)).toBe("begun");
  });

  test("has no more people as its minimum than seats, and no cut-off that lies behind", () => {
    const ask = { startsAt, minimum, capacity: 4 };
    expect(minimumRefusal(ask, plus(cutOff, -1))).toBeNull();
    expect(minimumRefusal(ask, cutOff)).toBe("cut_off_past");
    expect(minimumRefusal({ ...ask, capacity: 3 }, plus(cutOff, -1))).toBe("minimum_over_seats");
    expect(minimumRefusal({ ...ask, minimum: null }, startsAt)).toBeNull();
  });
});
