import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";

const database = await testDatabase();
const owner = new Client({ connectionString: database.ownerUrl });
const folder = mkdtempSync(join(tmpdir(), "migrations-"));

beforeAll(() => owner.connect());
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  // Of the product's own schema nothing matters here; the record of it would make every test folder look too old.
  await owner.query(
    "drop schema if exists scratch cascade; create schema scratch; delete from _prisma_migrations",
  );
});
afterAll(async () => {
  await owner.end();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

function run() {
  return migrate({ connectionString: database.ownerUrl, folder });
}

async function tables(): Promise<readonly string[]> {
  const { rows } = await owner.query<{ relname: string }>(
    "select relname from pg_class where relnamespace = 'scratch'::regnamespace and relkind = 'r' order by relname",
  );
  return rows.map((row) => row.relname);
}

test("applies what is new, in order, once, whole scripts with dollar quotes included", async () => {
  write("0002_second", "create table scratch.second (id int references scratch.first)");
  write(
    "0001_first",
    "create table scratch.first (id int primary key); do $$ begin perform 1; perform 2; end $$;",
  );
  expect(await run()).toEqual({ applied: ["0001_first", "0002_second"] });
  expect(await run()).toEqual({ applied: [] });
  write("0003_third", "create table scratch.third ()");
  expect(await run()).toEqual({ applied: ["0003_third"] });
  expect(await tables()).toEqual(["first", "second", "third"]);
});

test("records each one as Prisma does", async () => {
  write("0001_first", "select 1");
  await run();
  const { rows } = await owner.query("select * from _prisma_migrations");
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      // sha256 of the bytes of the file
      checksum: "822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f",
      finished_at: expect.any(Date),
      migration_name: "0001_first",
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ]);
});

test("leaves nothing of a script that fails, and names the line", async () => {
  write("0001_first", "create table scratch.first ();\ncreate table scratch.second ();\nselect nonsense;");
  await expect(run()).rejects.toThrow('0001_first failed at line 3 and was rolled back: column "nonsense"');
  expect(await tables()).toEqual([]);
  write("0001_first", "create table scratch.first ()");
  expect(await run()).toEqual({ applied: ["0001_first"] });
});

test("refuses a script that was changed after it was applied", async () => {
  write("0001_first", "select 1");
  await run();
  write("0001_first", "select 2");
  write("0002_second", "create table scratch.second ()");
  await expect(run()).rejects.toThrow("0001_first was changed after it had been applied");
  expect(await tables()).toEqual([]);
});

test("refuses a database that is newer than the checkout", async () => {
  write("0001_first", "select 1");
  write("0002_second", "select 2");
  await run();
  rmSync(join(folder, "0002_second"), { recursive: true });
  await expect(run()).rejects.toThrow("has migration 0002_second, which this checkout does not");
});

test("refuses what another tool left half done", async () => {
  write("0001_first", "select 1");
  await run();
  await owner.query("update _prisma_migrations set finished_at = null");
  await expect(run()).rejects.toThrow("0001_first was begun by another tool and never finished");
});

test("refuses to create tables for any other role", async () => {
  await expect(migrate({ connectionString: database.superUrl, folder })).rejects.toThrow(
    "run as quietroom_owner",
  );
});

test("two at once: one applies, the other finds nothing to do", async () => {
  write("0001_first", "create table scratch.first (); select pg_sleep(0.2)");
  const both = await Promise.all([run(), run()]);
  expect(both.map(({ applied }) => applied.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
});
