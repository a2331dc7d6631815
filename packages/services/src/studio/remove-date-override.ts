import type { removeDateOverride as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { fromDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";

/**
 * Takes back what was said of a date, as it was loaded at `version`, and with `following` the later dates that were said at once; dates
 * that were changed since stay. What somebody else took back already is no refusal.
 */
export const removeDateOverride = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_date_override",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id, version, following } = input;
    const { id: practitionerId } = await editablePractitioner(tx, {
      tenantId,
      actor,
      practitionerId: input.practitionerId,
    });
    const one = await tx.dateOverride.findFirst({ where: { tenantId, practitionerId, id } });
    const date = one && fromDateColumn(one.localDate);
    audit({ action: "delete", resource: "date_override", resourceId: practitionerId, detail: { date } });
    if (one !== null) {
      if (one.version !== version) return refuse({ code: "changed_meanwhile" });
      const { seriesId, localDate } = one;
      const which = following && seriesId !== null ? { seriesId, localDate: { gte: localDate } } : { id };
      await tx.dateOverride.deleteMany({ where: { tenantId, practitionerId, ...which } });
      emit("availability/changed", { practitionerId });
    }
    const outside = await outsideHours(tx, { tenantId, practitionerId, now });
    return ok({ outsideHours: outside.map((visit) => visit.id) });
  },
});
