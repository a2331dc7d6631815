import type { exportAudit as exportContract, listAudit as contract } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { isFreshlyProven } from "../staff/index.ts";
import { type AuditFilter, readAudit } from "./audit-pages.ts";
import { toCsv } from "./csv.ts";

const pageSize = 50;
/** Rows that one file takes at most: more is asked for in parts, by narrower dates. */
const mostRows = 5_000;

/** The audit of the studio, a page at a time. Looking at it is audited with what was looked for (AUD-09). */
export const listAudit = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "trail.list_audit",
  permission: "audit:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input: { before, ...filter }, tenantId, audit }) {
    audit({ action: "read", resource: "audit_event", resourceId: null, detail: asked(filter) });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const people = await tx.staffUser.findMany({
      where: { tenantId },
      select: { id: true, displayName: true },
      orderBy: [{ displayName: "asc" }, { id: "asc" }],
    });
    const { rows, next } = await readAudit(tx, tenantId, { filter, zone: timeZone, take: pageSize }, before);
    return { timeZone, locale, people, rows: [...rows], next };
  },
});

/** The same as comma-separated values, in UTC. Refused without a second factor of the last five minutes (AUTH-21). */
export const exportAudit = defineVerb<InputOf<typeof exportContract>, OutputOf<typeof exportContract>>({
  name: "trail.export_audit",
  permission: "audit:export",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input: filter, tenantId, actor, audit }) {
    const act = { action: "export", resource: "audit_event", resourceId: null } as const;
    if (!(await isFreshlyProven(tx, actor))) {
      audit({ ...act, detail: asked(filter) });
      return refuse("second_factor_needed");
    }
    const { timeZone: zone } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { rows, next } = await readAudit(tx, tenantId, { filter, zone, take: mostRows }, null);
    audit({ ...act, detail: { ...asked(filter), rows: rows.length } });
    if (next !== null) return refuse("too_many_rows");
    const lines = rows.map((row) => [
      new Date(row.at).toISOString(),
      row.who,
      row.actorKind,
      row.action,
      row.resource,
      row.resourceId,
      row.clientId,
      String(row.listed),
      row.phi ? "yes" : "no",
      row.outcome,
      row.changed.join(" "),
      row.ip,
    ]);
    return ok({ csv: toCsv([head, ...lines]), rows: rows.length });
  },
});

const head = [
  "time",
  "who",
  "kind",
  "action",
  "record",
  "record_id",
  "client_id",
  "clients_listed",
  "protected",
  "outcome",
  "fields",
  "address",
];

function asked(filter: AuditFilter): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(filter).filter(
      (entry): entry is [string, string] => entry[1] !== null && entry[1] !== "any",
    ),
  );
}
