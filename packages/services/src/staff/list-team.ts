import type { listTeam as contract } from "@quietroom/contracts/team";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { inOrder } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
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
    const places = await tx.location.findMany({
      where: { tenantId, active: true },
      orderBy: [{ isPrimary: "desc" }, { name: "asc" }],
      select: { id: true, name: true },
    });
    const assigned = await tx.staffLocation.findMany({ where: { tenantId } });
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
        locations: places
          .filter((place) => assigned.some((one) => one.staffUserId === id && one.locationId === place.id))
          .map((place) => place.id),
      })),
      locations: places,
      freePractitioners: practitioners.filter(({ id }) => !taken.has(id)),
      invitations: await openInvitations(tx, tenantId),
    };
  },
});

type OpenInvitation = Team["invitations"][number];

/** An invitation is as far as its latest link and the mail that carries it. */
async function openInvitations(tx: Tx, tenantId: string): Promise<OpenInvitation[]> {
  const rows = await tx.$queryRaw<(Omit<OpenInvitation, "expiresAt"> & { readonly expiresAt: Date })[]>`
    select i.id as "invitationId", i.email, i.roles, l.expires_at as "expiresAt",
      case when l.expires_at <= now() then 'expired' when m.status = 'failed' then 'failed'
        when m.status = 'sent' then 'sent' else 'waiting' end as state
    from invitation i
    join staff_link l on l.tenant_id = i.tenant_id and l.id = i.link_id
    join notification m on m.tenant_id = i.tenant_id and m.link_id = i.link_id
    where i.tenant_id = ${tenantId}::uuid and i.accepted_at is null and i.withdrawn_at is null
    order by i.invited_at desc`;
  return rows.map(({ expiresAt, roles, ...invitation }) => ({
    ...invitation,
    roles: [...inOrder(roles)],
    expiresAt: fromInstantColumn(expiresAt),
  }));
}
