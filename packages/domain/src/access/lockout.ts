import { hourMs, type Instant, minuteMs, plus } from "../time/instant.ts";

/** What is counted: an account by its email, a device that the account has signed in from before, or a network address. */
export type GuardedKind = "account" | "device" | "address";

/** What has happened lately at one of them. `failures` are those of the last hour, those under way included. */
export type GuardedFacts = { readonly failures: readonly Instant[]; readonly lockedUntil: Instant | null };

/** Goes on, and until when the subject is locked unless this attempt succeeds; or is refused without being looked at. */
export type GuardDecision =
  | { readonly kind: "go_on"; readonly lockUntil: Instant | null }
  | { readonly kind: "refuse"; readonly until: Instant };

const shortMs = 15 * minuteMs;
const failuresAllowed = 5;
const failuresInAnHour = 10;
const failuresForFree = 3;

/**
 * Whether one more attempt is looked at (AUTH-40). Five failures in 15 minutes lock an account for 30 minutes, ten in an hour for an
 * hour; an address is refused while it has five in 15 minutes. An attempt counts as a failure from the moment it begins, so that
 * however many come at once, no more than five are looked at.
 */
export function decideAttempt(
  kind: GuardedKind,
  { failures, lockedUntil }: GuardedFacts,
  now: Instant,
): GuardDecision {
  if (lockedUntil !== null && lockedUntil > now) return { kind: "refuse", until: lockedUntil };
  const recent = failures.filter((at) => at > now - shortMs);
  const [first] = recent;
  if (first !== undefined && recent.length >= failuresAllowed)
    return { kind: "refuse", until: plus(first, shortMs) };
  if (kind === "address" || recent.length + 1 < failuresAllowed) return { kind: "go_on", lockUntil: null };
  const inAnHour = failures.filter((at) => at > now - hourMs).length + 1;
  return { kind: "go_on", lockUntil: plus(now, inAnHour >= failuresInAnHour ? hourMs : 30 * minuteMs) };
}

/** Whether one more attempt costs some work first (AUTH-43): after three failures within the hour, whoever it is about. */
export function asksForProof({ failures }: GuardedFacts, now: Instant): boolean {
  return failures.filter((at) => at > now - hourMs).length >= failuresForFree;
}
