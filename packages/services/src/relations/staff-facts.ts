import type { Tx } from "@quietroom/db";
import { isStaffRole, type StaffFacts } from "@quietroom/domain/access";
import { found } from "../errors.ts";

/** A member of staff as the rules of relations ask about them. Throws `not_found` for nobody of this studio. */
export async function readStaffFacts(tx: Tx, tenantId: string, staffUserId: string): Promise<StaffFacts> {
  const person = found(
    await tx.staffUser.findUnique({
      where: { tenantId_id: { tenantId, id: staffUserId } },
      select: { roles: true, practitionerId: true, active: true },
    }),
  );
  return { ...person, staffUserId, roles: person.roles.filter(isStaffRole) };
}
