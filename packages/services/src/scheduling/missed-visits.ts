import type { Tx } from "@quietroom/db";

/** How often a client did not come, and how often they cancelled after their cut-off. */
type MissedVisits = { readonly noShows: number; readonly lateCancels: number };

/** The same of one client, counted over all of their visits, with whomever (SCHED-20). */
export async function missedVisits(
  tx: Tx,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
): Promise<MissedVisits> {
  const [row] = await tx.$queryRaw<MissedVisits[]>`
    select count(*) filter (where status = 'no_show')::int as "noShows",
      count(*) filter (where status = 'cancelled' and late_cancel)::int as "lateCancels"
    from appointment
    where tenant_id = ${tenantId}::uuid and client_id = ${clientId}::uuid and not superseded`;
  return row ?? { noShows: 0, lateCancels: 0 };
}
