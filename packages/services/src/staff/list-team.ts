import type { listTeam as contract } from "@quietroom/contracts/team";
import type { OutputOf } from "@quietroom/contracts/wire";
import { inOrder } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { lockedAccounts } from "./guard.ts";

type Team = OutputOf<typeof contract>;
type Unlocked = Omit<Team, "people"> & {
  readonly people: readonly Omit<Team["people"][number], "lockedUntil">[];
};

/** Everyone who works in the studio or did, whether their second factor stands, and whether their account is locked. */
export const listTeam = Object.assign(
  async (context: VerbContext, input: object): Promise<Team> => {
    const team = await readTeam(context, input);
    const locked = await lockedAccounts(
      context.runtime,
      team.people.map(({ email }) => email),
    );
    const people = team.people.map((one) => ({ ...one, lockedUntil: locked.get(one.email) ?? null }));
    return { ...team, people };
  },
  { verbName: "staff.list_team", permission: "staff:manage" } as const,
);

const readTeam = defineVerb<object, Unlocked>({
  name: "staff.list_team",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    audit({ action: "read", resource: "staff_user", resourceId: null });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const people = await tx.staffUser.findMany({ where: { tenantId }, orderBy: { displayName: "asc" } });
    const enrolled = await tx.staffTotp.findMany({ where: { tenantId }, select: { staffUserId: true } });
    const practitioners = await tx.practitioner.findMany({
      where: { tenantId, active: true },
      orderBy: { position: "asc" },
      select: { id: true, displayName: true },
    });
    const taken = new Set(people.filter(({ active }) => active).map(({ practitionerId }) => practitionerId));
    return {
      timeZone,
      locale,
      people: people.map(({ id, displayName, email, roles, active, practitionerId }) => ({
        staffUserId: id,
        displayName,
        email,
        roles: [...inOrder(roles)],
        active,
        seesClients: practitionerId !== null,
        secondFactor: enrolled.some(({ staffUserId }) => staffUserId === id) ? "enrolled" : "none",
      })),
      freePractitioners: practitioners.filter(({ id }) => !taken.has(id)),
    };
  },
});
