import type { Permission } from "./permissions.ts";
import { permissionsOf, type StaffRole } from "./roles.ts";

/** Who asks. The tenant comes from the verified session, signed link or public address, never from a request's body. */
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
      readonly practitionerId: string | null;
    }
  | { readonly kind: "system"; readonly tenantId: string; readonly reason: string };

const publicPermissions: readonly Permission[] = [
  "studio:view",
  "slots:list",
  "appointment:hold",
  "waitlist:join",
  "session:start",
];

const linkPermissions: Readonly<Record<"hold" | "appointment" | "offer", readonly Permission[]>> = {
  hold: ["appointment:hold", "appointment:book"],
  appointment: ["slots:list", "appointment:view_own", "appointment:cancel_own", "appointment:reschedule_own"],
  offer: ["offer:answer"],
};

/** True when the actor holds the permission by kind or role. Deny by default; relations are checked by policies. */
export function can(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case "public":
      return publicPermissions.includes(permission);
    case "link":
      return linkPermissions[actor.subject.kind].includes(permission);
    case "staff":
      return actor.roles.some((role) => permissionsOf[role].includes(permission));
    case "system":
      return permission === "job:run" || permission === "tenant:provision";
  }
}
