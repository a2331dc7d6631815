import type { setLocations as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";

/**
 * Says where somebody works, themselves too (AUTH-04): none listed means everywhere, also at places that are added later. It decides what
 * they are shown first, and nothing about what they may see. Throws `not_found` for a person or a place of no or another studio.
 */
export const setLocations = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.set_locations",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { staffUserId, locations } = input;
    const detail = { locations: [...locations] };
    audit({ action: "update", resource: "staff_location", resourceId: staffUserId, detail });
    // One change of a person's places at a time.
    const [person] = await tx.$queryRaw<unknown[]>`
      select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for no key update`;
    found(person);
    if (!(await areOpen(tx, tenantId, locations))) return refuse("location_closed");
    await tx.staffLocation.deleteMany({ where: { tenantId, staffUserId } });
    await tx.staffLocation.createMany({
      data: locations.map((locationId) => ({ tenantId, staffUserId, locationId })),
    });
    return ok({});
  },
});

/** Whether all of these are places where somebody can work now. Throws `not_found` for one that the studio does not have. */
export async function areOpen(tx: Tx, tenantId: string, locations: readonly string[]): Promise<boolean> {
  const places = await tx.location.findMany({ where: { tenantId, id: { in: [...locations] } } });
  if (places.length !== locations.length) throw new AppError("not_found");
  return places.every(({ active }) => active);
}
