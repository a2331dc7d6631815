import type { Role } from "./roles.ts";

/** Who can come with a request: a role, anyone from the street, the bearer of a signed link, or our own jobs. */
export type Principal =
  | Role
  | "public"
  | "hold_link"
  | "appointment_link"
  | "offer_link"
  | "unsubscribe_link"
  | "reset_link"
  | "email_change_link"
  | "invitation_link"
  | "system";

/**
 * How far a permission reaches: everything in the studio; one's supervisees and oneself; one's own; of one's own what was signed and shared
 * (a client's); or one chart after breaking its glass (AUTH-59), which is nothing until then. A part of a record, such as what AUTH-52
 * leaves of it, is a permission of its own.
 */
export type Scope = "all" | "team" | "own" | "shared" | "break_glass";

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

const ownPractice = { therapist: "own", associate: "own" } as const satisfies Grants;

const clients = { client: "own", guardian: "own" } as const satisfies Grants;

/**
 * THE table: who may do what, and how far. Deny by default (AUTH-55): what is not written here is refused. It holds every row of AUTH-51,
 * and what besides is asked for. Rows whose records are still to come stand in `awaited-permissions.ts` with what they wait for.
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
  "client:list": {
    // to look for clients; what is shown of each is for the two beside it to say
    admin: "all",
    supervisor: "team",
    ...ownPractice,
    receptionist: "all",
    billing: "all",
  },
  "client:create": { admin: "all", receptionist: "all" },
  "client:update": { admin: "all", supervisor: "team", ...ownPractice },
  "client:update_contact": { receptionist: "all" },
  "client:correct": { admin: "all", supervisor: "team", ...ownPractice, receptionist: "all" }, // how much of it: the two above
  "client:view_self": { client: "own" },
  "client:update_self": { client: "own" }, // all but the date of birth
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
  "appointment:create": { admin: "all", ...ownPractice, receptionist: "all" }, // by staff; clients book by a hold
  "appointment:override": { admin: "all", therapist: "own" }, // books over a rule that binds staff, for a reason (ec-H20)
  "appointment:correct": { admin: "all" }, // puts a status right that was set by mistake, for a reason (SCHED-09)
  "appointment:remove": { admin: "all", receptionist: "all" },
  "availability:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "availability:manage": { admin: "all", supervisor: "team", therapist: "own", associate: "own" },
  "time_off:answer": { admin: "all" }, // it is asked for by whoever keeps the hours
  "service:view": {
    admin: "all",
    supervisor: "all",
    therapist: "all",
    associate: "all",
    receptionist: "all",
    billing: "all",
  },
  "service:manage": { admin: "all" },

  "note:view": { admin: "break_glass", supervisor: "team", ...ownPractice, client: "shared" },
  "note:write": ownPractice,
  "note:sign": { therapist: "own" }, // an associate's note is signed with a supervisor (AUTH-57)
  "note:co_sign": { supervisor: "team" },
  "plan:view": { admin: "break_glass", supervisor: "team", ...ownPractice, client: "shared" }, // with its outcomes
  "plan:draft": ownPractice,
  "plan:change": { therapist: "own" },
  "plan:approve": { supervisor: "team" },
  "chart:break_glass": { admin: "all" },
  "break_glass:review": { admin: "all", compliance: "all" }, // never one's own
  "allergy:view": { admin: "all", supervisor: "all", ...ownPractice, client: "own" }, // medications too
  "allergy:view_limited": { receptionist: "all" }, // how severe, and nothing else
  "allergy:write": { admin: "all", ...ownPractice, client: "own" },
  "allergy:remove": { admin: "all" },
  "matching:run": { admin: "all", supervisor: "all", therapist: "own" },
  "matching:run_at_intake": { receptionist: "all" },
  "matching:override": { admin: "all", supervisor: "all" },
  "specialization:view": {
    admin: "all",
    supervisor: "all",
    therapist: "all",
    associate: "all",
    receptionist: "all",
  },
  "specialization:manage": { admin: "all" },
  "document:view": { supervisor: "team", ...ownPractice, client: "shared" },
  "document:write": ownPractice,
  "document:manage_administrative": { admin: "all" },
  "document:view_non_clinical": { receptionist: "all" },
  "document:add_non_clinical": { receptionist: "all" },
  "document:view_insurance": { billing: "all" },
  "document:upload": { client: "own" },
  "thread:view": { admin: "own", supervisor: "own", ...ownPractice, client: "own" },
  "thread:write": { ...ownPractice, client: "own" },
  "practice_inbox:use": { receptionist: "all" },
  "billing_inbox:use": { billing: "all" },
  "invoice:view": { admin: "all", supervisor: "team", ...ownPractice, billing: "all", client: "own" },
  "invoice:view_balance": { receptionist: "all" },
  "invoice:write": { admin: "all", billing: "all" }, // payments too
  "invoice:remove": { admin: "all" },
  "payment:refund": { billing: "all" },
  "payment:make": { client: "own" },
  "report:view": { admin: "all", supervisor: "team", ...ownPractice },
  "report:view_financial": { billing: "all" },
  "report:view_compliance": { compliance: "all" },
  "progress:view": { client: "own" },

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
  "legal_document:view": { admin: "all" }, // terms and privacy notice with their history: settings of the studio
  "legal_document:manage": { admin: "all" },
  "agreement:own": clients, // what they accept and consent to
  "preference:own": clients, // which messages they get
  "preference:unsubscribe": { unsubscribe_link: "own" },
  "consent:view": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "consent:record": {
    admin: "all",
    supervisor: "team",
    therapist: "own",
    associate: "own",
    receptionist: "all",
  },
  "bell:view": { admin: "own", supervisor: "own", therapist: "own", associate: "own", receptionist: "own" }, // of what their other permissions reach
  "incident:view": { admin: "all", compliance: "all" },
  "incident:review": { admin: "all", compliance: "all" },
  "network:manage": { admin: "all" },
  "audit:view": { admin: "all", compliance: "all" },
  "audit:export": { compliance: "all" },
  "access_report:view": { client: "own" }, // who opened one's own record
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
  "dead_letter:manage": { admin: "all" }, // see what failed for good, try it again or let it be
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
