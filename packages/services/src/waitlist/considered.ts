import type { RankedEntry, SkippedEntry } from "@quietroom/domain/scheduling";

/**
 * One line of "who was considered, who was skipped and why", as it is kept with an offer: ids, codes and points only.
 * `next`: fits, and is asked when those before do not accept.
 */
export type Considered = {
  readonly entryId: string;
  readonly outcome: "offered" | "next" | "skipped";
  readonly reason: string | null;
  readonly fitScore: number | null;
};

/** What came of considering one entry, and the code of the reason where there is one. */
export function considered(
  { entryId, fit }: RankedEntry | SkippedEntry,
  outcome: Considered["outcome"],
  reason: string | null = null,
): Considered {
  return { entryId, outcome, reason, fitScore: fit.total };
}

/** The kept lines. The JSON column holds what `make-offer` and `offer-opening` wrote, which is why the cast holds. */
export function readConsidered(column: unknown): readonly Considered[] {
  return column as readonly Considered[];
}
