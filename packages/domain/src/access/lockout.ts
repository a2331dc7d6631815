import { hourMs, type Instant, minuteMs, plus } from "../time/instant.ts";

/**
 * What is counted: an account by its email, a device that the account has signed in from before, or a network address; an email
 * for which a new password is asked; at the portal's door an address of mail that asks for the way in, the code of one asking, and the
 * person that a password is given for; behind that door a client's account, at which only they can fail who came in or nearly did; and
 * whoever books: the address of mail that a code is asked for, at one studio and at all of them, and the network address that asks.
 */
export type GuardedKind =
  | "account"
  | "device"
  | "address"
  | "reset"
  | "way_in"
  | "way_in_code"
  | "portal_password"
  | "portal_account"
  | "booking_code"
  | "booking_code_everywhere"
  | "booking_code_sender";

/** What has happened lately at one of them. `failures` are those of the last hour, those under way included. */
export type GuardedFacts = { readonly failures: readonly Instant[]; readonly lockedUntil: Instant | null };

/** Goes on, and until when the subject is locked unless this attempt succeeds; or is refused without being looked at. */
export type GuardDecision =
  | { readonly kind: "go_on"; readonly lockUntil: Instant | null }
  | { readonly kind: "refuse"; readonly until: Instant };

/** How many attempts there may be, and how soon after each other they count together. */
const allowed: Readonly<Record<GuardedKind, { readonly failures: number; readonly withinMs: number }>> = {
  account: { failures: 5, withinMs: 15 * minuteMs },
  device: { failures: 5, withinMs: 15 * minuteMs },
  address: { failures: 5, withinMs: 15 * minuteMs },
  reset: { failures: 3, withinMs: hourMs }, // AUTH-05: each asking counts, as none of them can be right
  way_in: { failures: 3, withinMs: hourMs }, // AUTH-08
  way_in_code: { failures: 5, withinMs: hourMs }, // AUTH-06; the code itself is over long before
  portal_password: { failures: 5, withinMs: 15 * minuteMs },
  portal_account: { failures: 5, withinMs: 15 * minuteMs },
  // BOOK-07: what a person needs who mistypes, waits, and asks again; and as many as come from one waiting room.
  booking_code: { failures: 5, withinMs: hourMs },
  booking_code_everywhere: { failures: 10, withinMs: hourMs }, // a person compares two studios; a flood goes through many
  booking_code_sender: { failures: 20, withinMs: hourMs },
};
/** Those that are somebody's own, and shut for a while once they were tried too often. */
const lockable: readonly GuardedKind[] = ["account", "device", "portal_password", "portal_account"];
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
  const { failures: most, withinMs } = allowed[kind];
  const recent = failures.filter((at) => at > now - withinMs);
  const [first] = recent;
  if (first !== undefined && recent.length >= most) return { kind: "refuse", until: plus(first, withinMs) };
  const locks = lockable.includes(kind);
  if (!locks || recent.length + 1 < most) return { kind: "go_on", lockUntil: null };
  const inAnHour = failures.filter((at) => at > now - hourMs).length + 1;
  return { kind: "go_on", lockUntil: plus(now, inAnHour >= failuresInAnHour ? hourMs : 30 * minuteMs) };
}

/** Whether one more attempt costs some work first (AUTH-43): after three failures within the hour, whoever it is about. */
export function asksForProof({ failures }: GuardedFacts, now: Instant): boolean {
  return failures.filter((at) => at > now - hourMs).length >= failuresForFree;
}
