import { ok, refuse, type Result } from "../result.ts";
import type { StaffFacts } from "./relations.ts";
import { type StaffRole, staffRoles } from "./roles.ts";

type Change = {
  readonly person: StaffFacts;
  /** The member of staff who asks for it. */
  readonly changedBy: string;
  /** How many other people are admins of the studio and active, at the moment of the change. */
  readonly otherAdmins: number;
};

/**
 * Whether a colleague is given these roles in place of those they have (AUTH-60): nobody changes their own, and a studio keeps an
 * admin. Whoever has left is given access first.
 */
export function decideRoles({
  person,
  changedBy,
  otherAdmins,
  roles,
}: Change & { readonly roles: readonly StaffRole[] }): Result<
  readonly StaffRole[],
  "own_account" | "inactive" | "last_admin"
> {
  if (person.staffUserId === changedBy) return refuse("own_account");
  if (!person.active) return refuse("inactive");
  if (!roles.includes("admin") && isLastAdmin(person, otherAdmins)) return refuse("last_admin");
  return ok(inOrder(roles));
}

/** Whether a colleague's access is ended: by somebody else, and never the last admin's (AUTH-60, AUTH-61). */
export function decideDeparture({
  person,
  changedBy,
  otherAdmins,
}: Change): Result<null, "own_account" | "last_admin"> {
  if (person.staffUserId === changedBy) return refuse("own_account");
  return isLastAdmin(person, otherAdmins) ? refuse("last_admin") : ok(null);
}

/** Roles as they are kept: each once, in the table's order; what is no role of staff is left out. */
export function inOrder(roles: readonly string[]): readonly StaffRole[] {
  return staffRoles.filter((role) => roles.includes(role));
}

function isLastAdmin({ active, roles }: StaffFacts, otherAdmins: number): boolean {
  return active && roles.includes("admin") && otherAdmins === 0;
}
