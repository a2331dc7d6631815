import { mayBeRemoved } from "@quietroom/domain/records";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { lastActivity } from "./last-activity.ts";
import { showHidden } from "../show-hidden.ts";

// The rest comes on the next day.
const mostAtOnce = 500;

/**
 * Puts records whose years are over before a person, and takes those back about whom something happened since (COMP-02). It decides
 * nothing: nothing goes that nobody has looked at. One that was decided to be kept comes up again a year later. Answers how many are new.
 */
export const markPurgeCandidates = defineVerb<object, { readonly marked: number }>({
  name: "records.mark_purge_candidates",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, tenantId, audit }) {
    await showHidden(tx);
    const { recordYears } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const old = await tx.$queryRaw<{ clientId: string; lastActivityAt: Date; onHold: boolean }[]>`
      select * from (
        select c.id as "clientId", ${lastActivity} as "lastActivityAt",
          exists (select from legal_hold h
            where h.tenant_id = c.tenant_id and h.client_id = c.id and h.lifted_at is null) as "onHold"
        from client c
        where c.tenant_id = ${tenantId}::uuid and c.anonymised_at is null
          and c.created_at < app.now() - interval '7 years'
          and not exists (select from purge_candidate p where p.tenant_id = c.tenant_id and p.client_id = c.id
            and (p.decided_at is null or p.decided_at > app.now() - interval '1 year'))
      ) kept
      where "lastActivityAt" < app.now() - interval '7 years' and not "onHold"
      order by "lastActivityAt" limit ${mostAtOnce}`;
    const over = old.filter(({ lastActivityAt, onHold }) =>
      mayBeRemoved(
        { lastActivityAt: fromInstantColumn(lastActivityAt), yearsKept: recordYears, onHold },
        now,
      ),
    );
    audit({
      action: "create",
      resource: "purge_candidate",
      resourceId: null,
      detail: { clientIds: over.map(({ clientId }) => clientId) },
    });
    await tx.$executeRaw`
      delete from purge_candidate p using client c
      where p.tenant_id = ${tenantId}::uuid and p.decided_at is null and c.tenant_id = p.tenant_id and c.id = p.client_id
        and ${lastActivity} > p.last_activity_at`;
    await tx.purgeCandidate.createMany({
      data: over.map(({ clientId, lastActivityAt }) => ({
        tenantId,
        clientId,
        lastActivityAt,
        markedAt: toInstantColumn(now),
      })),
    });
    return { marked: over.length };
  },
});
