import type { endSupervision as contract } from "@quietroom/contracts/relations";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { endedAt } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

/** Ends a supervision now; the record stays. What it gave is gone with the next request (AUTH-56). Throws `not_found`. */
export const endSupervision = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "relations.end_supervision",
  permission: "supervision:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const id = input.supervisionId;
    audit({ action: "update", resource: "supervision", resourceId: id });
    const where = { tenantId_id: { tenantId, id } };
    const row = found(await tx.supervision.findUnique({ where }));
    const period = {
      start: fromInstantColumn(row.startsAt),
      end: row.endsAt && fromInstantColumn(row.endsAt),
    };
    const { end } = endedAt(period, now);
    await tx.supervision.update({ where, data: { endsAt: toInstantColumn(end) } });
    return { endsAt: end };
  },
});
