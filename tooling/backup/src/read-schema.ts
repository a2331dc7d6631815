import type { Client } from "pg";
import type { MigrationMark } from "@quietroom/db/migrate";
import type { BackedUpTable, Closing } from "./manifest.ts";
import { fullName } from "./sql-names.ts";

type Asking = Pick<Client, "query">;

// `dev_clock` is installed by what starts a demo, and never in production.
const oursOnly =
  "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dev_clock') and c.relname <> '_prisma_migrations'";

/** Every table that holds rows of its own and would be missed: of partitioned ones the parts. Generated columns make themselves. */
export async function listTables(client: Asking): Promise<readonly BackedUpTable[]> {
  const { rows } = await client.query<BackedUpTable>(`
    select n.nspname as schema, c.relname as name,
      array(select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and ${oursOnly} order by 1, 2`);
  return rows;
}

/** Tables whose rows a crash may take as well: counts of requests, and the clock of a demo. */
export async function listLeftOut(client: Asking): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and (c.relpersistence = 'u' or n.nspname = 'dev_clock') order by 1`);
  return rows.map(({ name }) => name);
}

/** Throws when the database has never been migrated: then it is none of Quietroom's. */
export async function listMigrations(client: Asking): Promise<readonly MigrationMark[]> {
  const { rows: record } = await client.query<{ there: boolean }>(
    "select pg_catalog.to_regclass('public._prisma_migrations') is not null as there",
  );
  if (record[0]?.there !== true)
    throw new Error("This database is none of Quietroom's: it has no migrations.");
  const { rows } = await client.query<MigrationMark>(`
    select migration_name as name, checksum from public._prisma_migrations
    where rolled_back_at is null and finished_at is not null order by 1`);
  return rows;
}

/** How far every sequence has come. */
export async function listSequences(client: Asking): Promise<Closing["sequences"]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${oursOnly} order by 1, 2`);
  if (rows.length === 0) return [];
  const read = rows.map(
    (sequence, at) =>
      `select ${at} as at, last_value::text as "lastValue", is_called as called from ${fullName(sequence)}`,
  );
  const { rows: values } = await client.query<{ at: number; lastValue: string; called: boolean }>(
    `${read.join(" union all ")} order by at`,
  );
  return values.flatMap(({ at, lastValue, called }) => {
    const sequence = rows[at];
    return sequence === undefined ? [] : [{ ...sequence, lastValue, called }];
  });
}
