import type { viewOwnZone as contract } from "@quietroom/contracts/own-zone";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { earliestToday } from "./clocks-saved.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { ownClocks, shownClocks } from "../own-clocks.ts";

/** By which clock a practitioner's hours by video go, and where they travel from now on. Throws `not_found` for whom the actor does not see. */
export const viewOwnZone = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_own_zone",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor, now }) {
    const { id } = await reachablePractitioner(tx, { tenantId, actor, ...input }, "availability:view");
    return shownClocks(await ownClocks(tx, { tenantId, practitionerId: id }, earliestToday(now)));
  },
});
