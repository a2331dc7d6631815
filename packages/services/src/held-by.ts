import { Prisma, type Tx } from "@quietroom/db";
import { found } from "./errors.ts";

/** True, in SQL, of an appointment or a series `a` that one of these practitioners holds, alone or with others; of every one where they are "all". */
export function heldBy(practitionerIds: "all" | readonly string[]): Prisma.Sql {
  if (practitionerIds === "all") return Prisma.sql`true`;
  return Prisma.sql`(a.practitioner_id = any(${practitionerIds}::uuid[]) or a.with_practitioner_ids && ${practitionerIds}::uuid[])`;
}

/** The same as a condition of a table that has both columns: what one practitioner holds, alone or with others. */
export function heldByOne(practitionerId: string) {
  return { OR: [{ practitionerId }, { withPractitionerIds: { has: practitionerId } }] };
}

/** Everybody whose time a visit takes, the one who leads it first. */
export function peopleOf<Id extends string>({
  practitionerId,
  withPractitionerIds,
}: {
  readonly practitionerId: Id;
  readonly withPractitionerIds: readonly Id[];
}): readonly Id[] {
  return [practitionerId, ...withPractitionerIds];
}

/** Who holds a visit by name, the one who leads it first: "Ana, Ben and Cleo". Throws `not_found` when the studio knows none of them. */
export async function namesOfPeople(
  tx: Tx,
  tenantId: string,
  held: { readonly practitionerId: string; readonly withPractitionerIds?: readonly string[] },
): Promise<string> {
  const [row] = await tx.$queryRaw<{ names: string | null }[]>`
    select app.names_of(${tenantId}::uuid, ${held.practitionerId}::uuid, ${held.withPractitionerIds ?? []}::uuid[]) as names`;
  return found(row?.names ?? null);
}
