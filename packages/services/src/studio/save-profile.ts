import type { saveProfile as contract } from "@quietroom/contracts/practitioner-profile";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { profileOf } from "./view-profile.ts";

/**
 * Says how a practitioner is shown to clients, as loaded at `version` (BOOK-01). Their public address stays as it was made: links to it are out.
 */
export const saveProfile = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.save_profile",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { practitionerId, version, ...said } = input;
    const { id } = await editablePractitioner(tx, { tenantId, actor, practitionerId });
    audit({ action: "update", resource: "practitioner", resourceId: id });
    const kept = await profileOf(tx, { tenantId, id });
    if (kept.version !== version) return refuse({ code: "changed_meanwhile" });
    await tx.practitioner.update({
      where: { tenantId_id: { tenantId, id } },
      data: { ...said, profileVersion: version + 1 },
      select: { id: true },
    });
    emit("availability/changed", { practitionerId: id });
    return ok(await profileOf(tx, { tenantId, id }));
  },
});
