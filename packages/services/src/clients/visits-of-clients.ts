import type { Tx } from "@quietroom/db";
import type { Instant } from "@quietroom/domain/time";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { SearchedAmong } from "./matching-clients.ts";

/** By client: the visit that is on or comes next, or else the last one, of those with these practitioners. */
export async function visitsOfClients(
  tx: Tx,
  {
    tenantId,
    clientIds,
    practitionerIds,
    now,
  }: {
    readonly tenantId: string;
    readonly clientIds: readonly string[];
    readonly practitionerIds: SearchedAmong;
    readonly now: Instant;
  },
): Promise<ReadonlyMap<string, { readonly appointmentId: string; readonly startsAt: Instant }>> {
  if (clientIds.length === 0) return new Map();
  const at = toInstantColumn(now);
  const rows = await tx.$queryRaw<{ clientId: string; appointmentId: string; startsAt: Date }[]>`
    select asked.id::text as "clientId", v.id::text as "appointmentId", v.starts_at as "startsAt"
    from unnest(${clientIds}::uuid[]) as asked (id)
    cross join lateral (
      select a.id, a.starts_at from appointment a
      where a.tenant_id = ${tenantId}::uuid and a.client_id = asked.id
        and a.status not in ('held', 'cancelled', 'no_show') and ${heldBy(practitionerIds)}
      order by a.ends_at > ${at}::timestamptz desc,
        case when a.ends_at > ${at}::timestamptz then a.starts_at end, a.starts_at desc, a.id
      limit 1) v`;
  return new Map(
    rows.map(({ clientId, appointmentId, startsAt }) => [
      clientId,
      { appointmentId, startsAt: fromInstantColumn(startsAt) },
    ]),
  );
}

/** Those of the clients who have a visit with one of these practitioners, whatever became of it. */
export async function clientsSeenBy(
  tx: Tx,
  {
    tenantId,
    clientIds,
    practitionerIds,
  }: {
    readonly tenantId: string;
    readonly clientIds: readonly string[];
    readonly practitionerIds: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  if (clientIds.length === 0 || practitionerIds.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct a.client_id::text as id from appointment a
    where a.tenant_id = ${tenantId}::uuid and a.client_id = any(${clientIds}::uuid[])
      and ${heldBy(practitionerIds)}`;
  return new Set(rows.map(({ id }) => id));
}
