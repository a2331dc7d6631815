import type { WaitlistEntryId, WaitlistOfferId } from "../ids.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/index.ts";
import { type SkipReason, skipReasonsOf } from "./waitlist.ts";
import type { Opening, WaitlistEntry } from "./waitlist-entry.ts";
import { deadlineByHand, mostRounds } from "./waitlist-offer.ts";

/** `offering` until somebody has the hour, nobody is left to ask, or it is no longer there to be given. */
type OpeningStatus = "offering" | "filled" | "exhausted" | "withdrawn";

/** What staff cannot overrule: the visit itself would not be possible. All else they may know better than the list (WAIT-11). */
export const bindingReasons = [
  "has_open_offer",
  "not_waiting",
  "service_mismatch",
  "mode_mismatch",
  "duration_does_not_fit",
  "has_clashing_appointment",
] as const satisfies readonly SkipReason[];
export type BindingReason = (typeof bindingReasons)[number];

/** Why not even staff can offer this opening to this entry; null when they can. */
export function bindingReason(opening: Opening, entry: WaitlistEntry, now: Instant): BindingReason | null {
  const reasons = skipReasonsOf(opening, entry, now);
  return bindingReasons.find((reason) => reasons.includes(reason)) ?? null;
}

export type OfferByHandFacts = {
  readonly status: OpeningStatus;
  readonly opening: Opening;
  /** Nobody is asked before then, since its visit may come back (ec-I15); null: from when it was freed. */
  readonly offeredFrom: Instant | null;
  /** The one whom staff chose. */
  readonly entry: WaitlistEntry;
  /** The offer that stands, and the one that staff saw standing when they chose. */
  readonly open: WaitlistOfferId | null;
  readonly seen: WaitlistOfferId | null;
  /** How often this opening was offered so far. */
  readonly rounds: number;
  readonly now: Instant;
};
export type OfferByHandRefusal =
  | "filled"
  | "withdrawn"
  | "offer_changed"
  | "can_be_undone"
  | "too_close_to_start"
  | "too_many_rounds"
  | BindingReason;

/**
 * Offers an opening to whom staff choose, also when the list had nobody left (WAIT-11). It takes back the offer that staff saw and
 * no other: somebody may have been asked, or have answered, meanwhile. The deadline is that of every offer (WAIT-05, WAIT-06).
 */
export function decideOfferByHand(
  facts: OfferByHandFacts,
): Result<{ readonly expiresAt: Instant }, OfferByHandRefusal> {
  const { status, opening, offeredFrom, entry, open, seen, rounds, now } = facts;
  if (status === "filled" || status === "withdrawn") return refuse(status);
  if (offeredFrom !== null && now < offeredFrom) return refuse("can_be_undone");
  if (open !== seen) return refuse("offer_changed");
  const binding = bindingReason(opening, entry, now);
  if (binding !== null) return refuse(binding);
  const expiresAt = deadlineByHand(now, opening, entry.timeZone);
  if (expiresAt === null) return refuse("too_close_to_start");
  return rounds >= mostRounds ? refuse("too_many_rounds") : ok({ expiresAt });
}

export type SkipByHandFacts = {
  readonly status: OpeningStatus;
  /** Who has the open offer. */
  readonly asked: WaitlistEntryId | null;
  /** Who would be asked after them, in order. */
  readonly next: readonly WaitlistEntryId[];
  /** Who is to be skipped. */
  readonly entryId: WaitlistEntryId;
};
export type SkipByHandRefusal = Exclude<OpeningStatus, "offering"> | "not_in_line";

/** Skips one person for one opening (WAIT-11): whoever is asked now or would be later. Only an open offer has to be taken back. */
export function decideSkipByHand({
  status,
  asked,
  next,
  entryId,
}: SkipByHandFacts): Result<"take_back" | "note", SkipByHandRefusal> {
  if (status !== "offering") return refuse(status);
  if (asked === entryId) return ok("take_back");
  return next.includes(entryId) ? ok("note") : refuse("not_in_line");
}
