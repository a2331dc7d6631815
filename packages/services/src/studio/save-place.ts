import type { savePlace as contract } from "@quietroom/contracts/places";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { openingRefusal, placeRefusal } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { placeRows } from "./place-rows.ts";

/**
 * Saves a place as it was loaded at `version` (TEN-18). Its time zone is not changed here: that asks what becomes of the visits. Throws
 * `not_found` for a place of no or another studio.
 */
export const savePlace = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.save_place",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, now, audit, emit }) {
    const { id, version, ...fields } = input;
    const key = { tenantId_id: { tenantId, id } };
    audit({ action: "update", resource: "location", resourceId: id });
    // Waits for whoever is booking here at this moment, so that their visit is counted.
    await tx.$queryRaw`select 1 from location where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const before = found(await tx.location.findUnique({ where: key }));
    if (before.version !== version) return refuse({ code: "changed_meanwhile", field: null, weekday: null });
    const [standing] = await placeRows(tx, { tenantId, now }, [before]);
    const refusal = placeRefusal(found(standing), fields);
    if (refusal !== null) return refuse({ ...refusal, weekday: null });
    const wrongHours = openingRefusal(fields.opening);
    if (wrongHours !== null) return refuse({ ...wrongHours, field: "opening" });
    const after = await tx.location.update({
      where: key,
      data: { ...fields, version: { increment: 1 } },
    });
    emit("location/changed", { locationId: id });
    const [row] = await placeRows(tx, { tenantId, now }, [after]);
    return ok(found(row));
  },
});
