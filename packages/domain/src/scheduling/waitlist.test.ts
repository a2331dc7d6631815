import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { entry, opening } from "../../test/waitlist-facts.ts";
import type { LocationId, PractitionerId, ServiceId, WaitlistEntryId } from "../ids.ts";
import { asId } from "../ids.ts";
import { dayMs, instant, plus } from "../time/index.ts";
import { rankOffers, type SkipReason, skipReasons, waitlistPosition } from "./waitlist.ts";
import {
  daypartAt,
  entryEndsAt,
  type Opening,
  type WaitlistEntry,
  waitlistPriorities,
} from "./waitlist-entry.ts";

const now = at("2027-03-15T12:00Z");

function order(...entries: WaitlistEntry[]): string[] {
  return rankOffers(opening(), entries, now).candidates.map(({ entryId }) => entryId);
}

function skipped(changes: Partial<WaitlistEntry>, freed: Partial<Opening> = {}): SkipReason | "offered" {
  return rankOffers(opening(freed), [entry("e", changes)], now).skipped[0]?.reason ?? "offered";
}

describe("WAIT-02 ec-I18 the order is total", () => {
  test("priority tier first, however long the others wait", () => {
    const joined = (days: number) => at(`2027-03-0${days}T12:00Z`);
    const low = entry("low", { priority: "low", joinedAt: joined(1) });
    const standard = entry("standard", { joinedAt: joined(2) });
    const high = entry("high", { priority: "high", joinedAt: joined(3) });
    const urgent = entry("urgent", { priority: "urgent", joinedAt: joined(4) });
    expect(order(low, standard, high, urgent)).toEqual(["urgent", "high", "standard", "low"]);
  });

  test("then who joined first, to the millisecond, however well it fits", () => {
    const first = entry("z");
    const second = entry("a", { joinedAt: plus(first.joinedAt, 1), referred: true });
    expect(order(second, first)).toEqual(["z", "a"]);
  });

  test("WAIT-10 then the waiting-priority score, then the id", () => {
    expect(order(entry("a"), entry("b", { referred: true }), entry("c", { declines: 3 }))).toEqual([
      "b",
      "a",
      "c",
    ]);
    expect(order(entry("b"), entry("a"))).toEqual(["a", "b"]);
  });

  test("the order of the list never matters, and everyone is either a candidate or skipped", () => {
    const anEntry = fc
      .record({
        id: fc.uuid(),
        priority: fc.constantFrom(...waitlistPriorities),
        joinedAt: fc
          .integer({ min: 0, max: 3 })
          .map((days) => instant(at("2027-03-01T00:00Z") + days * dayMs)),
        declines: fc.integer({ min: 0, max: 4 }),
        referred: fc.boolean(),
        weekdays: fc.constantFrom([2 as const], [1 as const]),
      })
      .map(({ id, ...changes }) => entry(id, changes));
    fc.assert(
      fc.property(fc.uniqueArray(anEntry, { selector: ({ id }) => id, maxLength: 12 }), (entries) => {
        const ranking = rankOffers(opening(), entries, now);
        expect(rankOffers(opening(), entries.toReversed(), now)).toEqual(ranking);
        expect([...ranking.candidates, ...ranking.skipped].map(({ entryId }) => entryId).toSorted()).toEqual(
          entries.map(({ id }) => id).toSorted(),
        );
      }),
    );
  });
});

describe("WAIT-09 ec-I1 who is skipped, and why", () => {
  const cases: [SkipReason, Partial<WaitlistEntry>, Partial<Opening>?][] = [
    ["not_waiting", { status: "offered" }],
    ["not_waiting", { status: "withdrawn" }],
    ["caused_the_opening", {}, { causedBy: entry("e").clientId }],
    ["skipped_by_staff", { answerToOpening: "skipped_by_staff" }],
    ["declined_this_opening", { answerToOpening: "declined" }],
    ["already_offered_this_opening", { answerToOpening: "lapsed" }],
    ["has_open_offer", { openOffer: "open" }],
    ["service_mismatch", { serviceId: asId<ServiceId>("yoga") }],
    ["mode_mismatch", { mode: "telehealth" }],
    ["mode_mismatch", {}, { modes: [] }],
    ["practitioner_mismatch", { practitionerIds: [asId<PractitionerId>("ben")] }],
    ["location_mismatch", { locationId: asId<LocationId>("harbour") }],
    ["duration_does_not_fit", { durationMin: 61 }],
    ["outside_dates", { dateFrom: "2027-03-17" }],
    ["outside_dates", { dateUntil: "2027-03-15" }],
    ["weekday_mismatch", { weekdays: [0, 1, 3, 4, 5, 6] }],
    ["daypart_mismatch", { dayparts: ["afternoon", "evening"] }],
    ["in_quiet_hours", {}, { quietRule: "wait" }], // it is eight in the morning
    ["has_clashing_appointment", { ownVisits: [between("2027-03-16T14:30Z", "2027-03-16T15:30Z")] }],
  ];

  test.each(cases)("%s: %j", (reason, changes, freed) => {
    expect(skipped(changes, freed)).toBe(reason);
  });

  test("below_threshold: an alternate, while the time is far and the wait was short", () => {
    const alternate: Partial<WaitlistEntry> = {
      practitionerIds: [asId<PractitionerId>("ben"), asId<PractitionerId>("ana")],
      joinedAt: now,
      dateUntil: "2027-06-30",
    };
    const far = { start: at("2027-06-15T10:00-04:00"), end: at("2027-06-15T11:00-04:00") };
    expect(skipped(alternate, far)).toBe("below_threshold");
    expect(skipped(alternate)).toBe("offered"); // tomorrow
    expect(skipped({ ...alternate, practitionerIds: [asId<PractitionerId>("ana")] }, far)).toBe("offered");
  });

  test("every reason has a case above", () => {
    expect(new Set([...cases.map(([reason]) => reason), "below_threshold"])).toEqual(new Set(skipReasons));
  });

  test("borders belong: the first and last date, a visit that fits exactly, and one that only touches the client's own", () => {
    expect(skipped({ dateFrom: "2027-03-16", dateUntil: "2027-03-16" })).toBe("offered");
    expect(skipped({ durationMin: 45, ownVisits: [between("2027-03-16T14:45Z", "2027-03-16T15:30Z")] })).toBe(
      "offered",
    ); // ec-I10
    expect(skipped({ ownVisits: [between("2027-03-16T13:00Z", "2027-03-16T14:00Z")] })).toBe("offered"); // ec-I8
  });

  test("dates and times of day are the studio's, not UTC's", () => {
    const lateEvening = { start: at("2027-03-16T21:00-04:00"), end: at("2027-03-16T22:00-04:00") }; // already the 17th in UTC
    expect(
      skipped(
        { dateFrom: "2027-03-16", dateUntil: "2027-03-16", weekdays: [2], dayparts: ["evening"] },
        lateEvening,
      ),
    ).toBe("offered");
  });

  test("ec-I14 nobody on the list, nobody to ask", () => {
    expect(rankOffers(opening(), [], now)).toEqual({ candidates: [], skipped: [] });
  });
});

test("WAIT-01 the parts of the day: 06 to 12, 12 to 18, 18 to 22 on the studio's wall", () => {
  const part = (time: string) => daypartAt(at(`2027-03-16T${time}-04:00`), "America/New_York");
  expect(["05:59", "06:00", "11:59", "12:00", "17:59", "18:00", "21:59", "22:00"].map(part)).toEqual([
    null,
    "morning",
    "morning",
    "afternoon",
    "afternoon",
    "evening",
    "evening",
    null,
  ]);
});

test("WAIT-02 the position counts those in line, in the same order", () => {
  const line = [
    entry("b", { status: "offered" }),
    entry("a"),
    entry("gone", { status: "booked", priority: "urgent" }),
    entry("high", { priority: "high", joinedAt: now }),
  ];
  const position = (id: string) => waitlistPosition(asId<WaitlistEntryId>(id), line, now);
  expect(["high", "a", "b", "gone", "stranger"].map(position)).toEqual([1, 2, 3, null, null]);
});

test("WAIT-03 an entry ends with its last date in the studio's zone", () => {
  expect(entryEndsAt("2027-03-13", "America/New_York")).toBe(at("2027-03-14T00:00-05:00"));
});
