import type { Tx } from "@quietroom/db";
import { type ClientHistory, decideFirstVisit, type ServiceClients } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

/** Whether a service is for somebody (null: whom the studio does not know). Most are for everybody, and then nothing is asked. */
export async function isForClient(
  tx: Tx,
  { newClients }: { readonly newClients: ServiceClients },
  who: { readonly tenantId: string; readonly clientId: string | null; readonly now: Instant },
): Promise<boolean> {
  if (newClients === "anyone") return true;
  const { tenantId, clientId, now } = who;
  const history = clientId === null ? null : await clientHistory(tx, { tenantId, clientId, now });
  return decideFirstVisit(newClients, history).ok;
}

/** What was cancelled or missed, or only held, is no visit. */
async function clientHistory(
  tx: Tx,
  {
    tenantId,
    clientId,
    now,
  }: { readonly tenantId: string; readonly clientId: string; readonly now: Instant },
): Promise<ClientHistory | null> {
  const at = toInstantColumn(now);
  const [row] = await tx.$queryRaw<ClientHistory[]>`
    select count(*) filter (where a.starts_at <= ${at}::timestamptz)::int as "visitsBegun",
      count(*) filter (where a.starts_at > ${at}::timestamptz and s.new_clients = 'new_only')::int as "openFirstVisits"
    from appointment a join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid
      and a.status not in ('held', 'cancelled', 'no_show')`;
  return row ?? null;
}
