import type { Prisma } from "@quietroom/db";
import { type Considered, judgeRound, type RoundFacts } from "@quietroom/domain/scheduling";

/**
 * What is kept of one round of offering: who was considered with what came of it, and the facts it was decided from. Ids, codes,
 * instants and points only.
 */
export function recordOf(round: RoundFacts) {
  return { considered: [...judgeRound(round).considered], facts: { shape: roundShape, round } };
}

/** The shape of the facts. Another one gets another number, so that rounds of before are told apart instead of misread. */
const roundShape = 1;

type KeptLine = Pick<Considered, "entryId" | "outcome" | "reason"> &
  Partial<Pick<Considered, "fit" | "waitingPriority">>;

/** The kept lines. The JSON column holds what `recordOf` made, which is why the cast holds; lines of before it have no points. */
export function readConsidered(column: Prisma.JsonValue): readonly KeptLine[] {
  return column as unknown as readonly KeptLine[];
}

/** The kept facts, for deciding the round again; null for a round of before they were kept. */
export function readFacts(column: Prisma.JsonValue | null): RoundFacts | null {
  const kept = column as unknown as { readonly shape: number; readonly round: RoundFacts } | null;
  return kept?.shape === roundShape ? kept.round : null;
}
