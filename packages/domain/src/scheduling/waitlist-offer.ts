import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, instant, minuteMs, type TimeZone } from "../time/index.ts";
import { isExpired } from "./hold.ts";
import { afterAwake, awakeMs, quietHoursAt } from "./quiet-hours.ts";
import type { Opening, WaitlistEntry, WaitlistStatus } from "./waitlist-entry.ts";

/** `open` until answered or ended: once accepted, declined, lapsed or withdrawn it stays so. */
export type OfferStatus = "open" | "accepted" | "declined" | "lapsed" | "withdrawn";

/** An offered time is held this long (WAIT-05) … */
const offerMs = 1 * hourMs;
/** … but never into the last two hours before it starts (WAIT-06) … */
const clearBeforeStartMs = 2 * hourMs;
/** … and nobody is asked who would have less than this to answer; the time goes to the public page (ec-I7). */
const leastAnswerMs = 10 * minuteMs;

/** Far more rounds than any real list needs; what remains then is everybody's (ec-I14: the loop ends). */
export const mostRounds = 100;

/** Until when an offer made now can be answered; null when the start is too close to ask anyone. */
export function offerDeadline(now: Instant, startsAt: Instant): Instant | null {
  const deadline = Math.min(now + offerMs, startsAt - clearBeforeStartMs);
  return deadline - now < leastAnswerMs ? null : instant(deadline);
}

export type OfferFacts = { readonly status: OfferStatus; readonly expiresAt: Instant };
export type AnswerRefusal = "already_answered" | "lapsed" | "withdrawn";

type QuietOpening = Pick<Opening, "start" | "quietRule">;

/**
 * Until when one person can answer an offer made now, who is in `zone`; null when they cannot be asked now (ec-I6). No deadline lies in their quiet
 * hours: where the studio pauses the clock, an hour means an hour awake, and what would end too near the start ends before their night instead;
 * where it waits, nobody is asked in them, nor so shortly before that the answer would be due in them. WAIT-06 holds under every rule.
 */
export function answerDeadline(
  now: Instant,
  { start, quietRule }: QuietOpening,
  zone: TimeZone,
): Instant | null {
  const plain = offerDeadline(now, start);
  if (plain === null || quietRule === "none") return plain;
  if (quietRule === "wait")
    return (quietHoursAt(now, zone) ?? quietHoursAt(instant(plain - 1), zone)) ? null : plain;
  const latest = Math.min(afterAwake(now, offerMs, zone), start - clearBeforeStartMs);
  const deadline = quietHoursAt(instant(latest), zone)?.start ?? instant(latest);
  return awakeMs(now, deadline, zone) < leastAnswerMs ? null : deadline;
}

/** Whether an offer stands longer than an hour, which it does only where its clock rested at night. */
export function clockRested(offeredAt: Instant, expiresAt: Instant): boolean {
  return expiresAt - offeredAt > offerMs;
}

/**
 * The same of an offer by hand (WAIT-11). Staff may ask at any hour, since they know whom they ask: the clock rests in the person's quiet hours
 * unless the studio never pauses it, and where that leaves them no time, they have what anyone has by day. Null: too close to the start.
 */
export function deadlineByHand(
  now: Instant,
  { start, quietRule }: QuietOpening,
  zone: TimeZone,
): Instant | null {
  const rule = quietRule === "none" ? "none" : "pause";
  return answerDeadline(now, { start, quietRule: rule }, zone) ?? offerDeadline(now, start);
}

/** Whether only the hour of day keeps somebody from being asked now. */
export function isQuietFor(
  now: Instant,
  opening: QuietOpening,
  { timeZone }: Pick<WaitlistEntry, "timeZone">,
): boolean {
  return offerDeadline(now, opening.start) !== null && answerDeadline(now, opening, timeZone) === null;
}

/** When somebody who cannot be asked now because of the hour of day can be; null when the visit starts too soon after their night. */
export function askableFrom(
  now: Instant,
  opening: QuietOpening,
  { timeZone }: Pick<WaitlistEntry, "timeZone">,
): Instant | null {
  const plain = offerDeadline(now, opening.start);
  if (plain === null) return null;
  const night = quietHoursAt(now, timeZone) ?? quietHoursAt(instant(plain - 1), timeZone);
  if (night === null) return null;
  return answerDeadline(night.end, opening, timeZone) === null ? null : night.end;
}

/** What an answer does to its offer and to the entry behind it; `declinesAdded` counts towards WAIT-10. */
export type AnswerPlan = {
  readonly offer: "accepted" | "declined";
  readonly entry: "booked" | "waiting";
  readonly declinesAdded: 0 | 1;
};

/** Accepts an offer: at the deadline it is in time (ec-I3), after it the person is thanked and keeps the place (WAIT-07). */
export function decideAcceptance(facts: {
  readonly offer: OfferFacts;
  readonly now: Instant;
}): Result<AnswerPlan, AnswerRefusal> {
  const refusal = answerRefusal(facts.offer, facts.now);
  return refusal === null ? ok({ offer: "accepted", entry: "booked", declinesAdded: 0 }) : refuse(refusal);
}

/** Declines an offer: back to waiting, the decline counted, and the next person is asked at once (WAIT-08). */
export function decideDecline(facts: {
  readonly offer: OfferFacts;
  readonly now: Instant;
}): Result<AnswerPlan, AnswerRefusal> {
  const refusal = answerRefusal(facts.offer, facts.now);
  return refusal === null ? ok({ offer: "declined", entry: "waiting", declinesAdded: 1 }) : refuse(refusal);
}

/** What becomes of an entry whose offer ended (WAIT-03, 07, 08): only accepting takes it off the list. */
export const entryAfterOffer = {
  accepted: "booked",
  declined: "waiting",
  lapsed: "waiting",
  withdrawn: "waiting",
} as const satisfies Record<Exclude<OfferStatus, "open">, WaitlistStatus>;

function answerRefusal({ status, expiresAt }: OfferFacts, now: Instant): AnswerRefusal | null {
  if (status === "accepted" || status === "declined") return "already_answered";
  if (status === "withdrawn") return "withdrawn";
  return status === "lapsed" || isExpired(expiresAt, now) ? "lapsed" : null;
}
