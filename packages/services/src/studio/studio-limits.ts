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
  const count = kind === "places" ? await tx.location.count(inUse) : await practitionersInUse(tx, tenantId);
  return count < studioLimits[kind];
}

/** Who has left by their last day counts no more; a date's margin, since the last place of a studio may be a date behind UTC. */
async function practitionersInUse(tx: Tx, tenantId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from practitioner
    where tenant_id = ${tenantId}::uuid and active and (last_day is null or last_day >= app.now()::date - 1)`;
  return row?.count ?? 0;
}
