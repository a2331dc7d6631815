import type { listTeam as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";

/** Everyone who works in the studio or did, and whether their second factor stands. */
export const listTeam = defineVerb<object, OutputOf<typeof contract>>({
  name: "staff.list_team",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    const people = await tx.staffUser.findMany({ where: { tenantId }, orderBy: { displayName: "asc" } });
    const enrolled = await tx.staffTotp.findMany({ where: { tenantId }, select: { staffUserId: true } });
    audit({ action: "read", resource: "staff_user", resourceId: null });
    return {
      people: people.map(({ id, displayName, email, roles, active }) => ({
        staffUserId: id,
        displayName,
        email,
        roles,
        active,
        secondFactor: enrolled.some(({ staffUserId }) => staffUserId === id) ? "enrolled" : "none",
      })),
    };
  },
});
