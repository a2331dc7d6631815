import type { viewTravel as contract } from "@quietroom/contracts/travel";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { travelView } from "./travel-view.ts";

/** Minutes between the studio's places, those out of use included, since visits may still be held there (SCHED-25). No client is read. */
export const viewTravel = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_travel",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, tenantId }) => await travelView(tx, tenantId),
});
