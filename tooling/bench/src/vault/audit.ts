import { randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "@quietroom/db";
import { createAuditKeys, createAuditSigner, sealTrail, verifyTrail } from "@quietroom/services/evidence";
import type { AnchorLog } from "@quietroom/services/ports";
import { createStudio } from "@quietroom/testing/create-studio";
import { baseline, type Figure } from "../figure.ts";
import type { VaultBench } from "./bench.ts";

const goals = { rowsPerSecond: 50_000, writersApart: 0.15 };
const rows = 200_000;
const rounds = 9;
const roundMs = 1_000;
const mode = { isolation: "read committed", readOnly: false } as const;

const nowhere: AnchorLog = {
  append: async () => await Promise.resolve(),
  last: async () => await Promise.resolve(null),
  async *all() {
    yield* await Promise.resolve([]);
  },
};

/** How fast the audit is verified, and whether writers of one studio wait for each other. */
export async function benchAudit(bench: VaultBench): Promise<readonly Figure[]> {
  return [...(await verification(bench)), ...(await writers(bench))];
}

async function verification({ runtime, query, urls }: VaultBench): Promise<readonly Figure[]> {
  const { tenantId } = await createStudio(runtime);
  await query(
    `insert into audit_event (tenant_id, actor_kind, actor_id, session_id, ip, user_agent, verb, action, resource, resource_id, client_id, phi, outcome, changed, detail, request_id)
     select $1, 'staff', gen_random_uuid(), gen_random_uuid(), '203.0.113.7', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0', 'scheduling.appointment_panel',
       'read', 'appointment', gen_random_uuid(), gen_random_uuid(), true, 'done', '{}', '{"rows": 1}', gen_random_uuid()::text
     from generate_series(1, $2::int)`,
    [tenantId, rows],
  );
  await query("vacuum analyze audit_event, audit_unsealed");
  const signer = createAuditSigner(randomBytes(32));
  const sealing = performance.now();
  const { sealed } = await sealTrail(runtime, tenantId, { signer, anchors: nowhere });
  const sealedASecond = rate(sealed, sealing);
  const hashing = performance.now();
  await query(
    "select count(*) from (select md5(e::text) from audit_event e where tenant_id = $1) x where md5 <> ''",
    [tenantId],
  );
  const hashedASecond = rate(sealed, hashing);
  const db = openDatabase({ connectionString: urls.app, poolSize: 3 });
  const verifying = performance.now();
  const keys = createAuditKeys([signer.publicKey]);
  const verdict = await verifyTrail(db, tenantId, { keys, anchors: [], archives: null, now: null });
  const perSecond = rate(verdict.rows, verifying);
  await db.close();
  if (verdict.findings.length > 0) throw new Error("the audit does not hold");
  return [
    baseline(
      `an md5 of each of ${rows.toLocaleString("en")} rows of the audit inside the server`,
      each(hashedASecond),
    ),
    baseline("  the same rows sealed", each(sealedASecond)),
    {
      what: "  the same rows verified",
      figure: each(perSecond),
      goal: each(goals.rowsPerSecond),
      met: perSecond >= goals.rowsPerSecond,
    },
  ];
}

/** Eight at a time that each write a row a transaction as verbs do: to one studio, or to one each; taken in turns, so that both meet the same machine. */
async function writers({ runtime }: VaultBench): Promise<readonly Figure[]> {
  const ids: string[] = [];
  for (let studio = 0; studio < 8; studio += 1) ids.push((await createStudio(runtime)).tenantId);
  const write = async (tenantIds: readonly string[], ms: number) => {
    const began = performance.now();
    const written = await Promise.all(
      tenantIds.map(async (tenantId) => {
        let count = 0;
        for (; performance.now() - began < ms; count += 1)
          await runtime.db.withTenant(tenantId, mode, async ({ writeAudit }) => {
            writeAudit([rowOf(tenantId)]);
            return await Promise.resolve();
          });
        return count;
      }),
    );
    return rate(
      written.reduce((sum, count) => sum + count, 0),
      began,
    );
  };
  const one: number[] = [];
  const apart: number[] = [];
  const same = ids.map(() => ids[0] ?? "");
  await write(ids, 500);
  for (let round = 0; round < rounds; round += 1) {
    one.push(await write(same, roundMs));
    apart.push(await write(ids, roundMs));
  }
  // Of rounds that followed each other at once: what else the machine does falls on both.
  const less = median(one.map((rows, round) => rows / (apart[round] ?? rows))) - 1;
  return [
    baseline("8 writers of the audit, of 8 studios", each(median(apart))),
    {
      what: `  8 writers of one studio: ${each(median(one))}, against those`,
      figure: `${(less * 100).toFixed(1)} %`,
      goal: `${goals.writersApart * 100} % less at most`,
      met: less >= -goals.writersApart,
    },
  ];
}

function rowOf(tenantId: string) {
  return {
    tenantId,
    actorKind: "system" as const,
    actorId: null,
    sessionId: null,
    ip: null,
    userAgent: null,
    verb: "bench",
    action: "read",
    resource: "client",
    resourceId: null,
    clientId: null,
    phi: false,
    outcome: "done",
    changed: [],
    detail: {},
    requestId: randomUUID(),
  };
}

function rate(count: number, began: number): number {
  return (count / (performance.now() - began)) * 1_000;
}

function each(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString("en")} a second`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
