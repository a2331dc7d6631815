import { type Actor, staffRoles } from "@quietroom/domain/access";
import { expect, test } from "vitest";
import { whatFinds } from "./what-finds.ts";

type Role = (typeof staffRoles)[number];

const holding = (...roles: readonly Role[]): Actor => ({
  kind: "staff",
  tenantId: "t",
  staffUserId: "u",
  sessionId: "s",
  roles,
  practitionerId: "p",
});

const expected = {
  admin: "everything",
  supervisor: "everything",
  therapist: "everything",
  associate: "everything",
  receptionist: "all_but_birth_date",
  billing: "all_but_birth_date",
  compliance: "nothing",
} as const satisfies Record<Role, string>;

test.each(staffRoles)("AUTH-52 AUTH-62 what finds clients for %s", (role) => {
  expect(whatFinds(holding(role))).toBe(expected[role]);
});

test("AUTH-52 who holds two roles asks for birth dates only where they see everybody's", () => {
  expect(whatFinds(holding("admin", "billing"))).toBe("everything");
  expect(whatFinds(holding("therapist", "receptionist"))).toBe("all_but_birth_date");
});
