import type { Tx } from "@quietroom/db";

/** How many of each a studio makes. What is there already is never hidden or locked by a limit (TEN-13). */
export const studioLimits = { places: 5, practitioners: 50 } as const;

/**
 * Whether one more may be made. Those in use count; two who make the last one at once wait for each other here, until the end of their
 * transactions.
 */
export async function hasRoomFor(
  tx: Tx,
  tenantId: string,
  kind: keyof typeof studioLimits,
): Promise<boolean> {
  await tx.$executeRaw`select from tenant where id = ${tenantId}::uuid for no key update`;
  const inUse = { where: { tenantId, active: true } };
  const count = kind === "places" ? await tx.location.count(inUse) : await tx.practitioner.count(inUse);
  return count < studioLimits[kind];
}
