import type { changeRoles } from "@quietroom/contracts/team";
import type { InputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { found } from "../errors.ts";
import { hasRoomFor, newPractitioner } from "../studio/index.ts";

/** None, one that is there, or a new one. */
export type PractitionerChoice = InputOf<typeof changeRoles>["practitioner"];

/**
 * The practitioner record that somebody is to see clients under, made if it is to be new; null for none. One record has one person
 * who signs in: what is theirs would otherwise be another's too (AUTH-53). Throws `not_found` for a record of no or another studio.
 */
export async function choosePractitioner(
  tx: Tx,
  tenantId: string,
  { choice, displayName }: { readonly choice: PractitionerChoice; readonly displayName: string },
): Promise<Result<string | null, "practitioner_taken" | "practitioner_limit">> {
  if (choice.kind === "none") return ok(null);
  if (choice.kind === "new") {
    if (!(await hasRoomFor(tx, tenantId, "practitioners"))) return refuse("practitioner_limit");
    const { id } = await newPractitioner(tx, tenantId, { displayName, title: "", bio: "" });
    return ok(id);
  }
  const { practitionerId } = choice;
  return (await isFree(tx, tenantId, practitionerId)) ? ok(practitionerId) : refuse("practitioner_taken");
}

/** Whether nobody active signs in for a record. It is locked, so that of two who are given it at once one is refused. */
export async function isFree(tx: Tx, tenantId: string, practitionerId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from practitioner where tenant_id = ${tenantId}::uuid and id = ${practitionerId}::uuid for no key update`;
  found(rows[0]);
  return (await tx.staffUser.count({ where: { tenantId, practitionerId, active: true } })) === 0;
}
