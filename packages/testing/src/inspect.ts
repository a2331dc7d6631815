import pg from "pg";
import { afterAll } from "vitest";
import { inWholeMilliseconds } from "./whole-milliseconds.ts";

export type Row = Readonly<Record<string, unknown>>;

/**
 * Looks into a test's database past row security, and arranges what no verb can (a session that began yesterday). The
 * connection ends with the file.
 */
export async function inspect(database: {
  readonly superUrl: string;
}): Promise<(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>> {
  const client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  afterAll(() => client.end());
  return async (sql, values = []) => (await client.query<Row>(inWholeMilliseconds(sql), [...values])).rows;
}

/** From here on this test's database takes rows of the audit that are of another moment than now: what happened years ago, for one. */
export async function letAuditBeDated(query: Awaited<ReturnType<typeof inspect>>): Promise<void> {
  await query("alter table audit_event disable trigger of_now");
}

/** How many rows each table of the product holds, for "nothing changed"; what of the audit awaits its seal is counted with the audit. */
export async function rowCounts(
  query: Awaited<ReturnType<typeof inspect>>,
): Promise<Readonly<Record<string, number>>> {
  const tables = await query(
    `select relname as name from pg_class
     where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'audit_unsealed' order by 1`,
  );
  const counts = tables.map(({ name }) => `(select count(*)::int from ${pg.escapeIdentifier(String(name))})`);
  const [row] = await query(`select array[${counts.join()}] as counts`);
  const found: unknown = row?.["counts"];
  if (!Array.isArray(found)) throw new Error("the tables were not counted");
  return Object.fromEntries(tables.map(({ name }, index) => [String(name), Number(found[index])]));
}
