import type { setPractitionerCaps as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";

/**
 * How many visits a practitioner takes a day and a week, how many minutes of them a day, of every kind and at every place, how many
 * minutes they keep free for notes after each, and after how many minutes of visits in a row they have how long a break (SCHED-25). What
 * is booked already stays as it is, also where it is more; nothing further is offered there (ec-D8). What was prepared on an older `version` is refused.
 */
export const setPractitionerCaps = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_practitioner_caps",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { practitionerId, version, maxMinutesPerDay, notesMin, break: breaks, ...visits } = input;
    const limits = {
      ...visits,
      ...(maxMinutesPerDay === undefined ? {} : { maxMinutesPerDay }),
      ...(notesMin === undefined ? {} : { notesMin }),
      ...breakColumns(breaks),
    };
    const { id, limitsVersion } = await editablePractitioner(tx, { tenantId, actor, practitionerId });
    audit({ action: "update", resource: "practitioner", resourceId: id });
    if (version !== limitsVersion) return refuse({ code: "changed_meanwhile" });
    const saved = await tx.practitioner.update({
      where: { tenantId_id: { tenantId, id } },
      data: { ...limits, limitsVersion: { increment: 1 } },
      select: { id: true, limitsVersion: true },
    });
    emit("availability/changed", { practitionerId: id });
    return ok({ version: saved.limitsVersion });
  },
});

/** As columns; what is left out stays as it was. */
function breakColumns(breaks: InputOf<typeof contract>["break"]) {
  if (breaks === undefined) return {};
  return { breakAfterMin: breaks?.afterMin ?? null, breakMin: breaks?.breakMin ?? null };
}
