import type { Tx } from "@quietroom/db";
import { isStaffRole, type StaffFacts } from "@quietroom/domain/access";
import { found } from "../errors.ts";

type Row = Omit<StaffFacts, "roles"> & {
  readonly roles: readonly string[];
  readonly email: string;
  readonly displayName: string;
};

export type MemberStanding = {
  readonly person: StaffFacts & { readonly email: string; readonly displayName: string };
  /** Active admins besides this person. */
  readonly otherAdmins: number;
};

/**
 * A member of staff and how many other admins there are, with all of them locked until this transaction ends: of two admins who
 * demote each other at the same moment, the second finds what the first has done (AUTH-60). Throws `not_found`.
 */
export async function lockStanding(tx: Tx, tenantId: string, staffUserId: string): Promise<MemberStanding> {
  // In one order for everyone, or two changes could wait for each other.
  const rows = await tx.$queryRaw<Row[]>`
    select id as "staffUserId", roles, practitioner_id as "practitionerId", active, email, display_name as "displayName"
    from staff_user
    where tenant_id = ${tenantId}::uuid and (id = ${staffUserId}::uuid or (active and 'admin' = any(roles)))
    order by id for no key update`;
  const person = found(rows.find((row) => row.staffUserId === staffUserId));
  const others = rows.filter((row) => row.staffUserId !== staffUserId);
  return { person: { ...person, roles: person.roles.filter(isStaffRole) }, otherAdmins: others.length };
}
