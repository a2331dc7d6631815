import type { viewLicences as contract } from "@quietroom/contracts/licences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { licencesOf } from "./licences-of.ts";

/** A practitioner's licences: for whoever sees their hours. Visits are counted, and whose they are is not read. Throws `not_found` for whom the actor does not see. */
export const viewLicences = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_licences",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor, now }) {
    const { practitionerId } = input;
    await reachablePractitioner(tx, { tenantId, actor, practitionerId }, "availability:view");
    return await licencesOf(tx, { tenantId, practitionerId, now });
  },
});
