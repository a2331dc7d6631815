import type { Client } from "pg";
import { fullName } from "./sql-names.ts";

/** True when no table of anybody's holds a row. A database that was only migrated is empty. */
export async function isEmptyDatabase(client: Client): Promise<boolean> {
  await client.query("set row_security = off");
  const { rows: tables } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dev_clock')
      and c.relname <> '_prisma_migrations'`);
  for (const table of tables) {
    const { rowCount } = await client.query(`select from ${fullName(table)} limit 1`);
    if (rowCount !== 0) return false;
  }
  return true;
}
