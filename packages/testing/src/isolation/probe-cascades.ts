import pg from "pg";
import { ownerColumn, type Query, tenantTables } from "./catalogue.ts";
import { answerOf, type Probe } from "./probe.ts";

/**
 * Deletes everything of one studio from each table in turn, past row security, and counts what the other studio has lost in all of
 * them; then takes it back. What row security does not see, foreign keys must not do either.
 */
export async function probeCascades(options: {
  readonly studios: { readonly ours: string; readonly theirs: string };
  readonly query: Query;
  readonly superUrl: string;
}): Promise<Probe[]> {
  const { studios, query, superUrl } = options;
  const everyTable = await tenantTables(query);
  const countTheirs = everyTable
    .map((table) => `(select count(*)::int from ${table} where ${ownerColumn(table)} = '${studios.theirs}')`)
    .join(" + ");
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  const count = async (): Promise<number> =>
    Number((await client.query(`select ${countTheirs} as count`)).rows[0]?.count);
  const probes: Probe[] = [];
  for (const table of everyTable) {
    for (const [statement, sql] of [
      ["delete all of ours", `delete from ${table} where ${ownerColumn(table)} = '${studios.ours}'`],
      ["give ours new ids", await newIds(table, studios.ours, query)],
    ] as const) {
      if (sql === null) continue;
      await client.query("begin");
      const before = await count();
      await client.query("savepoint tried");
      // A parent that still has children is kept by its keys, which is an answer as well.
      await client.query(sql).catch(() => client.query("rollback to tried"));
      const lost = before - (await count());
      await client.query("rollback");
      const answer = `${answerOf(lost)} of theirs lost`;
      probes.push({
        check: 6,
        subject: table,
        role: "superuser",
        tenant: "-",
        statement,
        answer,
        held: lost === 0,
      });
    }
  }
  await client.end();
  return probes;
}

async function newIds(table: string, ours: string, query: Query): Promise<string | null> {
  const [id] = await query(
    "select from pg_attribute where attrelid = $1::regclass and attname = 'id' and atttypid = 'uuid'::regtype",
    [table],
  );
  return id === undefined
    ? null
    : `update ${table} set id = uuidv7() where ${ownerColumn(table)} = '${ours}'`;
}
