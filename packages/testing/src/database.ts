import { randomUUID } from "node:crypto";
import { advanceClock, type ClockReading } from "@quietroom/sandbox/clock";
import { grantDatabase } from "@quietroom/local/prepare-database";
import { Client } from "pg";
import { afterAll, inject } from "vitest";
import { templateDatabase, testUrl } from "./test-server.ts";

export type TestDatabase = {
  /** Signs in as quietroom_app, like the product. */
  readonly appUrl: string;
  /** Signs in as quietroom_owner, like migrations. Row security binds it too. */
  readonly ownerUrl: string;
  /** Signs in as a superuser, past row security: for arranging and inspecting only. */
  readonly superUrl: string;
  /** Moves `app.now()` of this database ahead by whole milliseconds. */
  advanceClock(ms: number): Promise<ClockReading>;
  /** Takes it back to before the first migration: roles and grants, and nothing else. */
  empty(): Promise<void>;
  /** Drops the database, and every connection to it. Happens by itself after the last test of the file. */
  drop(): Promise<void>;
};

/**
 * A migrated, empty database of this test file's own. Call it at the top of a `*.db.test.ts` file:
 * `const database = await testDatabase()`. Close your own pools in `afterAll`; that runs before the drop.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const adminUrl = testUrl(server, "postgres", "postgres");
  const superUrl = testUrl(server, "postgres", name);
  const ownerUrl = testUrl(server, "quietroom_owner", name);

  await connected(adminUrl, (admin) => admin.query(`create database ${name} template ${templateDatabase}`));
  await connected(superUrl, grantDatabase);
  const drop = async () => {
    await connected(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
  };
  afterAll(drop);

  return {
    appUrl: testUrl(server, "quietroom_app", name),
    ownerUrl,
    superUrl,
    advanceClock: (ms) => connected(ownerUrl, (owner) => advanceClock(owner, ms)),
    empty: () =>
      connected(superUrl, async (superuser) => {
        await superuser.query(
          `drop schema if exists audit, dev_clock, guard, jobs, limits, app, public cascade; drop extension if exists btree_gist;
           create schema public authorization pg_database_owner`,
        );
        await grantDatabase(superuser);
      }),
    drop,
  };
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
