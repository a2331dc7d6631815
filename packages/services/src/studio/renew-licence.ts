import type { renewLicence as contract } from "@quietroom/contracts/licences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { reopenLicensedHours } from "../openings/index.ts";
import { licencesOf } from "./licences-of.ts";
import { lockLicences } from "./lock-licences.ts";

/** Says when a licence expires, as it was loaded at `version`: new bookings go by it at once, and hours taken back for it are offered again (ADM-04). Throws `not_found` for one that is not theirs. */
export const renewLicence = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.renew_licence",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit, emit } = work;
    const { practitionerId, id, version, expiresOn } = input;
    audit({ action: "update", resource: "licence", resourceId: id, detail: { practitionerId, expiresOn } });
    const before = await lockLicences(tx, { tenantId, practitionerId });
    found(await tx.practitionerLicence.findFirst({ where: { tenantId, practitionerId, id } }));
    const saved = await tx.practitionerLicence.updateMany({
      where: { tenantId, practitionerId, id, version },
      data: { expiresOn: toDateColumn(expiresOn), version: { increment: 1 } },
    });
    if (saved.count === 0) return refuse({ code: "changed_meanwhile" });
    emit("availability/changed", { practitionerId });
    const licences = await licencesOf(tx, { tenantId, practitionerId, now });
    await reopenLicensedHours(work, practitionerId, { before, after: licences.bookableUntil });
    return ok(licences);
  },
});
