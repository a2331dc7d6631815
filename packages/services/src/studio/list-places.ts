import type { listPlaces as contract } from "@quietroom/contracts/places";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { placeRows } from "./place-rows.ts";

/** The studio's places with how many visits are ahead there, those out of use last (TEN-18). No client is read. */
export const listPlaces = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.list_places",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, now }) {
    const locations = await tx.location.findMany({
      where: { tenantId },
      orderBy: [{ active: "desc" }, { isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
    });
    return await placeRows(tx, { tenantId, now }, locations);
  },
});
