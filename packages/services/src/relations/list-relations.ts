import type { listRelations as contract } from "@quietroom/contracts/relations";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { type Actor, can, practitionersWithin } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

type Relations = OutputOf<typeof contract>;

const most = 100;

/**
 * Who supervises and who covers for whom, the newest hundred of each, those over included, and whom the person who asks may relate
 * to whom. A supervisor sees their team's.
 */
export const listRelations = defineVerb<object, Relations>({
  name: "relations.list",
  permission: "supervision:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, actor, tenantId, now, audit }) {
    const within = practitionersWithin(actor, "supervision:view");
    const whose = within === "all" ? {} : { in: [...within] };
    const newest = [{ startsAt: "desc" }, { id: "desc" }] as const;
    const supervisions = await tx.supervision.findMany({
      where: { tenantId, superviseeId: whose },
      orderBy: [...newest],
      take: most,
    });
    const covers = await tx.cover.findMany({
      where: { tenantId, coveredId: whose },
      orderBy: [...newest],
      take: most,
    });
    audit({ action: "read", resource: "supervision", resourceId: null });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const names = await namesOf(tx, tenantId);
    const nameOf = (id: string) => found(names.get(id));
    return {
      supervisions: supervisions.map(({ startsAt, endsAt, ...row }) => ({
        ...row,
        supervisorName: nameOf(row.supervisorId),
        superviseeName: nameOf(row.superviseeId),
        startsAt: fromInstantColumn(startsAt),
        endsAt: endsAt && fromInstantColumn(endsAt),
      })),
      covers: covers.map(({ startsAt, endsAt, ...row }) => ({
        ...row,
        coveringName: nameOf(row.coveringId),
        coveredName: nameOf(row.coveredId),
        startsAt: fromInstantColumn(startsAt),
        endsAt: fromInstantColumn(endsAt),
      })),
      choices: await choicesFor(tx, tenantId, actor),
      now,
      timeZone,
      locale,
    };
  },
});

/** What people are called, by their account's id and by their record's. */
async function namesOf(tx: Tx, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const select = { id: true, displayName: true } as const;
  const accounts = await tx.staffUser.findMany({ where: { tenantId }, select });
  const records = await tx.practitioner.findMany({ where: { tenantId }, select });
  return new Map([...accounts, ...records].map(({ id, displayName }) => [id, displayName]));
}

async function choicesFor(tx: Tx, tenantId: string, actor: Actor): Promise<Relations["choices"]> {
  const within = practitionersWithin(actor, "cover:manage");
  const people = await tx.staffUser.findMany({
    where: { tenantId, active: true },
    orderBy: { displayName: "asc" },
    select: { id: true, displayName: true, roles: true, practitionerId: true },
  });
  const practitioners = await tx.practitioner.findMany({
    where: { tenantId, active: true, ...(within === "all" ? {} : { id: { in: [...within] } }) },
    orderBy: { position: "asc" },
    select: { id: true, displayName: true },
  });
  const named = ({ id, displayName }: { readonly id: string; readonly displayName: string }) => ({
    id,
    name: displayName,
  });
  const own = actor.kind === "staff" ? actor.staffUserId : null;
  return {
    supervisors: can(actor, "supervision:manage")
      ? people.filter(({ roles }) => roles.includes("supervisor")).map(named)
      : [],
    // Nobody grants themselves a cover (AUTH-60).
    colleagues: people.filter(({ id, practitionerId }) => practitionerId !== null && id !== own).map(named),
    practitioners: practitioners.map(named),
  };
}
