import type { viewProfile as contract } from "@quietroom/contracts/practitioner-profile";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";

/** How a practitioner is shown to clients, as it is kept now. Throws `not_found` for whom the actor does not reach. */
export const viewProfile = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_profile",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor }) {
    const { practitionerId } = input;
    const { id } = await reachablePractitioner(tx, { tenantId, actor, practitionerId }, "availability:view");
    return await profileOf(tx, { tenantId, id });
  },
});

/** The name, title and words of a practitioner, with the digest of their photo. */
export async function profileOf(
  tx: Tx,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<OutputOf<typeof contract>> {
  const { displayName, title, bio, profileVersion } = found(
    await tx.practitioner.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { displayName: true, title: true, bio: true, profileVersion: true },
    }),
  );
  const photo = await tx.practitionerPhoto.findUnique({
    where: { tenantId_practitionerId: { tenantId, practitionerId: id } },
    select: { digest: true },
  });
  return {
    practitionerId: id,
    displayName,
    title,
    bio,
    photo: photo?.digest ?? null,
    version: profileVersion,
  };
}
