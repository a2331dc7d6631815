import type { WaitlistEntryId } from "../ids.ts";
import type { Instant } from "../time/index.ts";
import { type RankedEntry, rankOffers } from "./waitlist.ts";
import type { Opening, WaitlistEntry } from "./waitlist-entry.ts";
import type { FitScore, WaitingPriority } from "./waitlist-score.ts";

/**
 * Everything that one round of offering an opening was decided from. It is kept with what was decided, so that the round can be decided
 * again from it, at any time and without the database.
 */
export type RoundFacts = {
  readonly now: Instant;
  readonly opening: Opening;
  readonly entries: readonly WaitlistEntry[];
  /** Those whose turn it was and who could not have the hour itself, each with the code of the reason. */
  readonly refused: readonly { readonly entryId: WaitlistEntryId; readonly reason: string }[];
  /** Whom staff chose; null when the list's own order chose. */
  readonly chosen: WaitlistEntryId | null;
  /** Why nobody at all was asked; null when somebody could be. */
  readonly stopped: "too_close_to_start" | "too_many_rounds" | null;
};

/** One person who was considered: asked, next in line, or skipped and why, with every part of both scores. */
export type Considered = {
  readonly entryId: WaitlistEntryId;
  /** `next`: fits, and is asked when those before do not accept. */
  readonly outcome: "offered" | "next" | "skipped";
  readonly reason: string | null;
  readonly fit: FitScore;
  readonly waitingPriority: WaitingPriority;
};

export type Round = {
  /** Who is asked; null when nobody is. */
  readonly winner: WaitlistEntryId | null;
  readonly considered: readonly Considered[];
};

/**
 * Decides one round: whom staff chose, else the first in line whom the hour did not refuse (WAIT-05). The same facts always give the same
 * round, which is what makes a round that was recorded answerable.
 */
export function judgeRound({ now, opening, entries, refused, chosen, stopped }: RoundFacts): Round {
  const { candidates, skipped } = rankOffers(opening, entries, now);
  const refusals = new Map(refused.map(({ entryId, reason }) => [entryId, reason]));
  const first = candidates.find(({ entryId }) => !refusals.has(entryId));
  const winner = stopped === null ? (chosen ?? first?.entryId ?? null) : null;
  const inOrder = [
    ...candidates.map((one) => ({ ...one, reason: refusals.get(one.entryId) ?? stopped })),
    ...skipped,
  ];
  const others = inOrder.filter(({ entryId }) => entryId !== winner);
  return {
    winner,
    considered: [
      ...inOrder
        .filter(({ entryId }) => entryId === winner)
        .map((one) => considered(one, "offered", chosen === null ? null : "chosen_by_staff")),
      ...others.filter(({ reason }) => reason === null).map((one) => considered(one, "next", null)),
      ...others.filter(({ reason }) => reason !== null).map((one) => considered(one, "skipped", one.reason)),
    ],
  };
}

function considered(
  { entryId, fit, waitingPriority }: RankedEntry,
  outcome: Considered["outcome"],
  reason: string | null,
): Considered {
  return { entryId, outcome, reason, fit, waitingPriority };
}
