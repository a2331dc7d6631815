import { dayMs, type Instant, plus } from "../time/index.ts";

/** What a client may ask a studio to do with their record; seeing and taking it with them they do themselves (COMP-04). */
export const rightsRequestKinds = ["correction", "restriction"] as const;
export type RightsRequestKind = (typeof rightsRequestKinds)[number];

export const rightsRequestStates = ["open", "approved", "denied", "withdrawn"] as const;
export type RightsRequestState = (typeof rightsRequestStates)[number];

/** How many requests of one client may wait for an answer at once: the next one waits for those. */
export const mostOpenRequests = 5;

// 45 CFR 164.526(b)(2): a request to amend is acted on within 60 days. A restriction has no term of its own; it gets the same.
const answerWithinDays = 60;

/** Until when a request must be answered. */
export function answerDue(askedAt: Instant): Instant {
  return plus(askedAt, answerWithinDays * dayMs);
}

/** Only a request that waits can be decided or taken back; what was decided stays as it was. */
export function isAnswerable(state: RightsRequestState): boolean {
  return state === "open";
}
