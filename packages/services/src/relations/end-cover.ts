import type { endCover as contract } from "@quietroom/contracts/relations";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { endedAt, reaches } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

/** Ends a cover now; the record stays. What it gave is gone with the next request (AUTH-58). Throws `not_found`, also when out of reach. */
export const endCover = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "relations.end_cover",
  permission: "cover:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, actor, tenantId, audit }) {
    const id = input.coverId;
    audit({ action: "update", resource: "cover", resourceId: id });
    const where = { tenantId_id: { tenantId, id } };
    const row = found(await tx.cover.findUnique({ where }));
    if (!reaches(actor, "cover:manage", row.coveredId)) throw new AppError("not_found");
    const period = { start: fromInstantColumn(row.startsAt), end: fromInstantColumn(row.endsAt) };
    const { end } = endedAt(period, now);
    await tx.cover.update({ where, data: { endsAt: toInstantColumn(end) } });
    return { endsAt: end };
  },
});
