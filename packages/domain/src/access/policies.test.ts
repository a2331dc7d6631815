import { describe, expect, test } from "vitest";
import { type Permission, permissions, permissionTable } from "./permissions.ts";
import { type Actor, can, practitionersWithin, reaches, rolesWith } from "./policies.ts";
import { isStaffRole, roles, type StaffRole, staffRoles } from "./roles.ts";

const tenantId = "studio";

function staff(...held: StaffRole[]): Actor {
  return {
    kind: "staff",
    tenantId,
    staffUserId: "user",
    sessionId: "session",
    roles: held,
    practitionerId: "ana",
  };
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

// The rows of AUTH-51 that there is something to ask about already: C, R, U and D there are view and manage here.
const matrix: [Permission, Partial<Record<StaffRole, "all" | "team" | "own">>][] = [
  [
    "calendar:view",
    {
      admin: "all",
      supervisor: "team",
      therapist: "own",
      associate: "own",
      receptionist: "all",
      billing: "all",
    },
  ],
  [
    "appointment:manage",
    { admin: "all", supervisor: "team", therapist: "own", associate: "own", receptionist: "all" },
  ],
  [
    "availability:view",
    { admin: "all", supervisor: "team", therapist: "own", associate: "own", receptionist: "all" },
  ],
  ["availability:manage", { admin: "all", supervisor: "team", therapist: "own", associate: "own" }],
  ["service:manage", { admin: "all" }],
];

describe("AUTH-51 the matrix", () => {
  test.each(matrix)("%s", (permission, expected) => {
    for (const role of staffRoles) {
      const scope = expected[role];
      const supervised = ["ben"];
      const within = practitionersWithin(staff(role), permission, supervised);
      const reach = { all: "all", team: ["ana", "ben"], own: ["ana"] } as const;
      expect([role, within]).toEqual([role, scope === undefined ? [] : reach[scope]]);
      expect(can(staff(role), permission)).toBe(scope !== undefined);
    }
  });

  test("AUTH-50 several roles add up to the widest", () => {
    expect(practitionersWithin(staff("therapist", "receptionist"), "appointment:manage")).toBe("all");
    expect(practitionersWithin(staff("therapist", "supervisor"), "appointment:manage", ["ben"])).toEqual([
      "ana",
      "ben",
    ]);
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
