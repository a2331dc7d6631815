import type { availabilityView } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { addDays, localDate } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { outsideHours } from "./outside-hours.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { practitionerHours } from "./practitioner-hours.ts";

/** How far back the editor shows exceptions. */
const pastDays = 7;

/** As many visits outside the hours are named; of more it is said how many. */
const named = 10;

/** A practitioner's weekly hours and dated exceptions, from a week ago on, for the editor, and the visits that lie outside them by now. */
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
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const outside = await outsideHours(tx, { tenantId, practitionerId: practitioner.id, now });
    const visits = outside
      .slice(0, named)
      .map((visit) => ({ ...visit, date: localDate(visit.startsAt, studio.timeZone) }));
    // Why somebody blocked time is theirs to know, and of those who keep their hours.
    const knowsWhy = reaches(actor, "availability:manage", practitioner.id);
    return {
      practitioner,
      weekly: hours.weekly,
      overrides: hours.overrides.map((one) => (knowsWhy ? one : { ...one, purpose: null, reason: "" })),
      locations: [...hours.locations],
      outside: { count: outside.length, visits },
    };
  },
});
