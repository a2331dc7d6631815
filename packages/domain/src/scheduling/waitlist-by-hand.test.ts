import { describe, expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { entry, opening } from "../../test/waitlist-facts.ts";
import {
  asId,
  type PractitionerId,
  type ServiceId,
  type WaitlistEntryId,
  type WaitlistOfferId,
} from "../ids.ts";
import { hourMs, minuteMs, plus } from "../time/index.ts";
import { rankOffers, type SkipReason, skipReasons } from "./waitlist.ts";
import {
  bindingReason,
  bindingReasons,
  decideOfferByHand,
  decideSkipByHand,
  type OfferByHandFacts,
} from "./waitlist-by-hand.ts";
import type { WaitlistEntry } from "./waitlist-entry.ts";

const now = at("2027-03-15T12:00Z");
const bens = asId<WaitlistOfferId>("ben's offer");
const cys = asId<WaitlistOfferId>("cy's offer");

function offer(changes: Partial<OfferByHandFacts> = {}) {
  const facts = { status: "offering", offeredFrom: null, open: null, seen: null, rounds: 0, now } as const;
  return decideOfferByHand({ ...facts, opening: opening(), entry: entry("cy"), ...changes });
}

describe("WAIT-11 an offer by hand", () => {
  test("stands as long as any other (WAIT-05, WAIT-06)", () => {
    expect(offer()).toEqual({ ok: true, value: { expiresAt: plus(now, hourMs) } });
    const { start } = opening();
    const near = plus(start, -2.5 * hourMs);
    expect(offer({ now: near })).toEqual({ ok: true, value: { expiresAt: plus(start, -2 * hourMs) } });
    const tooNear = plus(start, -2 * hourMs - 10 * minuteMs + 1);
    expect(offer({ now: tooNear })).toEqual({ ok: false, refusal: "too_close_to_start" });
  });

  test("of an hour for which the list had nobody left, but not of one that is gone", () => {
    expect(offer({ status: "exhausted" }).ok).toBe(true);
    expect(offer({ status: "filled" })).toEqual({ ok: false, refusal: "filled" });
    expect(offer({ status: "withdrawn" })).toEqual({ ok: false, refusal: "withdrawn" });
  });

  test("ec-I15 waits until the cancellation that freed the hour can be undone no more", () => {
    expect(offer({ offeredFrom: plus(now, 1) })).toEqual({ ok: false, refusal: "can_be_undone" });
    expect(offer({ offeredFrom: now }).ok).toBe(true);
  });

  test("takes back the offer that was seen, and no other", () => {
    expect(offer({ open: bens, seen: bens }).ok).toBe(true);
    for (const { open, seen } of [
      { open: cys, seen: bens },
      { open: null, seen: bens },
      { open: bens, seen: null },
    ])
      expect(offer({ open, seen })).toEqual({ ok: false, refusal: "offer_changed" });
  });

  test("ends after as many rounds as the list's own (ec-I14)", () => {
    expect(offer({ rounds: 99 }).ok).toBe(true);
    expect(offer({ rounds: 100 })).toEqual({ ok: false, refusal: "too_many_rounds" });
  });

  test("staff know better what somebody would like, not what is possible", () => {
    const against: Record<
      Exclude<SkipReason, "caused_the_opening" | "below_threshold" | "in_quiet_hours">,
      Partial<WaitlistEntry>
    > = {
      skipped_by_staff: { answerToOpening: "skipped_by_staff" },
      declined_this_opening: { answerToOpening: "declined" },
      already_offered_this_opening: { answerToOpening: "lapsed" },
      practitioner_mismatch: { practitionerIds: [asId<PractitionerId>("ben")] },
      location_mismatch: { locationId: asId("harbour") },
      outside_dates: { dateFrom: "2027-03-17" },
      weekday_mismatch: { weekdays: [1] },
      daypart_mismatch: { dayparts: ["evening"] },
      has_open_offer: { openOffer: "open" },
      not_waiting: { status: "withdrawn" },
      service_mismatch: { serviceId: asId<ServiceId>("yoga") },
      mode_mismatch: { mode: "telehealth" },
      duration_does_not_fit: { durationMin: 61 },
      has_clashing_appointment: { ownVisits: [between("2027-03-16T14:30Z", "2027-03-16T15:30Z")] },
    };
    const bound = Object.entries(against).flatMap(([reason, changes]) => {
      const [skipped] = rankOffers(opening(), [entry("e", changes)], now).skipped;
      expect(skipped?.reason).toBe(reason);
      const answer = offer({ entry: entry("e", changes) });
      return answer.ok ? [] : [answer.refusal];
    });
    expect(bound.toSorted()).toEqual([...bindingReasons].toSorted());
    expect(offer({ opening: opening({ causedBy: entry("cy").clientId }) }).ok).toBe(true);
    expect(offer({ opening: opening({ quietRule: "wait" }) }).ok).toBe(true); // at eight in the morning
    expect(skipReasons).toHaveLength(Object.keys(against).length + 3);
  });

  test("what binds is found behind what does not", () => {
    const away = entry("e", { answerToOpening: "declined", durationMin: 90 });
    expect(bindingReason(opening(), away, now)).toBe("duration_does_not_fit");
  });
});

describe("WAIT-11 a skip by hand", () => {
  const id = (name: string) => asId<WaitlistEntryId>(name);
  const line = { status: "offering", asked: id("ben"), next: [id("cy"), id("di")] } as const;

  test("takes back the offer of the one who is asked, and notes those who would come later", () => {
    expect(decideSkipByHand({ ...line, entryId: id("ben") })).toEqual({ ok: true, value: "take_back" });
    expect(decideSkipByHand({ ...line, entryId: id("di") })).toEqual({ ok: true, value: "note" });
  });

  test("nobody is skipped who would not be asked, nor for an hour that is over", () => {
    expect(decideSkipByHand({ ...line, entryId: id("ed") })).toEqual({ ok: false, refusal: "not_in_line" });
    for (const status of ["filled", "exhausted", "withdrawn"] as const)
      expect(decideSkipByHand({ ...line, status, entryId: id("ben") })).toEqual({
        ok: false,
        refusal: status,
      });
  });
});
