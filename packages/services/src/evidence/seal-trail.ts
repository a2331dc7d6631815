import { Prisma } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import type { AnchorLog } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { auditLine } from "./audit-line.ts";
import type { AuditSigner } from "./audit-signer.ts";
import { goneHash, lineHash, nothingBefore, type Seal, sealLeaves } from "./seal-chain.ts";

/** Rows that one seal takes at most. */
const batchRows = 5_000;

/**
 * Seals what a studio's audit holds that is not sealed yet, and writes the heads where the database cannot reach (AUD-06, AUD-07).
 * Writers are not waited for and do not wait: a row is sealed once its transaction is committed, however late that is. Safe to call
 * again, and by several at once.
 */
export async function sealTrail(
  runtime: Runtime,
  tenantId: string,
  { signer, anchors }: { readonly signer: AuditSigner; readonly anchors: AnchorLog },
): Promise<{ readonly sealed: number }> {
  const context = systemContext(runtime, tenantId, "seal-trail");
  let sealed = 0;
  for (;;) {
    const { rows } = await sealBatch(context, { signer });
    sealed += rows;
    if (rows < batchRows) break;
  }
  // By what is anchored and not by what was sealed just now: a process that died in between is made up for.
  const heads = await sealsAfter(context, { number: (await anchors.last(tenantId)) ?? 0 });
  if (heads.length > 0) await anchors.append(heads);
  return { sealed };
}

const sealBatch = defineVerb<{ readonly signer: AuditSigner }, { readonly rows: number }>({
  name: "evidence.seal_batch",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    // Those who seal one studio wait for each other; whoever writes its audit does not come by here.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`seal ${tenantId}`}, 0))`;
    const rows = await tx.$queryRaw<{ id: string; at: number; line: string | null }[]>`
      with taken as (
        delete from audit_unsealed where tenant_id = ${tenantId}::uuid and id in (
          select u.id from audit_unsealed u where u.tenant_id = ${tenantId}::uuid order by u.id limit ${batchRows})
        returning id, at)
      select t.id::text, (extract(epoch from t.at) * 1000)::float8 as at, case when e.id is null then null else ${auditLine} end as line
      from taken t left join audit_event e on e.tenant_id = ${tenantId}::uuid and e.id = t.id and e.at = t.at
      order by t.id`;
    if (rows.length === 0) return { rows: 0 };
    const [last] = await tx.$queryRaw<{ number: number; head: string }[]>`
      select number, head from audit_seal where tenant_id = ${tenantId}::uuid order by number desc limit 1`;
    const [clock] = await tx.$queryRaw<{ now: number }[]>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now`;
    const leaves = rows.map(({ id, at, line }) => ({
      id,
      at,
      hash: line === null ? goneHash : lineHash(line),
    }));
    const facts = {
      tenantId,
      number: (last?.number ?? 0) + 1,
      sealedAt: Number(clock?.now),
      previous: last?.head ?? nothingBefore,
    };
    const { sealedAt, ...seal } = sealLeaves(leaves, facts, input.signer);
    await tx.auditSeal.create({
      data: { ...seal, sealedAt: new Date(sealedAt), firstId: rows[0]?.id ?? "" },
    });
    return { rows: rows.length };
  },
});

/** What is anchored of a seal: enough to know it again, and that nothing came after it was cut off. */
type SealHead = Omit<Seal, "leaves" | "rowCount" | "previous">;

const sealsAfter = defineVerb<{ readonly number: number }, readonly SealHead[]>({
  name: "evidence.seals_after",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, tenantId }) {
    const seals = await tx.auditSeal.findMany({
      where: { tenantId, number: { gt: input.number } },
      orderBy: { number: "asc" },
      omit: { leaves: true, rowCount: true, previous: true, firstId: true },
    });
    return seals.map(({ sealedAt, signature, ...seal }) => ({
      ...seal,
      sealedAt: sealedAt.getTime(),
      signature: new Uint8Array(signature),
    }));
  },
});

/** Opens the months to come, so that the audit's rows never have to wait for a place of their own (AUD-08). */
export async function prepareAuditMonths(runtime: Runtime): Promise<{ readonly opened: number }> {
  return await runtime.db.withCounters(async ({ tx }) => {
    const [row] = await tx.$queryRaw<{ opened: number }[]>(
      Prisma.sql`select app.prepare_audit_months() as opened`,
    );
    return { opened: Number(row?.opened) };
  });
}
