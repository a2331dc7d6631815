import type { viewStanding as contract } from "@quietroom/contracts/practitioners";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { standingOf } from "./standing-rows.ts";

/** How a practitioner stands in the studio: for whoever sees their hours. Visits are counted, and whose they are is not read. */
export const viewStanding = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_standing",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor, now }) {
    const { practitionerId } = input;
    await reachablePractitioner(tx, { tenantId, actor, practitionerId }, "availability:view");
    return await standingOf(tx, { tenantId, practitionerId, now });
  },
});
