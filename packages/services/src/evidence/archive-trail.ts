import { defineVerb } from "../define-verb.ts";
import type { ArchiveStore } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { toInstantColumn } from "../instant-column.ts";
import { writeArchive } from "./archive-file.ts";
import { auditLine, lineId } from "./audit-line.ts";
import type { AuditSigner } from "./audit-signer.ts";

const pageRows = 5_000;

/**
 * Copies every month of a studio's audit that ended 90 days ago or earlier to a file that nobody can change, once all of it is sealed
 * (AUD-08). The rows stay where they are for seven years. Safe to call again.
 */
export async function archiveTrail(
  runtime: Runtime,
  tenantId: string,
  { signer, archives }: { readonly signer: AuditSigner; readonly archives: ArchiveStore },
): Promise<{ readonly archived: readonly string[] }> {
  const context = systemContext(runtime, tenantId, "archive-trail");
  const archived: string[] = [];
  for (const month of await monthsToArchive(context, {})) {
    const lines: string[] = [];
    for (let after = zeroId; ; ) {
      const page = await monthLines(context, { month, after });
      lines.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      after = lineId(last);
    }
    const { bytes, sha256 } = writeArchive({ tenantId, month, lines }, signer);
    const file = `${tenantId}/${month}.jsonl.gz`;
    // The file first: a record of one that is not there would let its rows go.
    await archives.put(file, bytes);
    await recordArchive(context, { month, file, rowCount: lines.length, sha256, keyId: signer.keyId });
    archived.push(month);
  }
  return { archived };
}

/** Lets go of months whose every row is older than seven years and in a file; answers which. Refused by the database otherwise. */
export async function removeOldMonths(runtime: Runtime): Promise<{ readonly removed: readonly string[] }> {
  return await runtime.db.withCounters(async ({ tx }) => {
    const [row] = await tx.$queryRaw<
      { removed: string[] }[]
    >`select app.remove_old_audit_months() as removed`;
    return { removed: row?.removed ?? [] };
  });
}

const zeroId = "00000000-0000-0000-0000-000000000000";

const monthsToArchive = defineVerb<object, readonly string[]>({
  name: "evidence.months_to_archive",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, tenantId, now }) {
    const months = await tx.$queryRaw<{ month: string }[]>`
      with oldest as (
        select date_trunc('month', min(e.at) at time zone 'UTC') as month from audit_event e where e.tenant_id = ${tenantId}::uuid)
      select to_char(m, 'YYYY-MM') as month
      from oldest, generate_series(oldest.month, ${toInstantColumn(now)}::timestamptz at time zone 'UTC' - interval '1 month', interval '1 month') m
      where (m + interval '1 month') at time zone 'UTC' + interval '90 days' <= ${toInstantColumn(now)}::timestamptz
        and not exists (select from audit_archive a where a.tenant_id = ${tenantId}::uuid and a.month = m::date)
        and not exists (select from audit_unsealed u where u.tenant_id = ${tenantId}::uuid
          and u.at >= m at time zone 'UTC' and u.at < (m + interval '1 month') at time zone 'UTC')
        and exists (select from audit_event e where e.tenant_id = ${tenantId}::uuid
          and e.at >= m at time zone 'UTC' and e.at < (m + interval '1 month') at time zone 'UTC')
      order by 1`;
    return months.map(({ month }) => month);
  },
});

const monthLines = defineVerb<{ readonly month: string; readonly after: string }, readonly string[]>({
  name: "evidence.month_lines",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, tenantId, input: { month, after } }) {
    const begins = `${month}-01`;
    const [page] = await tx.$queryRaw<{ lines: string | null }[]>`
      select string_agg(line, E'\n') as lines from (
        select e.id, ${auditLine} as line from audit_event e
        where e.tenant_id = ${tenantId}::uuid and e.id > ${after}::uuid
          and e.at >= ${begins}::timestamp at time zone 'UTC'
          and e.at < (${begins}::timestamp + interval '1 month') at time zone 'UTC'
        order by e.id limit ${pageRows}) page`;
    return page?.lines?.split("\n") ?? [];
  },
});

const recordArchive = defineVerb<
  {
    readonly month: string;
    readonly file: string;
    readonly rowCount: number;
    readonly sha256: string;
    readonly keyId: string;
  },
  void
>({
  name: "evidence.record_archive",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, input: { month, ...archive }, audit }) {
    audit({
      action: "export",
      resource: "audit_archive",
      resourceId: null,
      detail: { month, rows: archive.rowCount },
    });
    // Somebody else may have been quicker; the file is the same then.
    await tx.auditArchive.createMany({
      data: [{ tenantId, month: new Date(`${month}-01T00:00:00Z`), ...archive }],
      skipDuplicates: true,
    });
  },
});
