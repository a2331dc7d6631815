import type { setScreening } from "@quietroom/contracts/groups";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { VerbWork } from "./define-verb.ts";
import { AppError } from "./errors.ts";
import { fromInstantColumn, toInstantColumn } from "./instant-column.ts";

type Screening = OutputOf<typeof setScreening> | null;
type Member = { readonly clientId: string; readonly serviceId: string };

/**
 * How these clients stand with services whose groups are screened first (SCHED-24), in one question: null where nobody is screened, else
 * whether they were, by whom and when. Whoever asks says in the audit whose that was.
 */
export async function screeningsOf(
  tx: Tx,
  tenantId: string,
  members: readonly Member[],
): Promise<(member: Member) => Screening> {
  const clientIds = [...new Set(members.map(({ clientId }) => clientId))];
  const serviceIds = [...new Set(members.map(({ serviceId }) => serviceId))];
  const rows = await tx.$queryRaw<Row[]>`
    select s.id as "serviceId", k.client_id as "clientId", k.screened_at as "at", u.display_name as "by"
    from service s
      left join screening k on k.tenant_id = s.tenant_id and k.service_id = s.id and k.client_id = any(${clientIds}::uuid[])
      left join staff_user u on u.tenant_id = k.tenant_id and u.id = k.screened_by
    where s.tenant_id = ${tenantId}::uuid and s.id = any(${serviceIds}::uuid[]) and s.needs_screening`;
  return ({ clientId, serviceId }) => {
    const ofService = rows.filter((row) => row.serviceId === serviceId);
    if (ofService.length === 0) return null;
    const found = ofService.find((row) => row.clientId === clientId);
    if (found?.at == null) return { screened: null };
    return { screened: { at: fromInstantColumn(found.at), by: found.by ?? "" } };
  };
}

type Row = {
  readonly serviceId: string;
  readonly clientId: string | null;
  readonly at: Date | null;
  readonly by: string | null;
};

/**
 * Keeps that the actor screened a client for a service, now, unless somebody did before or the service screens nobody: then nothing is kept,
 * and false is answered. Two who say so at once keep one. Throws `forbidden` for anybody but staff.
 */
export async function keepScreening(
  { tx, tenantId, actor, now, audit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "actor" | "now" | "audit">,
  { clientId, serviceId }: Member,
): Promise<boolean> {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  const kept = await tx.$queryRaw<{ id: string }[]>`
    insert into screening (tenant_id, client_id, service_id, screened_by, screened_at)
    select s.tenant_id, ${clientId}::uuid, s.id, ${actor.staffUserId}::uuid, ${toInstantColumn(now)}::timestamptz
    from service s where s.tenant_id = ${tenantId}::uuid and s.id = ${serviceId}::uuid and s.needs_screening
    on conflict on constraint screening_once do nothing
    returning id`;
  for (const { id } of kept)
    audit({ action: "create", resource: "screening", resourceId: id, clientId, detail: { serviceId } });
  return kept.length > 0;
}
