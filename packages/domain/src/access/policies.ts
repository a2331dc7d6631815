import { grantOf, type Permission, type Principal, type Scope } from "./permissions.ts";
import { type Role, roles, type StaffRole } from "./roles.ts";

/** Who is acting, for which studio. Ids are those of the session or the signed link, checked before this is built. */
export type Actor =
  | { readonly kind: "public"; readonly tenantId: string }
  | {
      readonly kind: "link";
      readonly tenantId: string;
      readonly subject: { readonly kind: keyof typeof linkPrincipals; readonly id: string };
      /** The client whom the bearer is signed in as besides, where that was looked up. It opens nothing that the link does not. */
      readonly signedInAs?: string | null;
    }
  | {
      readonly kind: "staff";
      readonly tenantId: string;
      readonly staffUserId: string;
      readonly sessionId: string;
      readonly roles: readonly StaffRole[];
      /** The practitioner this person is, when they see clients themselves. */
      readonly practitionerId: string | null;
      /** Where the request comes from, as one of our own proxies saw it; null or absent where nobody saw it. */
      readonly address?: string | null;
      /** Looked up by each verb that needs them, so that they end with the next request. Absent: not looked up, and so none. */
      readonly relations?: Relations;
    }
  | {
      readonly kind: "client";
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientAccountId: string;
      readonly sessionId: string;
    }
  | { readonly kind: "system"; readonly tenantId: string; readonly reason: string };

/** Whether the actor has the permission at all. How far it reaches is `practitionersWithin`; both are asked, in that order. */
export function can(actor: Actor, permission: Permission): boolean {
  return principalsOf(actor).some((principal) => grantOf(principal, permission) !== null);
}

/** The practitioners in whose place, or above whom, a person stands today (AUTH-56, AUTH-58). */
export type Relations = { readonly supervised: readonly string[]; readonly covered: readonly string[] };

/**
 * Whose records a permission reaches: "all" of the studio, or these practitioners only (none for a stranger). "own" is the practitioner
 * record and whom the person covers for; "team" adds those they supervise (AUTH-53). What was shared with a client and what a broken
 * glass opens are no practitioner's: policies over the one record decide (`mayReadNote`).
 */
export function practitionersWithin(actor: Actor, permission: Permission): "all" | readonly string[] {
  const scope = widestScope(actor, permission);
  if (scope === "all") return "all";
  if (actor.kind !== "staff" || (scope !== "own" && scope !== "team")) return [];
  const { practitionerId, relations = { supervised: [], covered: [] } } = actor;
  const own = practitionerId === null ? [] : [practitionerId];
  const covered = coverReaches.includes(permission) ? relations.covered : [];
  const team = scope === "team" ? relations.supervised : [];
  return [...new Set([...own, ...covered, ...team])];
}

/** What somebody who covers for a colleague may do with the colleague's records: see to the clients, not keep the hours or pass it on. */
const coverReaches: readonly Permission[] = [
  "client:view",
  "client:list",
  "calendar:view",
  "appointment:manage",
  "consent:view",
  "consent:record",
  "waitlist:view",
  "message_log:view",
  "note:view",
  "plan:view",
  "allergy:view",
  "document:view",
];

/** Whether the answer to "how far" depends on relations, which then must be looked up. */
export function dependsOnRelations(actor: Actor, permission: Permission): boolean {
  return actor.kind === "staff" && ["team", "own"].includes(widestScope(actor, permission) ?? "none");
}

/** Whether a permission reaches one practitioner's records. */
export function reaches(actor: Actor, permission: Permission, practitionerId: string): boolean {
  const within = practitionersWithin(actor, permission);
  return within === "all" || within.includes(practitionerId);
}

/** The same for what several practitioners hold together: whoever reaches one of them reaches it. */
export function reachesAny(
  actor: Actor,
  permission: Permission,
  practitionerIds: readonly string[],
): boolean {
  return practitionerIds.some((id) => reaches(actor, permission, id));
}

function widestScope(actor: Actor, permission: Permission): Scope | null {
  const scopes = principalsOf(actor).map((principal) => grantOf(principal, permission));
  return (
    (["all", "team", "own", "shared", "break_glass"] as const).find((one) => scopes.includes(one)) ?? null
  );
}

/** Whether staff may use a permission while their studio is suspended: looking, signing in and one's own account go on (TEN-12). */
export function standsWhileSuspended(permission: Permission): boolean {
  const [resource, action] = permission.split(":");
  return resource === "session" || action === "list" || action?.startsWith("view") === true;
}

/** The roles that have a permission, for reviews and for pages that say who may. */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((role) => grantOf(role, permission) !== null);
}

function principalsOf(actor: Actor): readonly Principal[] {
  switch (actor.kind) {
    case "public":
    case "system":
    case "client":
      return [actor.kind];
    case "link":
      return [linkPrincipals[actor.subject.kind]];
    case "staff":
      return actor.roles;
  }
}

const linkPrincipals = {
  hold: "hold_link",
  appointment: "appointment_link",
  offer: "offer_link",
  unsubscribe: "unsubscribe_link",
  reset: "reset_link",
  email_change: "email_change_link",
  invitation: "invitation_link",
} as const;
