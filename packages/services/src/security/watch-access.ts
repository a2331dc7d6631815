import {
  careIncident,
  type ClientShown,
  exportIncident,
  type Incident,
  isStaffRole,
  seesByCareAlone,
  volumeIncidents,
  watchLimits,
} from "@quietroom/domain/access";
import { type Instant, instant, minuteMs } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import { realNow } from "../real-now.ts";

// Two minutes more than the window: a transaction that is committed late is looked at with the next round.
const lookBackMs = watchLimits.windowMs + 2 * minuteMs;

/**
 * Looks at what a studio's audit says of the last minutes, and raises what looks like a breach (AUD-11). It looks at what is committed,
 * again and again, so whoever works in parallel is seen as one who does not; nobody waits for it. Safe to call at any time.
 */
export const watchAccess = defineVerb<object, { readonly noticed: number }>({
  name: "security.watch_access",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, tenantId }) {
    const now = await realNow(tx);
    const incidents = [
      ...(await manyClients(tx, tenantId, now)),
      ...(await withoutCare(tx, tenantId, now)),
      ...(await oddExports(tx, tenantId, now)),
    ];
    for (const incident of incidents) await raiseIncident(tx, tenantId, incident);
    return { noticed: incidents.length };
  },
});

async function manyClients(tx: Tx, tenantId: string, now: Instant): Promise<readonly Incident[]> {
  // Of the accounts that have to wait all are read and only those few are shown, whatever the row names.
  const rows = await tx.$queryRaw<(Omit<ClientShown, "at"> & { staffUserId: string; at: Date })[]>`
    with lately as (
      select actor_id, client_id, verb, detail, at from audit_event
      where tenant_id = ${tenantId}::uuid and at > now() - ${`${lookBackMs} ms`}::interval
        and actor_kind = 'staff' and outcome = 'done' and action <> 'attempt'),
    shown as materialized (
      select actor_id, client_id::text as client, 'record' as by, at from lately where client_id is not null
      union all
      select actor_id, jsonb_array_elements_text(detail -> 'clientIds'),
        case when verb = 'clients.search' then 'search' else 'list' end, at
      from lately where jsonb_typeof(detail -> 'clientIds') = 'array'
        and not (verb = 'portal.list_accounts' and detail ->> 'state' = 'locked'))
    select actor_id::text as "staffUserId", client as "clientId", by, at from shown
    where actor_id in (select actor_id from shown group by 1 having count(distinct client) > ${watchLimits.shown}
      or count(distinct client) filter (where by = 'record') > ${watchLimits.charts}
      or count(distinct client) filter (where by = 'search') > ${watchLimits.found})
    order by at`;
  return [...Map.groupBy(rows, ({ staffUserId }) => staffUserId)].flatMap(([staffUserId, clients]) => {
    const shown = clients.map(({ clientId, by, at }) => ({ clientId, by, at: instant(at.getTime()) }));
    return volumeIncidents({ staffUserId, shown }, now);
  });
}

async function withoutCare(tx: Tx, tenantId: string, now: Instant): Promise<readonly Incident[]> {
  const rows = await tx.$queryRaw<{ staffUserId: string; clientId: string; roles: string[] }[]>`
    select distinct u.id::text as "staffUserId", e.client_id::text as "clientId", u.roles
    from audit_event e join staff_user u on u.tenant_id = ${tenantId}::uuid and u.id = e.actor_id
    where e.tenant_id = ${tenantId}::uuid and e.at > now() - ${`${lookBackMs} ms`}::interval
      and e.actor_kind = 'staff' and e.client_id is not null and e.outcome = 'done' and e.action = 'read'
      and not exists (
        select from appointment a
        where a.tenant_id = ${tenantId}::uuid and a.client_id = e.client_id
          and a.with_practitioner_ids || a.practitioner_id && (array(select s.supervisee_id from supervision s
              where s.tenant_id = ${tenantId}::uuid and s.supervisor_id = u.id)
            || array(select c.covered_id from cover c where c.tenant_id = ${tenantId}::uuid and c.covering_id = u.id)
            || u.practitioner_id))
      and not exists (
        select from waitlist_entry w
        where w.tenant_id = ${tenantId}::uuid and w.client_id = e.client_id
          and (w.practitioner_id is null or w.practitioner_id = u.practitioner_id))`;
  return rows
    .filter(({ roles }) => seesByCareAlone(roles.filter(isStaffRole)))
    .map(({ staffUserId, clientId }) => careIncident({ staffUserId, clientId }, now));
}

async function oddExports(tx: Tx, tenantId: string, now: Instant): Promise<readonly Incident[]> {
  const exports = await tx.$queryRaw<{ staffUserId: string; rows: number | null; at: Date }[]>`
    select actor_id::text as "staffUserId", (detail ->> 'rows')::float8 as rows, at from audit_event
    where tenant_id = ${tenantId}::uuid and at > to_timestamp(${(now - lookBackMs) / 1000}) and actor_kind = 'staff'
      and actor_id is not null and action = 'export' and outcome = 'done'`;
  if (exports.length === 0) return [];
  const { timeZone: zone } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
  return exports.flatMap(
    ({ at, ...facts }) => exportIncident({ ...facts, at: instant(at.getTime()), zone }) ?? [],
  );
}
