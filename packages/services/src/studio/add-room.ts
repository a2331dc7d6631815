import { ok, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";

/** Adds a room to a location. Names are unique within the location. Throws `not_found` for a location of no one or another. */
export const addRoom = defineVerb<
  { readonly locationId: string; readonly name: string },
  Result<{ readonly roomId: string }, "name_taken">
>({
  name: "studio.add_room",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { room_tenant_id_location_id_name_key: "name_taken" },
  async run({ tx, input, tenantId, audit }) {
    const location = found(
      await tx.location.findUnique({ where: { tenantId_id: { tenantId, id: input.locationId } } }),
    );
    const { id } = await tx.room.create({
      data: { tenantId, locationId: location.id, name: input.name },
      select: { id: true },
    });
    audit({ action: "create", resource: "room", resourceId: id });
    return ok({ roomId: id });
  },
});
