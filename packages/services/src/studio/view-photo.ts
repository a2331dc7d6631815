import type { publicPhoto, staffPhoto } from "@quietroom/contracts/practitioner-profile";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";

type Asked = { readonly tenantId: string; readonly digest: string };

/** A photo of whom clients can book, by its digest: what stands on the public page (BOOK-01). */
export const viewPublicPhoto = defineVerb<
  Pick<InputOf<typeof publicPhoto>, "digest">,
  OutputOf<typeof publicPhoto>
>({
  name: "studio.view_public_photo",
  permission: "studio:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input: { digest }, tenantId }) {
    const shown = { tenantId, active: true, onlineBookable: true };
    const people = await tx.practitioner.findMany({ where: shown, select: { id: true } });
    const ids = new Set(people.map(({ id }) => id));
    return await photoOf(tx, { tenantId, digest }, (id) => ids.has(id));
  },
});

/** Any photo of the studio, by its digest, for its staff. */
export const viewStaffPhoto = defineVerb<InputOf<typeof staffPhoto>, OutputOf<typeof staffPhoto>>({
  name: "studio.view_staff_photo",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, input: { digest }, tenantId }) => await photoOf(tx, { tenantId, digest }, () => true),
});

async function photoOf(
  tx: Tx,
  where: Asked,
  isShown: (practitionerId: string) => boolean,
): Promise<string | null> {
  const photos = await tx.practitionerPhoto.findMany({
    where,
    select: { practitionerId: true, image: true },
  });
  const photo = photos.find(({ practitionerId }) => isShown(practitionerId));
  return photo === undefined ? null : Buffer.from(photo.image).toString("base64");
}
