import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, instant, minuteMs } from "../time/index.ts";
import { isExpired } from "./hold.ts";
import type { WaitlistStatus } from "./waitlist-entry.ts";

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
