import { type Actor, staffRoles } from "@quietroom/domain/access";
import { expect, test } from "vitest";
import { pagesFor } from "./pages-for.ts";

type Role = (typeof staffRoles)[number];

const seen = {
  admin: [
    "calendar",
    "requests",
    "waitlist",
    "messages",
    "groups",
    "hours",
    "services",
    "rules",
    "places",
    "rooms",
    "portal",
    "records",
    "legal",
    "team",
    "security",
    "audit",
    "work",
  ],
  supervisor: [
    "calendar",
    "requests",
    "waitlist",
    "messages",
    "groups",
    "hours",
    "services",
    "places",
    "rooms",
    "team",
  ],
  therapist: [
    "calendar",
    "requests",
    "waitlist",
    "messages",
    "groups",
    "hours",
    "services",
    "places",
    "rooms",
  ],
  associate: [
    "calendar",
    "requests",
    "waitlist",
    "messages",
    "groups",
    "hours",
    "services",
    "places",
    "rooms",
  ],
  receptionist: [
    "calendar",
    "requests",
    "waitlist",
    "messages",
    "groups",
    "hours",
    "services",
    "places",
    "rooms",
    "portal",
  ],
  billing: ["calendar", "groups", "services"],
  compliance: ["security", "audit"],
} as const satisfies Record<Role, readonly string[]>;

function holding(...roles: readonly Role[]): Actor {
  return { kind: "staff", tenantId: "t", staffUserId: "u", sessionId: "s", roles, practitionerId: null };
}

test.each(staffRoles)("AUTH-62 %s has an entry for each page they may see, and for no other", (role) => {
  expect(pagesFor(holding(role))).toEqual(seen[role]);
});

test("AUTH-62 who holds two roles sees the pages of both, and who holds none sees none", () => {
  expect(pagesFor(holding("billing", "therapist"))).toEqual(seen.therapist);
  expect(pagesFor(holding())).toEqual([]);
});
