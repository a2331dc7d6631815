import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@quietroom/db";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { openRuntime } from "@quietroom/services";
import { createAuditKeys, createAuditSigner, sealTrail, verifyTrail } from "@quietroom/services/evidence";
import type { AnchorLog } from "@quietroom/services/ports";
import { createStudio, type TestStudio } from "@quietroom/testing/create-studio";
import { testKeys } from "@quietroom/testing/test-keys";
import pg from "pg";

// pnpm bench:audit [ROWS]   how fast the audit is verified, and whether writers of one studio wait for each other. A PostgreSQL of its own.
const rows = Number(process.argv[2] ?? "200000");
const goals = { rowsPerSecond: 50_000, writersApart: 0.15 };
const rounds = 9;
const roundMs = 1_000;

const nowhere: AnchorLog = {
  append: async () => await Promise.resolve(),
  last: async () => await Promise.resolve(null),
  async *all() {
    yield* await Promise.resolve([]);
  },
};

const scratch = join(localData, "bench-audit");
mkdirSync(scratch, { recursive: true });
const dataDir = mkdtempSync(join(scratch, "postgres-"));
const postgres = await startPostgres({ dataDir, durability: "kept" });
const quiet = () => undefined;
try {
  await prepareDatabase(postgres, "quietroom");
  const urls = {
    app: postgres.url("quietroom_app", "quietroom"),
    super: postgres.url("postgres", "quietroom"),
  };
  const runtime = await openRuntime({
    databaseUrl: urls.app,
    linkKey: randomBytes(32),
    keyService: testKeys,
    bookingUrl: "http://booking.test",
    log: { info: quiet, warn: quiet, error: quiet },
  });
  const superuser = new pg.Client({ connectionString: urls.super });
  await superuser.connect();
  try {
    const studios: TestStudio[] = [];
    for (let studio = 0; studio < 8; studio += 1) studios.push(await createStudio(runtime));
    const [first] = studios;
    if (first === undefined) throw new Error("no studio");

    await verification(first);
    await writers(studios);

    async function verification({ tenantId }: TestStudio): Promise<void> {
      await superuser.query(
        `insert into audit_event (tenant_id, actor_kind, actor_id, session_id, ip, user_agent, verb, action, resource, resource_id, client_id, phi, outcome, changed, detail, request_id)
         select $1, 'staff', gen_random_uuid(), gen_random_uuid(), '203.0.113.7', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0', 'scheduling.appointment_panel',
           'read', 'appointment', gen_random_uuid(), gen_random_uuid(), true, 'done', '{}', '{"rows": 1}', gen_random_uuid()::text
         from generate_series(1, $2::int)`,
        [tenantId, rows],
      );
      await superuser.query("vacuum analyze audit_event, audit_unsealed");
      const signer = createAuditSigner(randomBytes(32));
      const sealing = performance.now();
      const { sealed } = await sealTrail(runtime, tenantId, { signer, anchors: nowhere });
      report("sealing", sealed, performance.now() - sealing);
      const db = openDatabase({ connectionString: urls.app, poolSize: 3 });
      const baseline = performance.now();
      await superuser.query(
        "select count(*) from (select md5(e::text) from audit_event e where tenant_id = $1) x where md5 <> ''",
        [tenantId],
      );
      report("baseline: md5 of every row inside the server", sealed, performance.now() - baseline);
      const verifying = performance.now();
      const keys = createAuditKeys([signer.publicKey]);
      const verdict = await verifyTrail(db, tenantId, { keys, anchors: [], archives: null });
      const perSecond = report("verification", verdict.rows, performance.now() - verifying);
      await db.close();
      if (verdict.findings.length > 0) throw new Error("the audit does not hold");
      goal(`verification at ${goals.rowsPerSecond} rows a second or more`, perSecond >= goals.rowsPerSecond);
    }

    /** Eight connections that each write a row a transaction: to one studio, or to one each; taken in turns, so that both meet the same machine. */
    async function writers(all: readonly TestStudio[]): Promise<void> {
      const connections = await Promise.all(
        all.map(async () => {
          const connection = new pg.Client({ connectionString: urls.app });
          await connection.connect();
          return connection;
        }),
      );
      const one: number[] = [];
      const each: number[] = [];
      const ids = all.map(({ tenantId }) => tenantId);
      await write(connections, ids, 500);
      for (let round = 0; round < rounds; round += 1) {
        one.push(
          await write(
            connections,
            ids.map(() => ids[0] ?? ""),
            roundMs,
          ),
        );
        each.push(await write(connections, ids, roundMs));
      }
      await Promise.all(connections.map((connection) => connection.end()));
      const [ofOne, ofEach] = [median(one), median(each)];
      // Of rounds that followed each other at once: what else the machine does falls on both.
      const apart = median(one.map((rate, round) => rate / (each[round] ?? rate))) - 1;
      say(`8 writers of 8 studios (baseline): ${Math.round(ofEach)} rows a second`);
      say(`8 writers of one studio:           ${Math.round(ofOne)} rows a second, ${percent(apart)}`);
      goal(`within ${percent(goals.writersApart)} of each other`, apart >= -goals.writersApart);
    }
  } finally {
    await superuser.end();
    await runtime.close();
  }
} finally {
  await postgres.stop();
  removePostgresHome(dataDir);
}

async function write(
  connections: readonly pg.Client[],
  tenants: readonly string[],
  ms: number,
): Promise<number> {
  const started = performance.now();
  const counts = await Promise.all(
    connections.map(async (connection, index) => {
      const tenantId = tenants[index] ?? "";
      let written = 0;
      while (performance.now() - started < ms) {
        // The id is ours: its shape is known, and one round trip is what the product's hot writes take.
        await connection.query(
          `begin; select set_config('app.tenant_id', '${tenantId}', true);
           insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id)
             values ('${tenantId}', 'system', 'bench', 'read', 'client', 'done', 'x'); commit`,
        );
        written += 1;
      }
      return written;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - started) / 1_000);
}

function report(what: string, count: number, ms: number): number {
  const perSecond = count / (ms / 1_000);
  say(`${what}: ${count} rows in ${(ms / 1_000).toFixed(2)} s, ${Math.round(perSecond)} a second`);
  return perSecond;
}

function goal(what: string, met: boolean): void {
  say(`  ${met ? "met" : "MISSED"}: ${what}`);
  if (!met) process.exitCode = 1;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
