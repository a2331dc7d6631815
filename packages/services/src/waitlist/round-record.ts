import type { Prisma } from "@quietroom/db";
import {
  type Considered,
  judgeRound,
  type Opening,
  type RoundFacts,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";

/**
 * What is kept of one round of offering: who was considered with what came of it, and the facts it was decided from. Ids, codes,
 * instants and points only.
 */
export function recordOf(round: RoundFacts) {
  return { considered: [...judgeRound(round).considered], facts: { shape: roundShape, round } };
}

/** The shape of the facts. Another one gets another number, so that rounds of before are told apart instead of misread. */
const roundShape = 2;

type KeptLine = Pick<Considered, "entryId" | "outcome" | "reason"> &
  Partial<Pick<Considered, "fit" | "waitingPriority">>;

/** The kept lines. The JSON column holds what `recordOf` made, which is why the cast holds; lines of before it have no points. */
export function readConsidered(column: Prisma.JsonValue): readonly KeptLine[] {
  return column as unknown as readonly KeptLine[];
}

/** The kept facts, for deciding the round again; null for a round of before they were kept. */
export function readFacts(column: Prisma.JsonValue | null): RoundFacts | null {
  const kept = column as unknown as Kept | null;
  if (kept === null) return null;
  return kept.shape === 1 ? withoutQuietHours(kept.round) : kept.round;
}

type Kept =
  | { readonly shape: 1; readonly round: RoundBeforeQuietHours }
  | { readonly shape: typeof roundShape; readonly round: RoundFacts };

type RoundBeforeQuietHours = Omit<RoundFacts, "opening" | "entries"> & {
  readonly opening: Omit<Opening, "quietRule">;
  readonly entries: readonly Omit<WaitlistEntry, "timeZone">[];
};

/** A round of before quiet hours counted: it was decided without them. */
function withoutQuietHours({ opening, entries, ...round }: RoundBeforeQuietHours): RoundFacts {
  return {
    ...round,
    opening: { ...opening, quietRule: "none" },
    entries: entries.map((entry) => ({ ...entry, timeZone: opening.zone })),
  };
}
