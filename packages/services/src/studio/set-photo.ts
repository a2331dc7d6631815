import { createHash } from "node:crypto";
import type { setPhoto as contract } from "@quietroom/contracts/practitioner-profile";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { readPhoto } from "./read-photo.ts";
import { profileOf } from "./view-profile.ts";

/** Sets a practitioner's photo, which everybody may see, or takes it away. Of two at once the later stays: there is nothing to merge. */
export const setPhoto = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_photo",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { practitionerId, photo } = input;
    const { id } = await editablePractitioner(tx, { tenantId, actor, practitionerId });
    const key = { tenantId, practitionerId: id };
    audit({ action: "update", resource: "practitioner", resourceId: id, changed: ["photo"] });
    if (photo === null) {
      await tx.practitionerPhoto.deleteMany({ where: key });
    } else {
      const read = readPhoto(Buffer.from(photo, "base64"));
      if (!read.ok) return refuse({ code: read.refusal });
      const image = new Uint8Array(read.value);
      const kept = { image, digest: createHash("sha256").update(image).digest("hex") };
      await tx.practitionerPhoto.upsert({
        where: { tenantId_practitionerId: key },
        create: { ...key, ...kept },
        update: kept,
        select: { practitionerId: true },
      });
    }
    emit("availability/changed", { practitionerId: id });
    return ok(await profileOf(tx, { tenantId, id }));
  },
});
