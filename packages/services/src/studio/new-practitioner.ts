import type { Tx } from "@quietroom/db";
import { freeSlug, slugFromName } from "./slug-from-name.ts";

export type NewPractitioner = {
  readonly displayName: string;
  readonly title: string;
  readonly bio: string;
};

/**
 * Writes a practitioner behind those who are there, at an address made of the name. Two of one name at once meet in
 * `practitioner_tenant_id_slug_key`: the verb looks again.
 */
export async function newPractitioner(
  tx: Tx,
  tenantId: string,
  practitioner: NewPractitioner,
): Promise<{ readonly id: string; readonly slug: string }> {
  const others = await tx.practitioner.findMany({
    where: { tenantId },
    select: { slug: true, position: true },
  });
  const slug = freeSlug(
    slugFromName(practitioner.displayName, "practitioner"),
    new Set(others.map((other) => other.slug)),
  );
  const position = Math.max(0, ...others.map((other) => other.position + 1));
  return await tx.practitioner.create({
    data: { ...practitioner, tenantId, slug, position },
    select: { id: true, slug: true },
  });
}
