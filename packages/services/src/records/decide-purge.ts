import type { decidePurge as contract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { mayBeRemoved } from "@quietroom/domain/records";
import { ok, refuse } from "@quietroom/domain/result";
import { instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { isFreshlyProven } from "../staff/index.ts";
import { anonymiseClient } from "./anonymise-client.ts";
import { actingStaff, lockKeptClient } from "./kept-client.ts";
import { lastActivity } from "./last-activity.ts";

type Input = InputOf<typeof contract>;

/**
 * An admin who has just proven to be there looks at one record of the list and says whether it goes (COMP-02). Going means that it loses
 * everything that says who it was; that cannot be undone. Its age is judged again at that moment: a hold, a longer
 * retention or anything that happened since keeps it.
 */
export const decidePurge = defineVerb<Input, OutputOf<typeof contract>>({
  name: "records.decide_purge",
  permission: "record:manage",
  isolation: "serializable",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, actor, audit } = work;
    const { clientId, decision, reason } = input;
    const decidedBy = actingStaff(work);
    audit({
      action: decision === "purged" ? "delete" : "update",
      resource: "purge_candidate",
      resourceId: null,
      clientId,
      detail: { decision },
    });
    const { removed } = await lockKeptClient(work);
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const candidate = await tx.purgeCandidate.findFirst({
      where: { tenantId, clientId, decidedAt: null },
      select: { id: true },
    });
    if (candidate === null) return refuse("not_listed");
    if (decision === "purged") {
      if (!(await isOver(work))) return refuse("still_kept");
      await anonymiseClient(work);
      if (!removed) {
        await tx.clientRemoval.create({
          data: { tenantId, id: uuidv7(), clientId, removedBy: decidedBy, reason },
          select: { id: true },
        });
      }
    }
    await tx.purgeCandidate.update({
      where: { tenantId_id: { tenantId, id: candidate.id } },
      data: { decidedAt: toInstantColumn(now), decidedBy, decision, reason },
      select: { id: true },
    });
    return ok({});
  },
});

async function isOver({ tx, tenantId, input, now }: VerbWork<Input>): Promise<boolean> {
  const { recordYears } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
  const [facts] = await tx.$queryRaw<{ lastActivityAt: Date; onHold: boolean }[]>`
    select ${lastActivity} as "lastActivityAt", exists (select from legal_hold h
      where h.tenant_id = c.tenant_id and h.client_id = c.id and h.lifted_at is null) as "onHold"
    from client c where c.tenant_id = ${tenantId}::uuid and c.id = ${input.clientId}::uuid`;
  const { lastActivityAt, onHold } = found(facts);
  return mayBeRemoved(
    { lastActivityAt: fromInstantColumn(lastActivityAt), yearsKept: recordYears, onHold },
    instant(now),
  );
}
