import { describe, expect, test } from "vitest";
import { grantOf, type Permission, type Scope } from "./permissions.ts";
import { type Actor, can, practitionersWithin } from "./policies.ts";
import { isStaffRole, staffRoles } from "./roles.ts";

// AUTH-51, word for word.
const matrix = `
| Resource | admin | supervisor | therapist | associate | receptionist | billing | compliance | client |
| Clients | CRUD | RU supervisees' | RU own | RU own | C, R lim, U contact | R lim | – | RU self, not DOB |
| Appointments | CRUD | RU team | CRU own | CRU own | CRUD all | R | – | request, book, cancel own |
| Availability | CRUD | RU team | RU own | RU own | R | – | – | R public slots |
| Clinical notes | break-glass R | R, co-sign team | CRU own | CRU own, no final sign | – | – | – | R own, signed and shared |
| Treatment plans, outcomes | break-glass R | R, approve team | CRU own | draft own | – | – | – | R own shared |
| Allergies, medications | CRUD | R | CRU own | CRU own | R severity flag | – | – | CRU own |
| Matching | run, override | run, override | run for own | – | run at intake | – | – | – |
| Documents | CRUD admin types | R team | CRU own | CRU own | C, R non-clinical | R insurance | – | R shared, C upload |
| Messages | R own threads | R own threads | own threads | own threads | practice inbox | billing inbox | – | own threads |
| Invoices, payments | CRUD | R team | R own | R own | R balance | CRU, refund | – | R, pay own |
| Reports | all | team | own | own | – | financial | compliance | own progress |
| Users, roles, settings | CRUD | – | – | – | – | – | – | own profile |
| Audit log | R | – | – | – | – | – | R, export | own access report |
| Specializations | CRUD | R | R | R | R | – | – | – |`;

type Reading = Readonly<Partial<Record<Permission, Scope>>>;

/**
 * What each cell of a row means, permission by permission; what a cell leaves out is a refusal. Deleting is hiding until somebody takes it
 * back, which for a client is part of keeping records. A supervisor who co-signs or approves a team's does not read everybody's (AUTH-56).
 */
const readings: Readonly<Record<string, Readonly<Record<string, Reading>>>> = {
  Clients: {
    CRUD: { "client:view": "all", "client:create": "all", "client:update": "all", "record:manage": "all" },
    "RU supervisees'": { "client:view": "team", "client:update": "team" },
    "RU own": { "client:view": "own", "client:update": "own" },
    "C, R lim, U contact": {
      "client:create": "all",
      "client:view_limited": "all",
      "client:update_contact": "all",
    },
    "R lim": { "client:view_limited": "all" },
    "RU self, not DOB": { "client:view_self": "own", "client:update_self": "own" },
  },
  Appointments: {
    CRUD: {
      "calendar:view": "all",
      "appointment:create": "all",
      "appointment:manage": "all",
      "appointment:remove": "all",
    },
    "RU team": { "calendar:view": "team", "appointment:manage": "team" },
    "CRU own": { "calendar:view": "own", "appointment:create": "own", "appointment:manage": "own" },
    "CRUD all": {
      "calendar:view": "all",
      "appointment:create": "all",
      "appointment:manage": "all",
      "appointment:remove": "all",
    },
    R: { "calendar:view": "all" },
    "request, book, cancel own": { "appointment:book": "own", "appointment:cancel_own": "own" },
  },
  Availability: {
    CRUD: { "availability:view": "all", "availability:manage": "all", "slots:list": "all" },
    "RU team": { "availability:view": "team", "availability:manage": "team", "slots:list": "all" },
    "RU own": { "availability:view": "own", "availability:manage": "own", "slots:list": "all" },
    R: { "availability:view": "all", "slots:list": "all" },
    "–": { "slots:list": "all" }, // what everybody in the street sees
    "R public slots": { "slots:list": "all" },
  },
  "Clinical notes": {
    "break-glass R": { "note:view": "break_glass", "chart:break_glass": "all" },
    "R, co-sign team": { "note:view": "team", "note:co_sign": "team" },
    "CRU own": { "note:view": "own", "note:write": "own", "note:sign": "own" },
    "CRU own, no final sign": { "note:view": "own", "note:write": "own" },
    "R own, signed and shared": { "note:view": "shared" },
  },
  "Treatment plans, outcomes": {
    "break-glass R": { "plan:view": "break_glass" },
    "R, approve team": { "plan:view": "team", "plan:approve": "team" },
    "CRU own": { "plan:view": "own", "plan:draft": "own", "plan:change": "own" },
    "draft own": { "plan:view": "own", "plan:draft": "own" },
    "R own shared": { "plan:view": "shared" },
  },
  "Allergies, medications": {
    CRUD: { "allergy:view": "all", "allergy:write": "all", "allergy:remove": "all" },
    R: { "allergy:view": "all" },
    "CRU own": { "allergy:view": "own", "allergy:write": "own" },
    "R severity flag": { "allergy:view_limited": "all" },
  },
  Matching: {
    "run, override": { "matching:run": "all", "matching:override": "all" },
    "run for own": { "matching:run": "own" },
    "run at intake": { "matching:run_at_intake": "all" },
  },
  Documents: {
    "CRUD admin types": { "document:manage_administrative": "all" },
    "R team": { "document:view": "team" },
    "CRU own": { "document:view": "own", "document:write": "own" },
    "C, R non-clinical": { "document:add_non_clinical": "all", "document:view_non_clinical": "all" },
    "R insurance": { "document:view_insurance": "all" },
    "R shared, C upload": { "document:view": "shared", "document:upload": "own" },
  },
  Messages: {
    "R own threads": { "thread:view": "own" },
    "own threads": { "thread:view": "own", "thread:write": "own" },
    "practice inbox": { "practice_inbox:use": "all" },
    "billing inbox": { "billing_inbox:use": "all" },
  },
  "Invoices, payments": {
    CRUD: { "invoice:view": "all", "invoice:write": "all", "invoice:remove": "all" },
    "R team": { "invoice:view": "team" },
    "R own": { "invoice:view": "own" },
    "R balance": { "invoice:view_balance": "all" },
    "CRU, refund": { "invoice:view": "all", "invoice:write": "all", "payment:refund": "all" },
    "R, pay own": { "invoice:view": "own", "payment:make": "own" },
  },
  Reports: {
    all: { "report:view": "all" },
    team: { "report:view": "team" },
    own: { "report:view": "own" },
    financial: { "report:view_financial": "all" },
    compliance: { "report:view_compliance": "all" },
    "own progress": { "progress:view": "own" },
  },
  "Users, roles, settings": {
    CRUD: {
      "staff:manage": "all",
      "studio:manage": "all",
      "service:manage": "all",
      "supervision:manage": "all",
    },
    "own profile": {}, // the same as their own record, above
  },
  "Audit log": {
    R: { "audit:view": "all" },
    "R, export": { "audit:view": "all", "audit:export": "all" },
    "own access report": { "access_report:view": "own" },
  },
  Specializations: {
    CRUD: { "specialization:view": "all", "specialization:manage": "all" },
    R: { "specialization:view": "all" },
  },
};

const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
const [heads = [], ...rows] = matrix.trim().split("\n").map(cells);

/** Every cell x every permission that its row speaks of. */
const expected = rows.flatMap(([resource = "", ...row]) => {
  const meaning = readings[resource] ?? {};
  const spoken = new Set(Object.values(meaning).flatMap(permissionsIn));
  return row.flatMap((cell, column) =>
    [...spoken].map((permission) => ({
      role: heads[column + 1] ?? "",
      resource,
      cell,
      permission,
      scope: meaning[cell]?.[permission] ?? null,
    })),
  );
});

/** The keys of a reading, which its type says are permissions. */
function permissionsIn(reading: Reading): Permission[] {
  return Object.keys(reading) as Permission[];
}

const person = {
  kind: "staff",
  tenantId: "t",
  staffUserId: "u",
  sessionId: "s",
  practitionerId: "ana",
  relations: { supervised: ["ben"], covered: [] },
} as const;
const client: Actor = { kind: "client", tenantId: "t", clientId: "c", clientAccountId: "a", sessionId: "s" };
const reach = { all: "all", team: ["ana", "ben"], own: ["ana"], shared: [], break_glass: [] } as const;

describe("AUTH-51 the matrix", () => {
  test.each(expected)("check 22 AUTH-51 $role: $resource, $cell: $permission is $scope", (one) => {
    const { role, permission, scope } = one;
    if (role !== "client" && !isStaffRole(role)) throw new Error("the matrix names no such role");
    expect(grantOf(role, permission)).toBe(scope);
    const actor: Actor = role === "client" ? client : { ...person, roles: [role] };
    expect(can(actor, permission)).toBe(scope !== null);
    const within = role === "client" && scope !== "all" ? [] : scope === null ? [] : reach[scope];
    expect(practitionersWithin(actor, permission)).toEqual(within);
  });

  test("the matrix names every role of a studio and clients, every cell is read, and no reading is of a cell that is not there", () => {
    expect(heads.slice(1)).toEqual([...staffRoles, "client"]);
    expect(rows.map(([resource]) => resource)).toEqual(Object.keys(readings));
    for (const [resource = "", ...row] of rows) {
      const read = Object.keys(readings[resource] ?? {}).filter((cell) => cell !== "–");
      expect([resource, [...new Set(row)].filter((cell) => cell !== "–")]).toEqual([resource, read]);
    }
    expect(expected.length).toBeGreaterThan(8 * 50);
  });
});
