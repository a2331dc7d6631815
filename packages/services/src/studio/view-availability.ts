import type { availabilityView } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { addDays, localDate } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { practitionerHours } from "./practitioner-hours.ts";

/** How far back the editor shows exceptions. */
const pastDays = 7;

/** A practitioner's weekly hours and dated exceptions, from a week ago on, for the editor. */
export const viewAvailability = defineVerb<
  InputOf<typeof availabilityView>,
  OutputOf<typeof availabilityView>
>({
  name: "studio.view_availability",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor, now }) {
    const asked = { tenantId, actor, practitionerId: input.practitionerId };
    const practitioner = await reachablePractitioner(tx, asked, "availability:view");
    const since = addDays(localDate(now, "UTC"), -pastDays);
    const hours = await practitionerHours(tx, { tenantId, practitionerId: practitioner.id, since });
    return { practitioner, ...hours, locations: [...hours.locations] };
  },
});
