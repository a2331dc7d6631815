import type { Tx } from "@quietroom/db";
import { inOrder, type StaffRole } from "@quietroom/domain/access";
import { found } from "../errors.ts";

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
  readonly practitionerId: string | null;
  readonly makesPractitioner: boolean;
  readonly linkId: string;
  /** Accepted or withdrawn. */
  readonly over: boolean;
};

/** An invitation, locked until this transaction ends: accepting, sending again and withdrawing come one after another. Throws `not_found`. */
export async function lockInvitation(
  tx: Tx,
  tenantId: string,
  which: { readonly id: string } | { readonly linkId: string },
): Promise<Invitation> {
  const [id, linkId] = "id" in which ? [which.id, null] : [null, which.linkId];
  const [row] = await tx.$queryRaw<(Omit<Invitation, "roles"> & { readonly roles: readonly string[] })[]>`
    select id, email, roles, practitioner_id as "practitionerId", makes_practitioner as "makesPractitioner", link_id as "linkId",
           accepted_at is not null or withdrawn_at is not null as over
    from invitation
    where tenant_id = ${tenantId}::uuid and (id = ${id}::uuid or link_id = ${linkId}::uuid) for update`;
  const { roles, ...invitation } = found(row);
  return { ...invitation, roles: inOrder(roles) };
}
