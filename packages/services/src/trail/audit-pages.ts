import type { listAudit } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { watchLimits } from "@quietroom/domain/access";
import { administrativeActs } from "@quietroom/domain/records";
import { dayBounds, instant, localTime, type TimeZone } from "@quietroom/domain/time";
import type { Prisma, Tx } from "@quietroom/db";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

export type AuditFilter = Omit<InputOf<typeof listAudit>, "before">;
export type AuditRow = OutputOf<typeof listAudit>["rows"][number];

type Asked = { readonly filter: AuditFilter; readonly zone: TimeZone; readonly take: number };

// Rows read at once, and at most for one page, where a report looks at the wall clock: whoever asks for a rare hour goes on by "Earlier".
const readAtOnce = 500;
const readAtMost = 5_000;

/** What the studio's own people, and our jobs for them, changed of access, rules and records (AUD-10). What clients change is their own. */
const administration: Prisma.AuditEventWhereInput = {
  actorKind: { not: "client" },
  OR: administrativeActs().map(({ resource, actions }) => ({ resource, action: { in: [...actions] } })),
};

/** Where a failed sign-in of staff or a client is written. */
const signInResources = ["app", "client_session", "second_factor", "session", "sign_in"];

/** The next rows of a studio's audit that were asked for, newest first, and where to go on; null at the end. */
export async function readAudit(
  tx: Tx,
  tenantId: string,
  { filter, zone, take }: Asked,
  before: string | null,
): Promise<{ readonly rows: readonly AuditRow[]; readonly next: string | null }> {
  const found: Row[] = [];
  let last = before;
  for (let read = 0; read < readAtMost; ) {
    const rows = await tx.auditEvent.findMany({
      where: {
        tenantId,
        AND: [...conditions(filter, zone), ...(last === null ? [] : [{ id: { lt: last } }])],
      },
      orderBy: { id: "desc" },
      take: filter.report === "after_hours" ? readAtOnce : take + 1 - found.length,
    });
    read += rows.length;
    for (const row of rows) {
      if (filter.report === "after_hours" && isInDay(row.at, zone)) {
        last = row.id;
        continue;
      }
      if (found.length === take)
        return { rows: await shown(tx, tenantId, found), next: found.at(-1)?.id ?? null };
      found.push(row);
      last = row.id;
    }
    const isEnd = rows.length < (filter.report === "after_hours" ? readAtOnce : 1);
    if (isEnd || rows.length === 0) return { rows: await shown(tx, tenantId, found), next: null };
  }
  return { rows: await shown(tx, tenantId, found), next: last };
}

type Row = Awaited<ReturnType<Tx["auditEvent"]["findMany"]>>[number];

function conditions(filter: AuditFilter, zone: TimeZone): Prisma.AuditEventWhereInput[] {
  const { report, staffUserId, recordId, action, resource, from, until, records, outcome } = filter;
  const conditions: (Prisma.AuditEventWhereInput | null)[] = [
    report === "failed_sign_ins"
      ? {
          resource: { in: signInResources },
          outcome: { not: "done" },
        }
      : null,
    report === "privileged" ? administration : null,
    report === "exports" ? { action: { in: ["export", "print", "download"] } } : null,
    report === "after_hours" ? { actorKind: "staff" } : null,
    staffUserId === null
      ? null
      : { OR: [{ actorId: staffUserId }, { detail: { path: ["staffUserId"], equals: staffUserId } }] },
    recordId === null
      ? null
      : {
          OR: [
            { clientId: recordId },
            { resourceId: recordId },
            { detail: { path: ["clientIds"], array_contains: [recordId] } },
          ],
        },
    action === null ? null : { action },
    resource === null ? null : { resource },
    from === null ? null : { at: { gte: toInstantColumn(dayBounds(from, zone).start) } },
    until === null ? null : { at: { lt: toInstantColumn(dayBounds(until, zone).end) } },
    records === "protected" ? { phi: true } : null,
    outcome === "any" ? null : { outcome: outcome === "done" ? "done" : { not: "done" } },
  ];
  return conditions.filter((condition) => condition !== null);
}

function isInDay(at: Date, zone: TimeZone): boolean {
  const { time } = localTime(instant(at.getTime()), zone);
  return time >= watchLimits.dayFrom && time < watchLimits.dayUntil;
}

async function shown(tx: Tx, tenantId: string, rows: readonly Row[]): Promise<readonly AuditRow[]> {
  const ids = rows.flatMap((row) => personOf(row) ?? []);
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...new Set(ids)] } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
  return rows.map((row) => ({
    id: row.id,
    at: fromInstantColumn(row.at),
    who: names.get(personOf(row) ?? "") ?? null,
    actorKind: row.actorKind,
    action: row.action,
    resource: row.resource,
    resourceId: row.resourceId,
    clientId: row.clientId,
    listed: listIn(row.detail, "clientIds"),
    phi: row.phi,
    outcome: row.outcome,
    changed: row.changed,
    ip: row.ip,
  }));
}

/** Whoever did it; of a sign-in, whoever it was tried for. */
function personOf({ actorKind, actorId, detail }: Row): string | null {
  if (actorKind === "staff") return actorId;
  const named =
    typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail["staffUserId"] : null;
  return typeof named === "string" ? named : null;
}

function listIn(detail: Row["detail"], name: string): number {
  const list = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail[name] : null;
  return Array.isArray(list) ? list.length : 0;
}
