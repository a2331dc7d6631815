import type { removeLicence as contract } from "@quietroom/contracts/licences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { reopenLicensedHours } from "../openings/index.ts";
import { licencesOf } from "./licences-of.ts";
import { lockLicences } from "./lock-licences.ts";

/** Strikes a licence off the record; without the last one nothing stops bookings any more, and hours taken back for it are offered again (ADM-04). Throws `not_found` for one that is not theirs. */
export const removeLicence = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.remove_licence",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit, emit } = work;
    const { practitionerId, id } = input;
    audit({ action: "delete", resource: "licence", resourceId: id, detail: { practitionerId } });
    const before = await lockLicences(tx, { tenantId, practitionerId });
    const removed = await tx.practitionerLicence.deleteMany({ where: { tenantId, practitionerId, id } });
    if (removed.count === 0) throw new AppError("not_found");
    emit("availability/changed", { practitionerId });
    const licences = await licencesOf(tx, { tenantId, practitionerId, now });
    await reopenLicensedHours(work, practitionerId, { before, after: licences.bookableUntil });
    return ok(licences);
  },
});
