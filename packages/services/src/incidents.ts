import type { Tx } from "@quietroom/db";
import {
  type Actor,
  type Incident,
  refusalsAllowed,
  refusalsIncident,
  refusalsWindowMs,
} from "@quietroom/domain/access";
import { instant } from "@quietroom/domain/time";
import { outboxRows } from "./outbox.ts";

/**
 * Raises an incident with whatever else the transaction writes (AUTH-44). One that was raised before, also at the same moment by
 * somebody else, stays as it is. The admins hear of it by what is announced here, once it is committed.
 */
export async function raiseIncident(tx: Tx, tenantId: string, incident: Incident): Promise<void> {
  const { kind, staffUserId, dedupeKey, detail } = incident;
  const [raised] = await tx.$queryRaw<{ id: string }[]>`
    insert into security_incident (tenant_id, kind, staff_user_id, dedupe_key, detail)
    values (${tenantId}::uuid, ${kind},
            (select id from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid),
            ${dedupeKey}, ${JSON.stringify(detail)}::jsonb)
    on conflict on constraint security_incident_once do nothing
    returning id`;
  if (raised === undefined) return;
  const emitted = [{ name: "security/incident-raised", data: { tenantId, incidentId: raised.id } }] as const;
  await tx.outbox.createMany({ data: outboxRows(tenantId, emitted) });
}

/**
 * Raises what a member of staff who is refused again and again is (AUTH-44). To be called once the refusal is written: those of one
 * person wait for each other here, so that the tenth sees nine. Nobody but staff is counted; strangers meet other limits.
 */
export async function noteRefusal(tx: Tx, actor: Actor, outcome: string): Promise<void> {
  if (actor.kind !== "staff" || (outcome !== "forbidden" && outcome !== "not_found")) return;
  const { tenantId, staffUserId } = actor;
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${`refusals ${tenantId} ${staffUserId}`}, 0))`;
  // As many as it takes and no more, so that whoever is refused a thousand times costs no more than whoever is refused ten times.
  const [counted] = await tx.$queryRaw<{ refusals: number; now: number }[]>`
    select count(*)::int as refusals, floor(extract(epoch from now()) * 1000)::float8 as now from (
      select from audit_event
      where tenant_id = ${tenantId}::uuid and actor_id = ${staffUserId}::uuid and actor_kind = 'staff'
        and outcome in ('forbidden', 'not_found') and at > now() - ${`${refusalsWindowMs} ms`}::interval
      limit ${refusalsAllowed}) lately`;
  if (counted === undefined) return;
  const { refusals, now } = counted;
  const incident = refusalsIncident({ staffUserId, refusals }, instant(now));
  if (incident !== null) await raiseIncident(tx, tenantId, incident);
}
