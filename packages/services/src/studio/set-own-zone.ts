import type { setOwnZone as contract } from "@quietroom/contracts/own-zone";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { canonicalZone } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { clocksSaved } from "./clocks-saved.ts";
import { editablePractitioner } from "./editable-practitioner.ts";

/**
 * Says in which zone a practitioner's hours by video are meant; null: in that of each place (ec-A28). Hours in person are the place's whatever
 * is said. The hours keep the times that they say; visits keep their moment, and those that lie outside the hours by now are named (ec-B11).
 */
export const setOwnZone = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_own_zone",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { practitionerId } = input;
    const { id } = await editablePractitioner(tx, { tenantId, actor, practitionerId });
    audit({ action: "update", resource: "practitioner", resourceId: id });
    const timeZone = input.timeZone === null ? null : canonicalZone(input.timeZone);
    if (timeZone === null && input.timeZone !== null)
      return refuse({ code: "unknown_zone", field: "timeZone" });
    await tx.practitioner.update({
      where: { tenantId_id: { tenantId, id } },
      data: { timeZone },
      select: { id: true },
    });
    emit("availability/changed", { practitionerId: id });
    return ok(await clocksSaved(tx, { tenantId, practitionerId: id, now }));
  },
});
