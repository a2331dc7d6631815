import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { migrate } from "@quietroom/db/migrate";
import { Client, escapeIdentifier } from "pg";
import type { Postgres } from "./postgres.ts";

const rolesFile = createRequire(import.meta.url).resolve("@quietroom/infra/postgres/roles.sql");

/** Creates the database when missing, applies infra/postgres/roles.sql and every migration. Returns what migrations it applied. */
export async function prepareDatabase(
  postgres: Postgres,
  database: string,
): Promise<{ readonly created: boolean; readonly applied: readonly string[]; readonly version: string }> {
  const { created, version } = await asSuperuser(postgres, "postgres", async (client) => {
    const found = await client.query("select from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
    const { rows } = await client.query("select current_setting('server_version') as version");
    return { created: found.rowCount === 0, version: String(rows[0].version) };
  });
  await asSuperuser(postgres, database, async (client) => {
    await client.query(
      "select set_config('quietroom.owner_password', $1, false), set_config('quietroom.app_password', $2, false)",
      [postgres.passwords.quietroom_owner, postgres.passwords.quietroom_app],
    );
    await grantDatabase(client);
  });
  const { applied } = await migrate({ connectionString: postgres.url("quietroom_owner", database) });
  return { created, applied, version };
}

/** Runs infra/postgres/roles.sql over a superuser's connection to the database it is meant for. */
export async function grantDatabase(superuser: Client): Promise<void> {
  await superuser.query(readFileSync(rolesFile, "utf8"));
}

async function asSuperuser<T>(
  postgres: Postgres,
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: postgres.url("postgres", database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
