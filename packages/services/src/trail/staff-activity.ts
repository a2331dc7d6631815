import type { staffActivity as contract } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

const pageSize = 50;

/**
 * What a member of staff did in their last 30 days here, a page at a time, refusals included: the review of a leaver's access
 * (AUTH-61), or of anyone's. The days are counted back from the last thing they did. Looking is audited like any act (AUD-09).
 */
export const staffActivity = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "trail.staff_activity",
  permission: "audit:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, now, audit }) {
    const { staffUserId, before } = input;
    audit({ action: "read", resource: "audit_event", resourceId: null, detail: { staffUserId } });
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const [span] = await tx.$queryRaw<{ since: Date }[]>`
      select coalesce(max(at), to_timestamp(${now / 1000})) - interval '30 days' as since from audit_event
      where tenant_id = ${tenantId}::uuid and actor_id = ${staffUserId}::uuid`;
    const { since } = found(span);
    const whose = { tenantId, actorId: staffUserId, at: { gte: since } };
    const rows = await tx.auditEvent.findMany({
      where: { ...whose, ...(before === null ? {} : { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: { id: true, at: true, action: true, resource: true, outcome: true },
    });
    const page = rows.slice(0, pageSize);
    return {
      timeZone,
      locale,
      person: { displayName: person.displayName, active: person.active },
      since: fromInstantColumn(since),
      clients: await countClients(tx, whose),
      next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null,
      acts: page.map((row) => ({ ...row, at: fromInstantColumn(row.at) })),
    };
  },
});

/** Of how many different clients somebody saw or changed records, those that a list or search returned included (AUD-03). */
async function countClients(
  tx: Tx,
  { tenantId, actorId, at }: { tenantId: string; actorId: string; at: { gte: Date } },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ clients: number }[]>`
    select count(distinct client)::int as clients from (
      select client_id::text as client from audit_event
        where tenant_id = ${tenantId}::uuid and actor_id = ${actorId}::uuid and at >= ${at.gte} and client_id is not null
          and outcome = 'done'
      union all
      select jsonb_array_elements_text(detail -> 'clientIds') from audit_event
        where tenant_id = ${tenantId}::uuid and actor_id = ${actorId}::uuid and at >= ${at.gte}
          and jsonb_typeof(detail -> 'clientIds') = 'array' and outcome = 'done'
    ) seen`;
  return found(row).clients;
}
