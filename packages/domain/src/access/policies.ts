import { grantOf, type Permission, type Principal, type Scope } from "./permissions.ts";
import { type Role, roles, type StaffRole } from "./roles.ts";

/** Who is acting, for which studio. Ids are those of the session or the signed link, checked before this is built. */
export type Actor =
  | { readonly kind: "public"; readonly tenantId: string }
  | {
      readonly kind: "link";
      readonly tenantId: string;
      readonly subject: { readonly kind: "hold" | "appointment" | "offer"; readonly id: string };
    }
  | {
      readonly kind: "staff";
      readonly tenantId: string;
      readonly staffUserId: string;
      readonly sessionId: string;
      readonly roles: readonly StaffRole[];
      /** The practitioner this person is, when they see clients themselves. */
      readonly practitionerId: string | null;
    }
  | { readonly kind: "system"; readonly tenantId: string; readonly reason: string };

/** Whether the actor has the permission at all. How far it reaches is `practitionersWithin`; both are asked, in that order. */
export function can(actor: Actor, permission: Permission): boolean {
  return principalsOf(actor).some((principal) => grantOf(principal, permission) !== null);
}

/**
 * Whose records a permission reaches: "all" of the studio, or these practitioners only (none for a stranger). `supervised` are
 * those whom the actor supervises today (AUTH-53, AUTH-56).
 */
export function practitionersWithin(
  actor: Actor,
  permission: Permission,
  supervised: readonly string[] = [],
): "all" | readonly string[] {
  const scopes = principalsOf(actor).map((principal) => grantOf(principal, permission));
  const has = (scope: Scope) => scopes.includes(scope);
  if (has("all")) return "all";
  const own = actor.kind === "staff" && actor.practitionerId !== null ? [actor.practitionerId] : [];
  if (has("team")) return [...own, ...supervised];
  return has("own") ? own : [];
}

/** Whether a permission reaches one practitioner's records. */
export function reaches(
  actor: Actor,
  permission: Permission,
  practitionerId: string,
  supervised: readonly string[] = [],
): boolean {
  const within = practitionersWithin(actor, permission, supervised);
  return within === "all" || within.includes(practitionerId);
}

/** The roles that have a permission, for reviews and for pages that say who may. */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((role) => grantOf(role, permission) !== null);
}

function principalsOf(actor: Actor): readonly Principal[] {
  switch (actor.kind) {
    case "public":
    case "system":
      return [actor.kind];
    case "link":
      return [linkPrincipals[actor.subject.kind]];
    case "staff":
      return actor.roles;
  }
}

const linkPrincipals = { hold: "hold_link", appointment: "appointment_link", offer: "offer_link" } as const;
