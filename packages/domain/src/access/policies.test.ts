import { describe, expect, test } from "vitest";
import { awaitedPermissions } from "./awaited-permissions.ts";
import { type Permission, permissions, permissionTable } from "./permissions.ts";
import {
  type Actor,
  can,
  dependsOnRelations,
  practitionersWithin,
  reaches,
  rolesWith,
  standsWhileSuspended,
} from "./policies.ts";
import { isStaffRole, roles, type StaffRole, staffRoles } from "./roles.ts";

const tenantId = "studio";

const person = {
  kind: "staff",
  tenantId,
  staffUserId: "user",
  sessionId: "session",
  practitionerId: "ana",
} as const;

function staff(...held: StaffRole[]): Actor {
  return { ...person, roles: held };
}

function link(kind: "hold" | "appointment" | "offer"): Actor {
  return { kind: "link", tenantId, subject: { kind, id: "record" } };
}

function allowed(actor: Actor): Permission[] {
  return permissions.filter((permission) => can(actor, permission));
}

const anyone: Permission[] = ["studio:view", "slots:list", "appointment:hold", "waitlist:join"];

describe("AUTH-55 deny by default", () => {
  test("the public may look, hold a time, wait and sign in, and no more", () => {
    expect(allowed({ kind: "public", tenantId }).toSorted()).toEqual([...anyone, "session:start"].toSorted());
  });

  test("a link opens its own record only", () => {
    const beyond = (actor: Actor) => allowed(actor).filter((permission) => !anyone.includes(permission));
    expect(beyond(link("hold"))).toEqual(["appointment:book", "appointment:view_own"]);
    expect(beyond(link("appointment"))).toEqual([
      "appointment:view_own",
      "appointment:cancel_own",
      "appointment:reschedule_own",
    ]);
    expect(beyond(link("offer"))).toEqual(["offer:answer"]);
  });

  test("our own jobs run jobs and set studios up, and have no other right", () => {
    expect(allowed({ kind: "system", tenantId, reason: "test" })).toEqual([
      "staff:manage",
      "keys:rotate",
      "job:run",
      "tenant:provision",
    ]);
  });

  test("staff without a role may do nothing", () => {
    expect(allowed(staff())).toEqual([]);
  });

  test("nobody but our own jobs has their rights, and nobody from outside a right to manage", () => {
    for (const permission of permissions) {
      const holders = Object.keys(permissionTable[permission]);
      if (permission === "job:run" || permission === "tenant:provision") expect(holders).toEqual(["system"]);
      if (permission.endsWith(":manage"))
        expect(holders.filter((one) => !isStaffRole(one) && one !== "system")).toEqual([]);
    }
  });
});

describe("AUTH-51 how far a permission reaches", () => {
  test("AUTH-50 several roles add up to the widest", () => {
    expect(practitionersWithin(staff("therapist", "receptionist"), "appointment:manage")).toBe("all");
    const relations = { supervised: ["ben"], covered: [] };
    const both: Actor = { ...person, roles: ["therapist", "supervisor"], relations };
    expect(practitionersWithin(both, "appointment:manage")).toEqual(["ana", "ben"]);
  });

  test("AUTH-53 own is the practitioner record, and who sees no clients owns none", () => {
    expect(reaches(staff("therapist"), "appointment:manage", "ana")).toBe(true);
    expect(reaches(staff("therapist"), "appointment:manage", "ben")).toBe(false);
    const noPractitioner: Actor = {
      kind: "staff",
      tenantId,
      staffUserId: "u",
      sessionId: "s",
      roles: ["therapist"],
      practitionerId: null,
    };
    expect(practitionersWithin(noPractitioner, "calendar:view")).toEqual([]);
    expect(reaches({ kind: "public", tenantId }, "calendar:view", "ana")).toBe(false);
  });

  test("AUTH-56 who supervises reaches their supervisees only where the table says team, and nobody by the relation alone", () => {
    const relations = { supervised: ["ben"], covered: [] };
    const as = (role: StaffRole): Actor => ({ ...person, roles: [role], relations });
    expect(reaches(as("supervisor"), "appointment:manage", "ben")).toBe(true);
    expect(reaches(as("supervisor"), "appointment:manage", "cy")).toBe(false);
    expect(reaches(as("therapist"), "appointment:manage", "ben")).toBe(false);
    expect(reaches(as("billing"), "appointment:manage", "ben")).toBe(false);
    expect(
      practitionersWithin(
        { ...person, roles: ["supervisor"], relations, practitionerId: null },
        "client:view",
      ),
    ).toEqual(["ben"]);
  });

  test("AUTH-58 who covers sees to the colleague's clients, and neither keeps their hours nor passes the cover on", () => {
    const relations = { supervised: [], covered: ["ben"] };
    const as = (role: StaffRole): Actor => ({ ...person, roles: [role], relations });
    const everybodys = permissions.filter((one) => practitionersWithin(as("therapist"), one) === "all");
    const reached = permissions.filter((permission) => reaches(as("therapist"), permission, "ben"));
    const through = reached.filter((permission) => !everybodys.includes(permission));
    expect(through.toSorted()).toEqual([
      "allergy:view",
      "appointment:manage",
      "calendar:view",
      "client:list",
      "client:view",
      "consent:record",
      "consent:view",
      "document:view",
      "message_log:view",
      "note:view",
      "plan:view",
      "waitlist:view",
    ]);
    expect(reaches(as("supervisor"), "cover:manage", "ben")).toBe(false);
    expect(reaches(as("compliance"), "calendar:view", "ben")).toBe(false);
  });

  test("relations are looked up where the answer depends on them, and only there", () => {
    expect(dependsOnRelations(staff("supervisor"), "calendar:view")).toBe(true);
    expect(dependsOnRelations(staff("therapist"), "calendar:view")).toBe(true);
    expect(dependsOnRelations(staff("admin", "therapist"), "calendar:view")).toBe(false);
    expect(dependsOnRelations(staff("compliance"), "calendar:view")).toBe(false);
    expect(dependsOnRelations(link("appointment"), "appointment:view_own")).toBe(false);
  });

  test("TEN-12 a suspended studio's staff look, sign in and keep their account, and change nothing", () => {
    const staffs = permissions.filter((one) => staffRoles.some((role) => can(staff(role), one)));
    const built = staffs.filter((one) => !(one in awaitedPermissions));
    expect(built.filter((one) => !standsWhileSuspended(one)).toSorted()).toEqual([
      "appointment:correct",
      "appointment:create",
      "appointment:manage",
      "appointment:override",
      "audit:export",
      "availability:manage",
      "client:correct",
      "client:update",
      "client:update_contact",
      "client_account:manage",
      "client_account:reset",
      "consent:record",
      "cover:manage",
      "dead_letter:manage",
      "incident:review",
      "keys:rotate",
      "legal_document:manage",
      "network:manage",
      "record:manage",
      "service:manage",
      "staff:manage",
      "studio:manage",
      "supervision:manage",
      "time_off:answer",
      "waitlist:manage",
    ]);
    const looks = staffs.filter((one) => one in awaitedPermissions && standsWhileSuspended(one));
    expect(looks.filter((one) => !/:view(_|$)/.test(one))).toEqual([]);
  });

  test("the roles with a permission are read from the same table", () => {
    expect(rolesWith("service:manage")).toEqual(["admin"]);
    expect(rolesWith("appointment:cancel_own")).toEqual(["client", "guardian"]);
    expect(rolesWith("job:run")).toEqual([]);
    expect(
      roles.every(
        (role) => role !== "platform_operator" || permissions.every((one) => !rolesWith(one).includes(role)),
      ),
    ).toBe(true);
  });
});
