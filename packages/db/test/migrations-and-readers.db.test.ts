import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@quietroom/testing";
import { attempt, tables } from "@quietroom/testing/isolation";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../src/migrate.ts";

const product = fileURLToPath(new URL("../prisma/migrations", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "migrations-"));
const database = await testDatabase();
const superuser = new Client({ connectionString: database.superUrl });
const app = new Client({ connectionString: database.appUrl });
await Promise.all([superuser.connect(), app.connect()]);
afterAll(async () => {
  await Promise.all([superuser.end(), app.end()]);
  rmSync(folder, { recursive: true, force: true });
});

const [ours, theirs] = ["018f0000-0000-7000-8000-00000000000a", "018f0000-0000-7000-8000-00000000000b"];
const query = async (sql: string) => (await superuser.query(sql)).rows;

async function emptyDatabase(): Promise<void> {
  await database.empty();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}

const undefinedTable = "42P01";

/** Applies one migration while the application reads on as `ours`; answers how often it read, and what it saw of others. */
async function whileReading(
  migration: string,
): Promise<{ readonly reads: number; readonly foreign: string[] }> {
  // The row's owner is whoever stands in its tenant column, or the tenant itself.
  const readable = (await tables(query)).filter(
    (table) => !/[.]|_directory$|^_prisma/.test(table) && table !== "tenant",
  );
  let done = false;
  let reads = 0;
  const foreign: string[] = [];
  const applied = migrate({ connectionString: database.ownerUrl, folder }).finally(() => {
    done = true;
  });
  // Once more after the end, so that what a migration leaves behind is seen as well.
  for (let last = false; !last; ) {
    last = done;
    for (const table of readable) {
      const outcome = await attempt(app, ours, `select from ${table} where tenant_id = '${theirs}'`);
      reads += 1;
      if (outcome === undefinedTable) continue; // renamed: whoever asks by the old name is shown nothing
      if (outcome !== 0) foreign.push(`${table}: ${outcome}`);
    }
  }
  expect(await applied).toEqual({ applied: [migration] });
  return { reads, foreign };
}

async function twoStudios(): Promise<void> {
  for (const tenant of [ours, theirs]) {
    await superuser.query(
      `insert into tenant (id, name, slug, phone, email) values ('${tenant}', 'Studio', 'studio-${tenant}', '+1', 'a@example.com');
       insert into client (tenant_id, given_name, family_name, birth_date, email, phone)
       values ('${tenant}', 'Sam', 'Sample', '1990-01-01', 'sam@example.com', '+1')`,
    );
  }
}

/** Ciphertext of nobody: what counts is whose row it is. */
async function aSealedClientEach(): Promise<void> {
  const sealed = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;
  const index = Buffer.alloc(16);
  for (const tenant of [ours, theirs]) {
    await superuser.query(
      `insert into client (tenant_id, given_name, family_name, birth_date, email, phone, record_number,
         email_index, phone_index, record_number_index, birth_bucket)
       values ($1, $2, $2, $2, $2, $2, $2, $3, $3, $3, 0)`,
      [tenant, sealed, index],
    );
  }
}

test("check 16 a database that keeps clients in the clear is not converted where no key is, and says what to do", async () => {
  await emptyDatabase();
  const all = readdirSync(product).toSorted();
  const until = all.indexOf("0025_sealed_clients");
  for (const migration of all.slice(0, until))
    cpSync(join(product, migration), join(folder, migration), { recursive: true });
  await migrate({ connectionString: database.ownerUrl, folder });
  await twoStudios();
  cpSync(join(product, "0025_sealed_clients"), join(folder, "0025_sealed_clients"), { recursive: true });
  await expect(migrate({ connectionString: database.ownerUrl, folder })).rejects.toThrow("begin anew");
});

test("check 16 words about clients that are kept in the clear are not converted either; where there are none, nothing stands in the way", async () => {
  await emptyDatabase();
  const all = readdirSync(product).toSorted();
  const sealing = "0027_sealed_words";
  for (const migration of all.slice(0, all.indexOf("0025_sealed_clients")))
    cpSync(join(product, migration), join(folder, migration), { recursive: true });
  await migrate({ connectionString: database.ownerUrl, folder });
  await twoStudios();
  await superuser.query("delete from client");
  const note = async (key: string, text: string) =>
    await superuser.query(
      "insert into security_incident (tenant_id, kind, dedupe_key, review_note) select id, 'new_device', $1, $2 from tenant limit 1",
      [key, text],
    );
  await note("one", "It was Ximena's sister");
  await note("two", "");
  for (const migration of all.slice(all.indexOf("0025_sealed_clients"), all.indexOf(sealing) + 1))
    cpSync(join(product, migration), join(folder, migration), { recursive: true });
  await expect(migrate({ connectionString: database.ownerUrl, folder })).rejects.toThrow("begin anew");
  await superuser.query("update security_incident set review_note = ''");
  await superuser.query("delete from _prisma_migrations where finished_at is null");
  await migrate({ connectionString: database.ownerUrl, folder });
  const { rows } = await superuser.query("select review_note from security_incident");
  expect(rows).toEqual([{ review_note: null }, { review_note: null }]);
});

test("check 16 TEN-02 each migration, applied while a studio reads, shows it nothing of another", async () => {
  await emptyDatabase();
  const [first = "", ...later] = readdirSync(product).toSorted();
  cpSync(join(product, first), join(folder, first), { recursive: true });
  await migrate({ connectionString: database.ownerUrl, folder });
  await twoStudios();
  expect(later.length).toBeGreaterThan(2);
  for (const migration of later) {
    cpSync(join(product, migration), join(folder, migration), { recursive: true });
    // It takes no client that is kept in the clear, and these are.
    if (migration === "0025_sealed_clients") await superuser.query("delete from client");
    const { reads, foreign } = await whileReading(migration);
    expect(foreign, migration).toEqual([]);
    expect(reads, migration).toBeGreaterThan(20);
    if (migration === "0025_sealed_clients") await aSealedClientEach();
  }
});

test("check 16 a migration that turns row security off and on again is not visible to readers; one that leaves it off is", async () => {
  await emptyDatabase();
  const [first = ""] = readdirSync(product).toSorted();
  cpSync(join(product, first), join(folder, first), { recursive: true });
  await migrate({ connectionString: database.ownerUrl, folder });
  await twoStudios();
  const write = (name: string, sql: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), sql);
  };
  write(
    "9001_careless",
    `alter table client disable row level security, no force row level security;
     update client set phone = '+2';
     alter table client enable row level security, force row level security`,
  );
  expect((await whileReading("9001_careless")).foreign).toEqual([]);
  const [changed] = await query("select count(*)::int as n from client where phone = '+2'");
  expect(changed).toEqual({ n: 2 });
  write("9002_forgetful", "alter table client disable row level security");
  expect((await whileReading("9002_forgetful")).foreign).toContain("client: 1");
});
