import type { addLicence as contract } from "@quietroom/contracts/licences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { reopenLicensedHours } from "../openings/index.ts";
import { licencesOf } from "./licences-of.ts";
import { lockLicences } from "./lock-licences.ts";

/** More of one person's than this are no licences, and would not fit a page. */
const most = 50;

/**
 * Writes down a licence of a practitioner, who from then on is booked until the last of theirs expires (ADM-04); one that has expired already
 * can be written down too. Hours that were taken back and that it covers are offered again. No visit is touched: those after it are counted, for a person to decide about. Throws `not_found` for none of the studio's.
 */
export const addLicence = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.add_licence",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { practitioner_licence_once: { code: "already_there", field: "number" } },
  async run(work) {
    const { tx, input, tenantId, now, audit, emit } = work;
    const { practitionerId, expiresOn, ...licence } = input;
    const id = uuidv7();
    audit({ action: "create", resource: "licence", resourceId: id, detail: { practitionerId, expiresOn } });
    const before = await lockLicences(tx, { tenantId, practitionerId });
    if ((await tx.practitionerLicence.count({ where: { tenantId, practitionerId } })) >= most)
      return refuse({ code: "too_many", field: null });
    await tx.practitionerLicence.create({
      data: { ...licence, tenantId, id, practitionerId, expiresOn: toDateColumn(expiresOn) },
    });
    emit("availability/changed", { practitionerId });
    const licences = await licencesOf(tx, { tenantId, practitionerId, now });
    await reopenLicensedHours(work, practitionerId, { before, after: licences.bookableUntil });
    return ok(licences);
  },
});
