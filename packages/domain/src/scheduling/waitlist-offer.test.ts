import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import {
  decideAcceptance,
  decideDecline,
  entryAfterOffer,
  type OfferStatus,
  offerDeadline,
} from "./waitlist-offer.ts";

const now = at("2027-03-16T09:00Z");
const hours = (count: number) => plus(now, count * 3_600_000);

describe("how long an offer stands", () => {
  test("WAIT-05 an hour", () => {
    expect(offerDeadline(now, hours(48))).toBe(hours(1));
    expect(offerDeadline(now, hours(3))).toBe(hours(1));
  });

  test("WAIT-06 shorter near the start: it ends two hours before it", () => {
    expect(offerDeadline(now, hours(2.5))).toBe(hours(0.5));
  });

  test("ec-I7 nobody is asked who would have less than ten minutes", () => {
    expect(offerDeadline(now, plus(hours(2), 10 * 60_000))).toBe(plus(now, 10 * 60_000));
    expect(offerDeadline(now, plus(hours(2), 10 * 60_000 - 1))).toBeNull();
    expect(offerDeadline(now, hours(-1))).toBeNull();
  });
});

describe("an answer", () => {
  const offer = { status: "open", expiresAt: hours(1) } as const;

  test("ec-I3 WAIT-07 accepted up to the deadline, that instant included", () => {
    expect(decideAcceptance({ offer, now: hours(1) })).toEqual({
      ok: true,
      value: { offer: "accepted", entry: "booked", declinesAdded: 0 },
    });
    expect(decideAcceptance({ offer, now: plus(hours(1), 1) })).toEqual({ ok: false, refusal: "lapsed" });
  });

  test("WAIT-08 a decline returns the person to waiting and counts", () => {
    expect(decideDecline({ offer, now })).toEqual({
      ok: true,
      value: { offer: "declined", entry: "waiting", declinesAdded: 1 },
    });
    expect(decideDecline({ offer, now: plus(hours(1), 1) })).toEqual({ ok: false, refusal: "lapsed" });
  });

  test("only an open offer can be answered", () => {
    const answers: Record<Exclude<OfferStatus, "open">, string> = {
      accepted: "already_answered",
      declined: "already_answered",
      lapsed: "lapsed",
      withdrawn: "withdrawn", // ec-I11, ec-I12
    };
    for (const status of ["accepted", "declined", "lapsed", "withdrawn"] as const) {
      for (const decide of [decideAcceptance, decideDecline]) {
        expect(decide({ offer: { ...offer, status }, now })).toEqual({ ok: false, refusal: answers[status] });
      }
    }
  });
});

test("WAIT-03 WAIT-07 only accepting takes an entry off the list", () => {
  expect(entryAfterOffer).toEqual({
    accepted: "booked",
    declined: "waiting",
    lapsed: "waiting",
    withdrawn: "waiting",
  });
});
