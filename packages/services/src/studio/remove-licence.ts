import type { removeLicence as contract } from "@quietroom/contracts/licences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { licencesOf } from "./licences-of.ts";

/** Strikes a licence off the record; without the last one nothing stops bookings any more (ADM-04). Throws `not_found` for one that is not theirs. */
export const removeLicence = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_licence",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, now, audit, emit }) {
    const { practitionerId, id } = input;
    audit({ action: "delete", resource: "licence", resourceId: id, detail: { practitionerId } });
    const removed = await tx.practitionerLicence.deleteMany({ where: { tenantId, practitionerId, id } });
    if (removed.count === 0) throw new AppError("not_found");
    emit("availability/changed", { practitionerId });
    return ok(await licencesOf(tx, { tenantId, practitionerId, now }));
  },
});
