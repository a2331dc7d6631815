import { expect, test } from "vitest";
import { awaitedPermissions } from "./awaited-permissions.ts";
import { permissions } from "./permissions.ts";
import { type Actor, can, dependsOnRelations, practitionersWithin } from "./policies.ts";

const client: Actor = { kind: "client", tenantId: "t", clientId: "c", clientAccountId: "a", sessionId: "s" };

test("AUTH-10 AUTH-51 a client may do this, and a change here is a change of who may do what", () => {
  const theirs = permissions.filter((permission) => can(client, permission));
  expect(theirs.filter((permission) => !(permission in awaitedPermissions))).toEqual([
    "studio:view",
    "slots:list",
    "appointment:hold",
    "appointment:book",
    "appointment:view_own",
    "appointment:cancel_own",
    "appointment:reschedule_own",
    "waitlist:join",
    "offer:answer",
    "record:own",
    "agreement:own",
    "preference:own",
    "access_report:view",
    "session:own",
  ]);
});

test("AUTH-53 what is a client's own is no practitioner's: it reaches nobody's records", () => {
  for (const permission of ["appointment:view_own", "session:own", "client:view", "calendar:view"] as const) {
    expect(practitionersWithin(client, permission)).toEqual([]);
    expect(dependsOnRelations(client, permission)).toBe(false);
  }
});
