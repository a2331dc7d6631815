import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, onTheWall } from "../../test/at.ts";
import { entry, opening } from "../../test/waitlist-facts.ts";
import { hourMs, instant, minuteMs, plus } from "../time/index.ts";
import { awakeMs, quietHoursAt } from "./quiet-hours.ts";
import { quietUntil, rankOffers } from "./waitlist.ts";
import { answerDeadline, clockRested, deadlineByHand } from "./waitlist-offer.ts";
import type { OfferQuietRule } from "./waitlist-entry.ts";

const newYork = "America/New_York";

/** The deadline of an offer made then, on the wall in New York, of a visit days ahead or then. */
function deadline(
  quietRule: OfferQuietRule,
  now: string,
  { start = "2027-06-20T14:00-04:00", zone = newYork } = {},
): string | null {
  const by = answerDeadline(at(now), { start: at(start), quietRule }, zone);
  return by === null ? null : onTheWall(by, newYork);
}

describe("ec-I6 NOTIF-10 the clock that pauses", () => {
  test("an hour is an hour awake: what is left of it at 20:00 goes on at 9:00", () => {
    expect(deadline("pause", "2027-06-15T14:00-04:00")).toBe("2027-06-15 15:00-04:00");
    expect(deadline("pause", "2027-06-15T19:00-04:00")).toBe("2027-06-15 20:00-04:00");
    expect(deadline("pause", "2027-06-15T19:20-04:00")).toBe("2027-06-16 09:20-04:00");
    expect(deadline("pause", "2027-06-15T20:00-04:00")).toBe("2027-06-16 10:00-04:00");
    expect(deadline("pause", "2027-06-16T03:00-04:00")).toBe("2027-06-16 10:00-04:00");
    expect(deadline("pause", "2027-06-16T08:59-04:00")).toBe("2027-06-16 10:00-04:00");
  });

  test("by the clock where the person is, and not where the studio is", () => {
    expect(deadline("pause", "2027-06-15T14:00-04:00", { zone: "Europe/Berlin" })).toBe(
      "2027-06-16 04:00-04:00", // 10:00 in Berlin
    );
    expect(deadline("pause", "2027-06-15T22:00-04:00", { zone: "Pacific/Auckland" })).toBe(
      "2027-06-15 23:00-04:00",
    );
  });

  test("over both clock changes: the night is as long as the wall says", () => {
    expect(deadline("pause", "2027-03-13T21:00-05:00", { start: "2027-03-20T14:00Z" })).toBe(
      "2027-03-14 10:00-04:00",
    );
    expect(deadline("pause", "2027-11-06T21:00-04:00", { start: "2027-11-20T14:00Z" })).toBe(
      "2027-11-07 10:00-05:00",
    );
  });

  test("WAIT-06 near the start it ends two hours before it, or before the night that those two hours begin in", () => {
    const soon = { start: "2027-06-16T11:30-04:00" };
    expect(deadline("pause", "2027-06-15T21:00-04:00", soon)).toBe("2027-06-16 09:30-04:00");
    const early = { start: "2027-06-16T10:00-04:00" };
    expect(deadline("pause", "2027-06-15T19:40-04:00", early)).toBe("2027-06-15 20:00-04:00");
    expect(deadline("pause", "2027-06-15T19:55-04:00", early)).toBeNull(); // five minutes awake
    expect(deadline("pause", "2027-06-15T22:00-04:00", early)).toBeNull();
  });
});

test("ec-I6 where the studio waits, nobody is asked in quiet hours, nor when the answer would be due in them", () => {
  expect(deadline("wait", "2027-06-15T19:00-04:00")).toBe("2027-06-15 20:00-04:00");
  expect(deadline("wait", "2027-06-15T19:01-04:00")).toBeNull();
  expect(deadline("wait", "2027-06-16T03:00-04:00")).toBeNull();
  expect(deadline("wait", "2027-06-16T09:00-04:00")).toBe("2027-06-16 10:00-04:00");
  expect(deadline("none", "2027-06-15T22:00-04:00")).toBe("2027-06-15 23:00-04:00");
});

test("ec-I6 whom it is night for is passed over with that reason, and asked as soon as the first of them is awake", () => {
  const freed = opening({
    quietRule: "wait",
    start: at("2027-03-18T10:00-04:00"),
    end: at("2027-03-18T11:00-04:00"),
  });
  const now = at("2027-03-16T19:30-04:00");
  const here = entry("here");
  const west = entry("west", { timeZone: "America/Los_Angeles", joinedAt: plus(here.joinedAt, 1) });
  const { candidates, skipped } = rankOffers(freed, [here, west], now);
  expect(candidates.map(({ entryId }) => entryId)).toEqual(["west"]);
  expect(skipped.map(({ entryId, reason }) => `${entryId} ${reason}`)).toEqual(["here in_quiet_hours"]);

  const berlin = entry("berlin", { timeZone: "Europe/Berlin" });
  const away = entry("away", { timeZone: "Europe/Berlin", weekdays: [1] });
  const first = (...entries: readonly ReturnType<typeof entry>[]) => quietUntil(freed, entries, now);
  expect(first(here)).toBe(at("2027-03-17T09:00-04:00"));
  expect(first(here, berlin)).toBe(at("2027-03-17T09:00+01:00"));
  expect(first(here, away)).toBe(at("2027-03-17T09:00-04:00")); // waits for no other reason
  expect(first(away)).toBeNull();
  const early = opening({
    quietRule: "wait",
    start: at("2027-03-17T10:00-04:00"),
    end: at("2027-03-17T11:00-04:00"),
  });
  expect(quietUntil(early, [here], now)).toBeNull(); // their morning leaves no time to answer
});

test("ec-I6 WAIT-11 by hand staff ask at any hour: the clock rests, and where that leaves no time they have what anyone has by day", () => {
  const start = at("2027-06-20T14:00-04:00");
  const night = at("2027-06-15T22:00-04:00");
  expect(deadlineByHand(night, { start, quietRule: "wait" }, newYork)).toBe(at("2027-06-16T10:00-04:00"));
  expect(deadlineByHand(night, { start, quietRule: "none" }, newYork)).toBe(plus(night, hourMs));
  const early = { start: at("2027-06-16T10:00-04:00"), quietRule: "pause" } as const;
  expect(deadlineByHand(night, early, newYork)).toBe(plus(night, hourMs));
  expect(deadlineByHand(at("2027-06-16T07:55-04:00"), early, newYork)).toBeNull();
  expect([clockRested(night, plus(night, hourMs)), clockRested(night, plus(night, 2 * hourMs))]).toEqual([
    false,
    true,
  ]);
});

test("ec-I6 WAIT-06 no deadline lies in quiet hours or in the last two hours, and everybody has ten minutes awake, an hour where there is time", () => {
  const zones = fc.constantFrom(
    newYork,
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  );
  const minutes = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 });
  const rules = fc.constantFrom<OfferQuietRule>("pause", "wait");
  fc.assert(
    fc.property(zones, minutes, fc.integer({ min: 0, max: 4_000 }), rules, (zone, from, ahead, quietRule) => {
      const now = plus(at("2027-01-01T00:00Z"), from * minuteMs);
      const start = plus(now, ahead * minuteMs);
      const by = answerDeadline(now, { start, quietRule }, zone);
      if (by === null) return;
      expect(quietHoursAt(instant(by - 1), zone)).toBeNull();
      expect(start - by).toBeGreaterThanOrEqual(2 * hourMs);
      const awake = awakeMs(now, by, zone);
      expect(awake).toBeGreaterThanOrEqual(10 * minuteMs);
      expect(awake).toBeLessThanOrEqual(hourMs);
      if (ahead > 2 * 24 * 60) expect(awake).toBe(hourMs);
    }),
  );
});
