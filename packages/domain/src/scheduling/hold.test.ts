import { describe, expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { candidate, holdFacts } from "../../test/booking-facts.ts";
import { everyDay, room } from "../../test/facts.ts";
import { plus } from "../time/index.ts";
import { decideHold, isExpired } from "./hold.ts";

const now = at("2027-03-15T12:00-04:00");
const taken = between("2027-03-16T13:00Z", "2027-03-16T14:00Z"); // 09:00 to 10:00

function chosen(candidates: ReturnType<typeof candidate>[]): string {
  const held = decideHold(holdFacts({ candidates }), now);
  return held.ok ? held.value.practitionerId : held.refusal;
}

test("BOOK-05 a hold takes the visit with its buffers, a room, and ten minutes", () => {
  const held = decideHold(holdFacts({ rooms: [room("r1", taken), room("r2")] }), now);
  expect(held).toEqual({
    ok: true,
    value: {
      practitionerId: "p1",
      withPractitionerIds: [],
      locationId: "main-street",
      roomId: "r2",
      roomUntil: null,
      preferredRoomId: null,
      deviceId: null,
      deviceUntil: null,
      serviceId: "massage",
      mode: "in_person",
      start: at("2027-03-16T09:00-04:00"),
      end: at("2027-03-16T10:00-04:00"),
      blockedFrom: at("2027-03-16T08:55-04:00"),
      blockedUntil: at("2027-03-16T10:10-04:00"),
      expiresAt: at("2027-03-15T12:10-04:00"),
    },
  });
});

test("ec-I3 at the deadline a hold stands, a millisecond later it does not", () => {
  expect(isExpired(now, plus(now, -1))).toBe(false);
  expect(isExpired(now, now)).toBe(false);
  expect(isExpired(now, plus(now, 1))).toBe(true);
});

describe("several together", () => {
  const together = (candidates: ReturnType<typeof candidate>[]) =>
    decideHold(holdFacts({ candidates, together: true }), now);

  test("SCHED-11 all of them are taken, the first leads, and one who is taken refuses it for all", () => {
    const busiest = candidate({ id: "b", workload: { bookedInPeriod: 9 } });
    const held = together([busiest, candidate({ id: "a" }), candidate({ id: "c" })]);
    expect(held).toMatchObject({
      ok: true,
      value: { practitionerId: "b", withPractitionerIds: ["a", "c"] },
    });
    const gone = candidate({ id: "a", busy: [taken] });
    expect(together([busiest, gone])).toEqual({ ok: false, refusal: "slot_taken" });
    // One of them is enough where they do not come together.
    expect(chosen([busiest, gone])).toBe("b");
  });
});

describe("any practitioner", () => {
  test("BOOK-02 the one with the fewest visits in the period", () => {
    const busy = candidate({ id: "a", workload: { bookedInPeriod: 4 } });
    const idle = candidate({ id: "b", workload: { bookedInPeriod: 3, lastAssignedAt: now } });
    expect(chosen([busy, idle])).toBe("b");
  });

  test("BOOK-02 among equals, the one assigned longest ago; never assigned comes first", () => {
    const lately = candidate({ id: "a", workload: { lastAssignedAt: plus(now, -1) } });
    const before = candidate({ id: "b", workload: { lastAssignedAt: plus(now, -2) } });
    const never = candidate({ id: "c" });
    expect(chosen([lately, before])).toBe("b");
    expect(chosen([lately, before, never])).toBe("c");
  });

  test("BOOK-02 at last by id, whatever the order of the list", () => {
    expect(chosen([candidate({ id: "b" }), candidate({ id: "a" })])).toBe("a");
    expect(chosen([candidate({ id: "a" }), candidate({ id: "b" })])).toBe("a");
  });

  test("only those who are free", () => {
    expect(
      chosen([
        candidate({ id: "a", busy: [taken] }),
        candidate({ id: "b", workload: { bookedInPeriod: 9 } }),
      ]),
    ).toBe("b");
  });

  test("nobody free: the refusal of whoever came closest", () => {
    const closed = candidate({ id: "a", weekly: everyDay(["13:00", "17:00"]) });
    expect(chosen([closed, candidate({ id: "b", busy: [taken] })])).toBe("slot_taken");
    expect(chosen([closed])).toBe("outside_hours");
    expect(chosen([])).toBe("outside_hours");
  });
});
