import type { removeDateOverride as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";

/** Gives one date its weekly hours back. A date without an override already has them, which is no refusal. */
export const removeDateOverride = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_date_override",
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
      action: "delete",
      resource: "date_override",
      resourceId: practitionerId,
      detail: { date: input.date },
    });
    await tx.dateOverride.deleteMany({
      where: { tenantId, practitionerId, localDate: toDateColumn(input.date) },
    });
    emit("availability/changed", { practitionerId });
    const outside = await outsideHours(tx, { tenantId, practitionerId, now });
    return ok({ outsideHours: outside.map(({ id }) => id) });
  },
});
