import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, DatabaseError } from "pg";

/** One migration's name and the sha-256 of its script in hex, as Prisma's record keeps them. */
export type MigrationMark = { readonly name: string; readonly checksum: string };

type Migration = MigrationMark & { readonly sql: string };

const ownFolder = fileURLToPath(new URL("../prisma/migrations", import.meta.url));

// The number Prisma's own engine takes, so that the two wait for each other as well.
const advisoryLock = 72_707_369;

/**
 * Brings a database up to date: applies every migration of `folder` that it does not have yet, in the order of their names,
 * each whole file as one transaction, under a lock that makes a second caller wait. Keeps Prisma's own record
 * (`_prisma_migrations`), so `prisma migrate deploy` may take over at any time.
 * Of those it leaves out what `only` does not name, when given: a backup is loaded into the schema it was taken from.
 * `connectionString` must sign in as quietroom_owner. Throws, with nothing of the failing migration left behind, when a script
 * fails, when an applied script was changed since, or when the database knows a migration that `folder` does not.
 */
export async function migrate(options: {
  readonly connectionString: string;
  readonly folder?: string;
  readonly only?: readonly string[];
}): Promise<{ readonly applied: string[] }> {
  const migrations = readMigrations(options.folder ?? ownFolder);
  const { only } = options;
  const client = new Client({ connectionString: options.connectionString });
  await client.connect();
  try {
    await refuseOtherRoles(client);
    await client.query("select pg_advisory_lock($1)", [advisoryLock]);
    await client.query(recordTable);
    const pending = findPending(migrations, await readRecord(client)).filter(
      ({ name }) => only === undefined || only.includes(name),
    );
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map(({ name }) => name) };
  } finally {
    await client.end(); // ends the session, and the lock with it
  }
}

/** The migrations of this checkout, in their order. */
export function ownMigrations(): readonly MigrationMark[] {
  return readMigrations(ownFolder).map(({ name, checksum }) => ({ name, checksum }));
}

function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const script = readFileSync(join(folder, name, "migration.sql"));
      return {
        name,
        sql: script.toString("utf8"),
        checksum: createHash("sha256").update(script).digest("hex"),
      };
    });
}

async function refuseOtherRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select current_user as name");
  if (rows[0]?.name !== "quietroom_owner") {
    throw new Error(
      `Migrations run as quietroom_owner, and this connection is ${rows[0]?.name ?? "?"}: what it created would belong to the wrong role. ` +
        "See infra/postgres/roles.sql.",
    );
  }
}

// Word for word the columns of Prisma's table.
const recordTable = `
  set client_min_messages = warning;
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  );
  reset client_min_messages`;

type Recorded = { readonly migration_name: string; readonly checksum: string; readonly finished: boolean };

async function readRecord(client: Client): Promise<readonly Recorded[]> {
  const { rows } = await client.query<Recorded>(
    `select migration_name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null`,
  );
  return rows;
}

function findPending(migrations: readonly Migration[], record: readonly Recorded[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished } of record) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new Error(
        `The database has migration ${name}, which this checkout does not: it is older than its database. Update the checkout.`,
      );
    }
    if (!finished) {
      throw new Error(
        `Migration ${name} was begun by another tool and never finished. Settle it with "prisma migrate resolve", then try again.`,
      );
    }
    if (checksum !== migration.checksum) {
      throw new Error(
        `Migration ${name} was changed after it had been applied to this database. ` +
          "Put the file back as it was and write a new migration; a local database can be made anew with `pnpm db:reset`.",
      );
    }
  }
  const applied = new Set(record.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query("begin");
  try {
    // Without parameters node-postgres sends one simple-protocol message, which takes a whole script, dollar quotes included.
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query("commit");
  } catch (failure) {
    await client.query("rollback").catch(() => undefined); // a lost connection has rolled back already
    throw new Error(
      `Migration ${migration.name} failed${lineOf(failure, migration.sql)} and was rolled back: ${messageOf(failure)}`,
      {
        cause: failure,
      },
    );
  }
}

function lineOf(failure: unknown, sql: string): string {
  const position = failure instanceof DatabaseError ? Number(failure.position ?? "") : 0;
  return position > 0 ? ` at line ${sql.slice(0, position).split("\n").length}` : "";
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
