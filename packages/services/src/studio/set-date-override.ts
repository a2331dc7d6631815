import type { setDateOverride as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { overrideRefusal } from "@quietroom/domain/scheduling";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";

/**
 * Says what one local date is like instead of the weekly hours, at every location (ec-B3): open at these times at this
 * location, or closed when there are none. A date has one override; saving replaces it. Appointments stay (ec-B12).
 */
export const setDateOverride = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_date_override",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id: practitionerId } = await editablePractitioner(tx, {
      tenantId,
      actor,
      practitionerId: input.practitionerId,
    });
    audit({
      action: "update",
      resource: "date_override",
      resourceId: practitionerId,
      detail: { date: input.date },
    });
    const { locationId, blocks, reason } = input;
    const location = await tx.location.findFirst({ where: { tenantId, id: locationId, active: true } });
    if (location === null) return refuse({ code: "unknown_location", row: null });
    const refusal = overrideRefusal(blocks);
    if (refusal) return refuse(refusal);
    const localDate = toDateColumn(input.date);
    await tx.dateOverride.deleteMany({ where: { tenantId, practitionerId, localDate } });
    await tx.dateOverride.create({
      data: { tenantId, practitionerId, locationId, localDate, blocks, reason },
    });
    emit("availability/changed", { practitionerId });
    const outside = await outsideHours(tx, { tenantId, practitionerId, now });
    return ok({ outsideHours: outside.map(({ id }) => id) });
  },
});
