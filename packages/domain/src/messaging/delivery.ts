import { dayMs, type Instant, minuteMs, plus } from "../time/index.ts";

/** What a failed delivery means. `busy`: the provider took no look at it and asks for patience, for so long if it says so. */
export type DeliveryFailure =
  | { readonly kind: "busy"; readonly afterMs: number | null }
  | { readonly kind: "may_pass" }
  | { readonly kind: "for_good" };

export type DeliveryFacts = {
  readonly failure: DeliveryFailure;
  /** How often it has failed, this time included; what was `busy` does not count. */
  readonly failures: number;
  /** When it first could have left. */
  readonly dueAt: Instant;
  /** From then on it is of no use to anybody; null: nobody said until when. */
  readonly usefulUntil: Instant | null;
  readonly now: Instant;
};

export type NextAttempt =
  | { readonly kind: "give_up" }
  /** `alert`: its retries are used up, and it has not got through. */
  | { readonly kind: "try_again"; readonly at: Instant; readonly alert: boolean };

/** A failed delivery is tried again after 1, 5 and 15 minutes (NOTIF-06). */
const retriesMs = [1, 5, 15].map((minutes) => minutes * minuteMs);
/** After those three it waits for the end of the outage, looking this often. */
const waitMs = 30 * minuteMs;
/** What a provider asks for that names no time. */
const patienceMs = minuteMs;

/**
 * When a delivery that failed is tried again. What may pass is tried three times more, then operators hear of it, and it goes on waiting
 * while it is useful: an outage of hours loses nothing. To be asked for patience is no failure, however often: it waits as long as the
 * provider says, and the longer the longer it has waited, or a thousand messages would ask again every second. At the end of its use it
 * is looked at once more, to be written off.
 */
export function decideNextAttempt(facts: DeliveryFacts): NextAttempt {
  const { failure, failures, dueAt, usefulUntil, now } = facts;
  if (failure.kind === "for_good") return { kind: "give_up" };
  const again = (ms: number, alert = false): NextAttempt => {
    const at = plus(now, ms);
    return { kind: "try_again", at: usefulUntil !== null && usefulUntil < at ? usefulUntil : at, alert };
  };
  if (failure.kind === "busy")
    return again(Math.max(failure.afterMs ?? patienceMs, Math.min(Math.floor((now - dueAt) / 2), waitMs)));
  const retryMs = retriesMs[failures - 1];
  if (retryMs !== undefined) return again(retryMs);
  if (usefulUntil === null) return { kind: "give_up" };
  return again(waitMs, failures === retriesMs.length + 1);
}

/** Of these operators are told when they do not get through (NOTIF-06): somebody waits for them, or a way in hangs on them. */
export const criticalMessages = ["confirmation", "waitlist_offer", "way_in"] as const;

/** News of a visit far away are old after a week, though the visit is not. */
const newsMs = 7 * dayMs;

/** Until when news of something are useful: until it begins, and at most for a week. */
export function newsUsefulUntil(now: Instant, begins: Instant | null): Instant {
  const week = plus(now, newsMs);
  return begins !== null && begins < week ? begins : week;
}

/** Whether a message is of no use any more. */
export function isStale(usefulUntil: Instant | null, now: Instant): boolean {
  return usefulUntil !== null && now >= usefulUntil;
}
