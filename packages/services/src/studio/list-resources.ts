import type { listResources as contract } from "@quietroom/contracts/resources";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { resourceRows } from "./resource-rows.ts";

/**
 * The studio's rooms and devices, rooms first and the retired last, each with the coming visits that have it although it cannot be had
 * then: whose permission is their own are told of their own visits. No client is read.
 */
export const listResources = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.list_resources",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, now }) {
    const resources = await tx.resource.findMany({
      where: { tenantId },
      orderBy: [{ active: "desc" }, { kind: "desc" }, { name: "asc" }, { id: "asc" }],
    });
    const practitionerIds = practitionersWithin(actor, "availability:view");
    return {
      locations: await tx.location.findMany({
        where: { tenantId, OR: [{ active: true }, { id: { in: resources.map((one) => one.locationId) } }] },
        select: { id: true, name: true, timeZone: true },
        orderBy: [{ isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
      }),
      resources: await resourceRows(tx, { tenantId, now, practitionerIds }, resources),
    };
  },
});
