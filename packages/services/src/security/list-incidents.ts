import type {
  countIncidents as countContract,
  listIncidents as contract,
} from "@quietroom/contracts/security";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { incidentKinds } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

type Listed = OutputOf<typeof contract>["open"][number];
type Row = Awaited<ReturnType<Tx["securityIncident"]["findMany"]>>[number];

const mostOpen = 200;
const mostReviewed = 50;

/** What looked wrong about access to the studio (AUTH-44), for those who watch over it. */
export const listIncidents = defineVerb<object, OutputOf<typeof contract>>({
  name: "security.list_incidents",
  permission: "incident:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    audit({ action: "read", resource: "security_incident", resourceId: null });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const open = await tx.securityIncident.findMany({
      where: { tenantId, reviewedAt: null },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: mostOpen,
    });
    const reviewed = await tx.securityIncident.findMany({
      where: { tenantId, reviewedAt: { not: null } },
      orderBy: [{ reviewedAt: "desc" }, { id: "desc" }],
      take: mostReviewed,
    });
    const names = await namesOf(tx, tenantId, [...open, ...reviewed]);
    return {
      timeZone,
      locale,
      open: open.map((row) => shown(row, names)),
      openCount: await tx.securityIncident.count({ where: { tenantId, reviewedAt: null } }),
      reviewed: reviewed.map((row) => shown(row, names)),
    };
  },
});

/** How many wait to be looked at. */
export const countIncidents = defineVerb<object, OutputOf<typeof countContract>>({
  name: "security.count_incidents",
  permission: "incident:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    return { open: await tx.securityIncident.count({ where: { tenantId, reviewedAt: null } }) };
  },
});

async function namesOf(
  tx: Tx,
  tenantId: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<string | null, string>> {
  const ids = rows
    .flatMap(({ staffUserId, reviewedBy }) => [staffUserId, reviewedBy])
    .filter((id) => id !== null);
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...new Set(ids)] } },
    select: { id: true, displayName: true },
  });
  return new Map(people.map(({ id, displayName }) => [id, displayName]));
}

function shown(row: Row, names: ReadonlyMap<string | null, string>): Listed {
  const { id, at, staffUserId, detail, reviewedAt, reviewedBy, reviewNote } = row;
  const kind = incidentKinds.find((known) => known === row.kind);
  if (kind === undefined) throw new Error("the table holds an unknown kind of incident");
  const by = detailOf(detail, "by");
  return {
    id,
    kind,
    at: fromInstantColumn(at),
    who: names.get(staffUserId) ?? null,
    count:
      numberIn(detailOf(detail, "accounts")) ??
      numberIn(detailOf(detail, "refusals")) ??
      numberIn(detailOf(detail, "clients")) ??
      numberIn(detailOf(detail, "rows")),
    by: by === "staff" || by === "nobody" ? by : null,
    review:
      reviewedAt === null
        ? null
        : { at: fromInstantColumn(reviewedAt), by: names.get(reviewedBy) ?? "", note: reviewNote ?? "" },
  };
}

function detailOf(detail: Row["detail"], name: string): unknown {
  return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail[name] : null;
}

function numberIn(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
