import { dayMs, type Instant, plus } from "../time/index.ts";

/** What a client may ask a studio to do with their record; seeing and taking it with them they do themselves (COMP-04). */
export const rightsRequestKinds = ["correction", "restriction"] as const;
export type RightsRequestKind = (typeof rightsRequestKinds)[number];

export const rightsRequestStates = ["open", "approved", "denied", "withdrawn"] as const;
export type RightsRequestState = (typeof rightsRequestStates)[number];

/** How an agreed restriction comes to an end: its client asked for that or agrees, or the studio told them (45 CFR 164.522(a)(2)). */
export const restrictionEndings = ["client_agrees", "client_told"] as const;
export type RestrictionEnding = (typeof restrictionEndings)[number];

/** How many requests of one client may wait for an answer at once: the next one waits for those. */
export const mostOpenRequests = 5;

// 45 CFR 164.526(b)(2): a request to amend is acted on within 60 days. A restriction has no term of its own; it gets the same.
const answerWithinDays = 60;

/** Until when a request must be answered. */
export function answerDue(askedAt: Instant): Instant {
  return plus(askedAt, answerWithinDays * dayMs);
}

/**
 * Whether an agreed restriction binds whoever works with the record. One that its client gave up does not. One that the studio ended
 * by itself does, for what was written before they were told (45 CFR 164.522(a)(2)(iii)(B)).
 */
export function stillBinds(ended: RestrictionEnding | null): boolean {
  return ended !== "client_agrees";
}

/** Only a request that waits can be decided or taken back; what was decided stays as it was. */
export function isAnswerable(state: RightsRequestState): boolean {
  return state === "open";
}
