import type { removeTravelPeriod as contract } from "@quietroom/contracts/own-zone";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { clocksSaved } from "./clocks-saved.ts";
import { editablePractitioner } from "./editable-practitioner.ts";

/** Takes a travel period back: hours by video of its dates go by their own clock again. Throws `not_found` for one that is not theirs. */
export const removeTravelPeriod = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_travel_period",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const asked = { tenantId, actor, practitionerId: input.practitionerId };
    const { id: practitionerId } = await editablePractitioner(tx, asked);
    audit({ action: "delete", resource: "travel_period", resourceId: input.id, detail: { practitionerId } });
    const removed = await tx.travelPeriod.deleteMany({ where: { tenantId, practitionerId, id: input.id } });
    if (removed.count === 0) throw new AppError("not_found");
    emit("availability/changed", { practitionerId });
    return ok(await clocksSaved(tx, { tenantId, practitionerId, now }));
  },
});
