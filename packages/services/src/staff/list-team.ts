import type { listTeam as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { lockedAccounts } from "./guard.ts";

type Team = OutputOf<typeof contract>;

/** Everyone who works in the studio or did, whether their second factor stands, and whether their account is locked. */
export const listTeam = Object.assign(
  async (context: VerbContext, input: object): Promise<Team> => {
    const people = await readTeam(context, input);
    const locked = await lockedAccounts(
      context.runtime,
      people.map(({ email }) => email),
    );
    return { people: people.map((person) => ({ ...person, lockedUntil: locked.get(person.email) ?? null })) };
  },
  { verbName: "staff.list_team", permission: "staff:manage" } as const,
);

const readTeam = defineVerb<object, Omit<Team["people"][number], "lockedUntil">[]>({
  name: "staff.list_team",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    const people = await tx.staffUser.findMany({ where: { tenantId }, orderBy: { displayName: "asc" } });
    const enrolled = await tx.staffTotp.findMany({ where: { tenantId }, select: { staffUserId: true } });
    audit({ action: "read", resource: "staff_user", resourceId: null });
    return people.map(({ id, displayName, email, roles, active }) => ({
      staffUserId: id,
      displayName,
      email,
      roles,
      active,
      secondFactor: enrolled.some(({ staffUserId }) => staffUserId === id) ? "enrolled" : "none",
    }));
  },
});
