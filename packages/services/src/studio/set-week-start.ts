import type { setWeekStart as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";

/** Says on which weekday the studio's weeks begin, in its calendar and for what is counted by the week (ec-D3, ec-L3). */
export const setWeekStart = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_week_start",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    audit({ action: "update", resource: "tenant", resourceId: tenantId });
    await tx.tenant.update({ where: { id: tenantId }, data: input, select: { id: true } });
    return ok({});
  },
});
