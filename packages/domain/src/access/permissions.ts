import type { Role } from "./roles.ts";

/** Who can come with a request: a role, anyone from the street, the bearer of a signed link, or our own jobs. */
export type Principal =
  | Role
  | "public"
  | "hold_link"
  | "appointment_link"
  | "offer_link"
  | "reset_link"
  | "email_change_link"
  | "invitation_link"
  | "system";

/** How far a permission reaches: everything in the studio, one's supervisees and oneself, or one's own. */
export type Scope = "all" | "team" | "own";

type Grants = Readonly<Partial<Record<Principal, Scope>>>;

const anyStaff = {
  admin: "all",
  supervisor: "all",
  therapist: "all",
  associate: "all",
  receptionist: "all",
  billing: "all",
  compliance: "all",
} as const satisfies Grants;

const anyone = {
  public: "all",
  hold_link: "all",
  appointment_link: "all",
  offer_link: "all",
  client: "all",
  guardian: "all",
} as const satisfies Grants;

const clients = { client: "own", guardian: "own" } as const satisfies Grants;

/**
 * THE table: who may do what, and how far. Deny by default (AUTH-55): what is not written here is refused. It holds the rows of AUTH-51
 * whose records there are: clients as visits and the waitlist show them, appointments, availability, users with roles and settings.
 * The other rows come with their records: notes, treatment plans, allergies, matching, specializations and documents with charts,
 * message threads with messaging, invoices with billing, reports and the audit log with reporting, what clients do with the portal.
 */
export const permissionTable = {
  "studio:view": { ...anyone, ...anyStaff },
  "slots:list": { ...anyone, ...anyStaff },
  "appointment:hold": anyone,
  "appointment:book": { hold_link: "own", ...clients },
  "appointment:view_own": { hold_link: "own", appointment_link: "own", ...clients },
  "appointment:cancel_own": { appointment_link: "own", ...clients },
  "appointment:reschedule_own": { appointment_link: "own", ...clients },
  "waitlist:join": anyone,
  "offer:answer": { offer_link: "own", ...clients },

  "client:view": { admin: "all", supervisor: "team", therapist: "own", associate: "own" },
  "client:view_limited": { receptionist: "all", billing: "all" }, // without what AUTH-52 keeps from them
  "calendar:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
    billing: "all",
  },
  "appointment:manage": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "availability:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "availability:manage": { admin: "all", supervisor: "team", therapist: "own", associate: "own" },
  "service:view": {
    admin: "all",
    supervisor: "all",
    therapist: "all",
    associate: "all",
    receptionist: "all",
    billing: "all",
  },
  "service:manage": { admin: "all" },
  "studio:manage": { admin: "all" },
  "client_account:view": { admin: "all", receptionist: "all" },
  "client_account:manage": { admin: "all", receptionist: "all" }, // suspend, restore, unlock; their second step is an admin's
  "client_account:reset": { admin: "all" },
  "supervision:view": { admin: "all", supervisor: "team" },
  "supervision:manage": { admin: "all" },
  "cover:manage": { admin: "all", supervisor: "team" },
  "staff:manage": { admin: "all", system: "all" }, // the system creates a studio's first admin
  "waitlist:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "waitlist:manage": { admin: "all", receptionist: "all" },
  "message_log:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "record:manage": { admin: "all" }, // remove and restore, hold, let go, and answer what clients ask of their record
  "record:own": clients,
  "incident:view": { admin: "all", compliance: "all" },
  "incident:review": { admin: "all", compliance: "all" },
  "network:manage": { admin: "all" },
  "audit:view": { admin: "all", compliance: "all" },
  "session:start": { public: "all" },
  "password:reset": { reset_link: "own" },
  "email:confirm": { email_change_link: "own" },
  "invitation:accept": { invitation_link: "own" },
  "session:own": {
    admin: "own",
    supervisor: "own",
    therapist: "own",
    associate: "own",
    receptionist: "own",
    billing: "own",
    compliance: "own",
    client: "own",
  },

  "keys:view": { admin: "all", compliance: "all" },
  "keys:rotate": { admin: "all", system: "all" }, // the system does it every quarter
  "job:run": { system: "all" },
  "tenant:provision": { system: "all" },
} as const satisfies Record<string, Grants>;

/** What a verb needs its actor to have, as "resource:action". */
export type Permission = keyof typeof permissionTable;

export const permissions: readonly Permission[] = Object.keys(permissionTable).filter(isPermission);

function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissionTable, text);
}

/** How far a principal's permission reaches; null when it has none. */
export function grantOf(principal: Principal, permission: Permission): Scope | null {
  const grants: Grants = permissionTable[permission];
  return grants[principal] ?? null;
}
