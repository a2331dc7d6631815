import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownMigrations } from "@quietroom/db/migrate";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { createStudio, testDatabase, testRuntime } from "@quietroom/testing";
import { fillEveryTable } from "@quietroom/testing/isolation";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepBackupKey, toBackupKey } from "./backup-key.ts";
import { checkBackup } from "./check-backup.ts";
import { sessionSettings, sumOf } from "./dump-database.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { listMigrations, listSequences, listTables } from "./read-schema.ts";
import { refuseUnknownMigrations, restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const folder = mkdtempSync(join(tmpdir(), "backups-"));
const key = toBackupKey(randomBytes(32));
const marker = `kept-${randomUUID()}`;
const restored: string[] = [];
let file = "";

beforeAll(async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  await connected(database.superUrl, async (superuser) => {
    await fillEveryTable(
      async (sql, values) => (await superuser.query(sql, [...(values ?? [])])).rows,
      studio,
    );
    await superuser.query("update tenant set about = $1", [`${marker}\t\\N "odd"\n'ünïcode' \\`]);
    await superuser.query(
      `insert into jobs.event (id, name, payload) select 'event-' || n, 'some/event', jsonb_build_object('n', n, 'text', repeat('x', 500))
       from generate_series(1, 4000) n`,
    );
    // A month that no new database has.
    await superuser.query("set role quietroom_owner; call app.open_audit_month('2024-05-01'); reset role");
    await superuser.query("alter table audit_event disable trigger of_now");
    await superuser.query(
      `insert into audit_event (tenant_id, at, actor_kind, verb, action, resource, outcome, request_id)
       select id, '2024-05-06T07:08:09.123Z', 'system', 'studio.provision', 'create', 'tenant', 'done', 'one' from tenant`,
    );
    await superuser.query("alter table audit_event enable trigger of_now");
    await superuser.query("insert into limits.bucket values ('a', 1, array_fill(1, array[13]), now())");
  });
  file = (await back()).file;
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await connected(database.superUrl, async (superuser) => {
    for (const name of restored) await superuser.query(`drop database if exists ${name} with (force)`);
  });
});

function back(options: { readonly folder?: string; readonly keep?: number; readonly now?: Date } = {}) {
  return writeBackup({
    databaseUrl: database.superUrl,
    folder: join(folder, "whole"),
    key,
    product: "0.1.0",
    now: new Date(),
    ...options,
  });
}

/** The address of a database on the test server that does not exist. */
function elsewhere(): string {
  const name = `restored_${randomUUID().replaceAll("-", "")}`;
  restored.push(name);
  const url = new URL(database.superUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function damaged(change: (content: Buffer) => Buffer): string {
  const other = join(folder, randomUUID());
  writeFileSync(other, change(readFileSync(file)));
  return other;
}

/** Which databases there are that a restore could have left. */
async function databases(): Promise<readonly string[]> {
  const { rows } = await connected(database.superUrl, (superuser) =>
    superuser.query<{ datname: string }>(
      "select datname from pg_database where datname like 'restored_%' order by 1",
    ),
  );
  return rows.map(({ datname }) => datname);
}

async function everything(url: string) {
  return await connected(url, async (superuser) => {
    await superuser.query(sessionSettings);
    const sums = [];
    for (const table of await listTables(superuser)) sums.push(await sumOf(superuser, table));
    const catalogue = await readCatalogue(superuser);
    return {
      sums,
      sequences: await listSequences(superuser),
      migrations: await listMigrations(superuser),
      // Tests read another clock than the product.
      catalogue: catalogue.filter((line) => !line.startsWith("function app.now()")),
    };
  });
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test("check 92 a backup restored into an empty server gives the same rows, sequences, policies, grants and owners", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "empty server "));
  const postgres = await startPostgres({ dataDir, durability: "throwaway" });
  try {
    const adminUrl = postgres.url("postgres", "quietroom");
    const report = await restoreBackup({
      file,
      key,
      adminUrl,
      passwords: postgres.passwords,
      comment: "seeded",
    });
    const [before, after] = [await everything(database.superUrl), await everything(adminUrl)];
    expect(after).toEqual(before);
    expect(report).toMatchObject({
      tables: before.sums.length,
      rows: before.sums.reduce((total, { rows }) => total + rows, 0),
      migratedOn: [],
    });
    expect(report.rows).toBeGreaterThan(4000);
    expect(report.promises).toBe(
      (
        await connected(adminUrl, async (admin) => {
          await admin.query("set search_path = ''");
          return await readCatalogue(admin);
        })
      ).length,
    );

    // The product's role signs in with its password, and is bound: without a studio it sees no client.
    await connected(postgres.url("quietroom_app", "quietroom"), async (app) => {
      const { rows } = await app.query("select count(*)::int as clients from client");
      expect(rows).toEqual([{ clients: 0 }]);
      await expect(app.query("alter table client disable row level security")).rejects.toThrow(
        "must be owner",
      );
    });
    // What was restored goes on: an identity column gives a number that nobody has.
    await connected(adminUrl, async (admin) => {
      await admin.query("insert into jobs.event (id, name, payload) values ('after', 'some/event', '{}')");
      const { rows } = await admin.query("select seq > 4000 as fresh from jobs.event where id = 'after'");
      expect(rows).toEqual([{ fresh: true }]);
      await expect(admin.query("delete from tenant")).rejects.toThrow(/foreign key|violates/);
    });
  } finally {
    await postgres.stop();
    removePostgresHome(dataDir);
  }
});

test("check 92 a backup is one moment: what is written while it runs is in it wholly or not at all", async () => {
  const adminUrl = elsewhere();
  const stop = new AbortController();
  const writing = connected(database.superUrl, async (writer) => {
    for (let n = 0; !stop.signal.aborted; n += 1) {
      await writer.query("begin");
      await writer.query("insert into jobs.cron values ($1, '-', now())", [`pair-${n}`]);
      await writer.query("insert into jobs.wait_path values ($1, '-')", [`pair-${n}`]);
      await writer.query("commit");
    }
  });
  const { file: moving } = await back({ folder: join(folder, "moving") });
  stop.abort();
  await writing;
  await restoreBackup({ file: moving, key, adminUrl });
  const { rows } = await connected(adminUrl, (admin) =>
    admin.query(
      `select (select count(*) from jobs.cron where function_id like 'pair-%') = (select count(*) from jobs.wait_path where event_name like 'pair-%') as whole`,
    ),
  );
  expect(rows).toEqual([{ whole: true }]);
});

test("check 92 no word of the record stands in a backup, and counts of requests are left out", async () => {
  expect(readFileSync(file).includes(marker)).toBe(false);
  expect(readFileSync(file).includes("quietroom_app")).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { sums } = await everything(database.superUrl);
  expect(sums.map(({ name }) => name)).not.toContain("bucket");
  expect(sums.map(({ name }) => name)).toContain("client");
  expect(sums).toContainEqual(expect.objectContaining({ schema: "audit", name: "event_2024_05", rows: 1 }));
});

test("check 92 a wrong key, a flipped byte and a file that was cut off are refused, and nothing is left of them", async () => {
  const before = await databases();
  const refused = async (other: string, words: RegExp, opener = key) => {
    await expect(restoreBackup({ file: other, key: opener, adminUrl: elsewhere() })).rejects.toThrow(words);
    await expect(checkBackup(other, opener)).rejects.toThrow(words);
  };
  await refused(file, /another key/, toBackupKey(randomBytes(32)));
  const half = Math.floor(statSync(file).size / 2);
  await refused(
    damaged((content) => {
      content[half] = (content[half] ?? 0) ^ 1;
      return content;
    }),
    /altered/,
  );
  await refused(
    damaged((content) => content.subarray(0, half)),
    /cut off|too early/,
  );
  await refused(
    damaged(() => Buffer.from("not a backup at all, but long enough to have a beginning of its own")),
    /not a backup/,
  );
  expect(await databases()).toEqual(before);
});

test("check 92 a backup of an older version is restored, and brought up to date after that", async () => {
  const older = ownMigrations()
    .map(({ name }) => name)
    .filter((name) => name <= "0014_client_role");
  const [source, adminUrl] = [elsewhere(), elsewhere()];
  await makeDatabase(source, older);
  const { file: old } = await writeBackup({
    databaseUrl: source,
    folder: join(folder, "old"),
    key,
    product: "0.0.9",
    now: new Date(),
  });
  const report = await restoreBackup({ file: old, key, adminUrl });
  expect(report.migratedOn).toContain("0016_security_incident");
  const after = await everything(adminUrl);
  expect(after.migrations).toEqual(ownMigrations());
  // Months come with time: the two have others.
  const timeless = (lines: readonly string[]) => lines.filter((line) => !/audit\.event_\d/.test(line));
  expect(timeless(after.catalogue)).toEqual(timeless((await everything(database.superUrl)).catalogue));
  await connected(adminUrl, async (admin) => {
    const { rows } = await admin.query("select slug from tenant");
    expect(rows).toEqual([{ slug: "old-studio" }]);
  });
});

test("check 92 a backup of a newer version, and of one whose migrations were others, is refused in clear words", () => {
  const known = ownMigrations();
  const opening = {
    format: 1 as const,
    product: "9.0.0",
    takenAt: "",
    server: "",
    tables: [],
    leftOut: [],
  };
  expect(() =>
    refuseUnknownMigrations(
      { ...opening, migrations: [...known, { name: "9999_new", checksum: "" }] },
      known,
    ),
  ).toThrow("newer Quietroom (9.0.0)");
  expect(() =>
    refuseUnknownMigrations(
      { ...opening, migrations: known.map(({ name }) => ({ name, checksum: "other" })) },
      known,
    ),
  ).toThrow("was another one");
});

test("a restore never writes over what is there", async () => {
  await expect(restoreBackup({ file, key, adminUrl: database.superUrl })).rejects.toThrow("is not empty");
  const { sums } = await everything(database.superUrl);
  expect(sums.find(({ name }) => name === "client")?.rows).toBeGreaterThan(0);
});

test("rows that break a rule of the database are refused as a whole", async () => {
  const adminUrl = elsewhere();
  const source = elsewhere();
  await restoreBackup({ file, key, adminUrl: source });
  // As only a superuser can: a visit of a client who is not there.
  await connected(source, (superuser) =>
    superuser.query(
      "set session_replication_role = replica; update appointment set client_id = gen_random_uuid()",
    ),
  );
  const { file: broken } = await writeBackup({
    databaseUrl: source,
    folder: join(folder, "broken"),
    key,
    product: "0.1.0",
    now: new Date(),
  });
  await expect(restoreBackup({ file: broken, key, adminUrl })).rejects.toThrow(
    /break a rule.*appointment.*nothing was restored|nothing was restored.*foreign key/s,
  );
  expect(await databases()).not.toContain(new URL(adminUrl).pathname.slice(1));
});

test("a restore that was killed leaves nothing under the name it was for, and the next one clears up", async () => {
  const adminUrl = elsewhere();
  const name = new URL(adminUrl).pathname.slice(1);
  const script = `const { restoreBackup } = await import(${JSON.stringify(join(import.meta.dirname, "restore-backup.ts"))});
    const { toBackupKey } = await import(${JSON.stringify(join(import.meta.dirname, "backup-key.ts"))});
    await restoreBackup({ file: process.env.FILE, key: toBackupKey(Buffer.from(process.env.KEY, "hex")), adminUrl: process.env.URL });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, FILE: file, KEY: key.bytes.toString("hex"), URL: adminUrl },
    stdio: "ignore",
  });
  await expect
    .poll(
      async () =>
        (await databases()).filter((one) => one.startsWith(`${name.slice(0, 40)}_restoring_`)).length,
      {
        timeout: 30_000,
        interval: 20,
      },
    )
    .toBe(1);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  expect(await databases()).not.toContain(name);
  // PostgreSQL notices by itself that nobody is there any more.
  await expect
    .poll(
      async () =>
        (
          await connected(database.superUrl, (superuser) =>
            superuser.query("select from pg_stat_activity where datname like $1", [
              `${name.slice(0, 40)}_restoring_%`,
            ]),
          )
        ).rowCount,
      { timeout: 30_000 },
    )
    .toBe(0);
  await restoreBackup({ file, key, adminUrl });
  expect((await databases()).filter((one) => one.startsWith(name.slice(0, 40)))).toEqual([name]);
});

test("a backup that was killed leaves no file that looks whole, and the next one clears up", async () => {
  const own = join(folder, "killed");
  const script = `const { writeBackup } = await import(${JSON.stringify(join(import.meta.dirname, "write-backup.ts"))});
    const { toBackupKey } = await import(${JSON.stringify(join(import.meta.dirname, "backup-key.ts"))});
    await writeBackup({ databaseUrl: process.env.URL, folder: process.env.FOLDER, key: toBackupKey(Buffer.from(process.env.KEY, "hex")), product: "0", now: new Date() });`;
  // A table that somebody holds on to keeps the backup where it is.
  const child = await connected(database.superUrl, async (holder) => {
    await holder.query("begin; lock table jobs.wait in access exclusive mode");
    const started = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      env: { ...process.env, URL: database.superUrl, FOLDER: own, KEY: key.bytes.toString("hex") },
      stdio: "ignore",
    });
    await expect.poll(() => list(own).length, { timeout: 30_000, interval: 20 }).toBe(1);
    started.kill("SIGKILL");
    await new Promise((resolve) => started.once("exit", resolve));
    return started;
  });
  expect(list(own)).toEqual([expect.stringMatching(new RegExp(`\\.${child.pid}\\.part$`))]);
  const { file: whole } = await back({ folder: own });
  expect(list(own)).toEqual([whole.split("/").at(-1)]);
});

test("a backup that fails leaves nothing, and a role that row security binds is refused rather than given less", async () => {
  const own = join(folder, "failed");
  await expect(
    writeBackup({ databaseUrl: database.ownerUrl, folder: own, key, product: "0", now: new Date() }),
  ).rejects.toThrow(/row-level security|permission denied/);
  expect(list(own)).toEqual([]);
});

test("--keep takes the oldest backups away and nothing else", async () => {
  const own = join(folder, "rotated");
  for (const day of ["01", "02", "03"]) {
    await back({ folder: own, now: new Date(`2026-03-${day}T03:00:00.000Z`) });
  }
  writeFileSync(join(own, "notes.txt"), "not a backup");
  cpSync(file, join(own, "quietroom-before-the-move.quietroom-backup"));
  const { removed } = await back({ folder: own, now: new Date("2026-03-04T03:00:00.000Z"), keep: 2 });
  expect(removed).toHaveLength(2);
  expect(list(own)).toEqual([
    "notes.txt",
    "quietroom-2026-03-03T03-00-00-000Z.quietroom-backup",
    "quietroom-2026-03-04T03-00-00-000Z.quietroom-backup",
    "quietroom-before-the-move.quietroom-backup",
  ]);
});

test("the key is made once, readable by its owner only, and never replaced", () => {
  const path = join(folder, "keys", "backup.key");
  const first = keepBackupKey(path);
  expect(first.madeNow).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(keepBackupKey(path)).toEqual({ key: first.key, madeNow: false });
  writeFileSync(path, "damaged");
  expect(() => keepBackupKey(path)).toThrow("holds no backup key");
});

function list(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

/** A database as an older version would have left it, with one studio. */
async function makeDatabase(url: string, migrations: readonly string[]): Promise<void> {
  const { migrate } = await import("@quietroom/db/migrate");
  const { grantDatabase } = await import("@quietroom/local/prepare-database");
  const name = new URL(url).pathname.slice(1);
  await connected(database.superUrl, (superuser) => superuser.query(`create database ${name}`));
  await connected(url, grantDatabase);
  const owner = new URL(url);
  owner.searchParams.set("options", "-c role=quietroom_owner");
  await migrate({ connectionString: owner.href, only: migrations });
  await connected(url, async (superuser) => {
    await superuser.query(
      "insert into tenant (name, slug, phone, email) values ('Old', 'old-studio', '+1 212 555 0100', 'old@example.com')",
    );
  });
}
