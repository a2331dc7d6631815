import type { removeClosure as contract } from "@quietroom/contracts/closures";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";

/** Opens a place again that was to be closed, as it was loaded at `version`: hours and dated exceptions hold as before. */
export const removeClosure = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_closure",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { id, version } = input;
    audit({ action: "delete", resource: "closure", resourceId: id });
    found(await tx.closure.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const removed = await tx.closure.deleteMany({ where: { tenantId, id, version } });
    if (removed.count === 0) return refuse({ code: "changed_meanwhile" });
    emit("closure/changed", { closureId: id });
    return { ok: true };
  },
});
