import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { entry, opening } from "../../test/waitlist-facts.ts";
import type { PractitionerId } from "../ids.ts";
import { asId } from "../ids.ts";
import { dayMs, plus } from "../time/index.ts";
import { fitScore, offerThreshold, waitingPriority } from "./waitlist-score.ts";

const ana = asId<PractitionerId>("ana");
const ben = asId<PractitionerId>("ben");

test("WAIT-09 the parts of a fit: therapist 30, day 20, time 20, soonness 15, waiting 15", () => {
  const now = opening().start; // as soon as can be
  const longWait = entry("e", { joinedAt: plus(now, -30 * dayMs), priority: "urgent", referred: true });
  expect(fitScore(opening(), longWait, now)).toEqual({
    therapist: 30,
    day: 20,
    time: 20,
    soonness: 15,
    waiting: 14,
    total: 99,
  });
  const newcomer = entry("e", { joinedAt: now, priority: "low", practitionerIds: [ana, ben] });
  expect(fitScore(opening(), newcomer, now)).toEqual({
    therapist: 30,
    day: 20,
    time: 20,
    soonness: 15,
    waiting: 0,
    total: 85,
  });
});

test("WAIT-09 an alternate counts less than the preferred, soonness fades over 30 days", () => {
  const now = plus(opening().start, -15 * dayMs);
  const alternate = entry("e", { joinedAt: now, priority: "low", practitionerIds: [ben, ana] });
  expect(fitScore(opening(), alternate, now)).toMatchObject({ therapist: 20, soonness: 8, total: 68 });
  expect(fitScore(opening(), alternate, plus(opening().start, -31 * dayMs)).soonness).toBe(0);
  expect(offerThreshold).toBe(70);
});

test("WAIT-10 waiting priority: 40 for 30 days, 30 for urgency, 20 for a referral, less 10 for declines", () => {
  const now = at("2027-03-31T12:00Z");
  const score = (changes: Parameters<typeof entry>[1]) => waitingPriority(entry("e", changes), now);
  expect(score({ priority: "urgent", referred: true })).toEqual({
    waited: 40,
    urgency: 30,
    referral: 20,
    declines: 0,
    total: 90,
  });
  expect(score({ joinedAt: plus(now, -15 * dayMs) })).toEqual({
    waited: 20,
    urgency: 10,
    referral: 0,
    declines: 0,
    total: 30,
  });
  expect(score({ joinedAt: plus(now, -90 * dayMs) }).waited).toBe(40);
  expect(score({ declines: 1 }).declines).toBe(3);
  expect(score({ joinedAt: now, priority: "low", declines: 9 })).toEqual({
    waited: 0,
    urgency: 0,
    referral: 0,
    declines: 10,
    total: 0,
  });
});
