import type { Prisma, Tx } from "@quietroom/db";
import type { OpeningHours } from "@quietroom/domain/scheduling";

/** Opening hours as their JSON column takes them; absent, the column's own default stands. */
export function openingColumn({ opening }: { readonly opening?: OpeningHours | undefined }): {
  opening?: Prisma.InputJsonValue;
} {
  return opening === undefined ? {} : { opening: opening.map((range) => range && [...range]) };
}

/** The column holds what a verb put there after the contract parsed it, which is why the cast holds. */
export function storedOpening(column: unknown): ([string, string] | null)[] {
  return column as ([string, string] | null)[];
}

/** The opening hours of each place in use, by its id. */
export async function openingHoursOf(tx: Tx, tenantId: string): Promise<ReadonlyMap<string, OpeningHours>> {
  const places = await tx.location.findMany({
    where: { tenantId, active: true },
    select: { id: true, opening: true },
  });
  return new Map(places.map(({ id, opening }) => [id, storedOpening(opening)]));
}
