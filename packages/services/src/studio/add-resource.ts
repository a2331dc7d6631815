import type { addResource as contract } from "@quietroom/contracts/resources";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { resourceRows } from "./resource-rows.ts";

/** Adds a room or a device to a location that is in use (SCHED-14). Names are unique within it. */
export const addResource = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.add_resource",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { resource_tenant_id_location_id_name_key: { code: "name_taken" } },
  async run({ tx, input, tenantId, now, audit, emit }) {
    const id = uuidv7();
    audit({ action: "create", resource: input.kind, resourceId: id });
    const place = await tx.location.findFirst({ where: { tenantId, id: input.locationId, active: true } });
    if (place === null) return refuse({ code: "unknown_location" });
    const added = await tx.resource.create({ data: { ...input, tenantId, id } });
    emit("resource/changed", { resourceId: id });
    const [row] = await resourceRows(tx, { tenantId, now, practitionerIds: "all" }, [added]);
    return ok(found(row));
  },
});
