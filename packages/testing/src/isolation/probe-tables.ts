import pg from "pg";
import { ownerColumn, type Query, widerPolicies } from "./catalogue.ts";
import { answerOf, attempt, insufficientPrivilege, type Outcome, type Probe } from "./probe.ts";

type Studios = { readonly ours: string; readonly theirs: string };

type Attempt = {
  readonly statement: string;
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly mayAnswer: (outcome: Outcome) => boolean;
};

// COPY into a table with row security is not a thing PostgreSQL does.
const featureNotSupported = "0A000";
const invalidText = "22P02";

/** What each session says of its tenant. Only the first is a studio's; none of the others may see or do anything. */
const sessions = [
  ["ours", (studios: Studios) => studios.ours],
  ["none", () => null],
  ["empty", () => ""],
  ["malformed", () => "not-a-uuid"],
  ["nobody's", () => "00000000-0000-7000-8000-000000000000"],
] as const;

/**
 * The generated matrix: for one table, every statement that reads or writes, in every session, against the other studio's rows. Both
 * studios must have a row in it. `role` signs in with `connectionString`; the owner of the tables is bound as the application is.
 */
export async function probeTable(options: {
  readonly table: string;
  readonly studios: Studios;
  readonly query: Query;
  readonly role: string;
  readonly connectionString: string;
}): Promise<Probe[]> {
  const { table, studios, query, role, connectionString } = options;
  const attempts = await attemptsOn(table, studios, query);
  const probes: Probe[] = [];
  for (const [tenant, setting] of sessions) {
    // A connection of its own: one that ever named a tenant says '' afterwards, not nothing.
    const client = new pg.Client({ connectionString });
    await client.connect();
    for (const { statement, sql, values, mayAnswer } of attempts) {
      const outcome = await attempt(client, setting(studios), sql, values);
      const refusedAsMalformed = tenant === "malformed" && outcome === invalidText;
      probes.push({
        check: tenant === "ours" ? (statement.startsWith("move") ? 4 : 3) : 8,
        subject: table,
        role,
        tenant,
        statement,
        answer: answerOf(outcome),
        held: refusedAsMalformed || mayAnswer(outcome),
      });
    }
    await client.end();
  }
  return probes;
}

async function attemptsOn(table: string, { ours, theirs }: Studios, query: Query): Promise<Attempt[]> {
  const own = ownerColumn(table);
  const foreign = `where ${own} = '${theirs}'`;
  const others = `where ${own} is distinct from '${ours}'`;
  const [found] = await query(`select to_jsonb(t) as row from ${table} t ${foreign} limit 1`);
  if (found === undefined) throw new Error(`${table} has no row of the other studio, so nothing is shown`);
  const row = [JSON.stringify(found["row"])];
  const insert = `insert into ${table} overriding system value select * from jsonb_populate_record(null::${table}, $1)`;
  const key = await primaryKey(table, query);

  const isOpen = `${table}.directory_select` in widerPolicies;
  const sees = (outcome: Outcome) => outcome === 0 || outcome === insufficientPrivilege || isOpen;
  const changes = (outcome: Outcome) => outcome === 0 || outcome === insufficientPrivilege;
  const refused = (outcome: Outcome) => outcome === insufficientPrivilege;
  const copies = (outcome: Outcome) => refused(outcome) || outcome === featureNotSupported;
  return [
    { statement: "select", sql: `select * from ${table} ${foreign}`, mayAnswer: sees },
    { statement: "select everything", sql: `select * from ${table} ${others}`, mayAnswer: sees },
    {
      statement: "select for update",
      sql: `select * from ${table} ${foreign} for update`,
      mayAnswer: changes,
    },
    { statement: "copy to", sql: `copy (select * from ${table} ${others}) to stdout`, mayAnswer: sees },
    { statement: "copy from", sql: `copy ${table} from stdin`, mayAnswer: copies },
    { statement: "insert", sql: insert, values: row, mayAnswer: refused },
    { statement: "insert returning", sql: `${insert} returning *`, values: row, mayAnswer: refused },
    {
      statement: "upsert",
      sql: `${insert} on conflict (${key}) do update set ${own} = excluded.${own} returning *`,
      values: row,
      mayAnswer: refused,
    },
    {
      statement: "insert or nothing",
      sql: `${insert} on conflict do nothing`,
      values: row,
      mayAnswer: refused,
    },
    { statement: "update", sql: `update ${table} set ${own} = ${own} ${foreign}`, mayAnswer: changes },
    {
      statement: "update returning",
      sql: `update ${table} set ${own} = ${own} ${foreign} returning *`,
      mayAnswer: changes,
    },
    {
      statement: "move theirs here",
      sql: `update ${table} set ${own} = '${ours}' ${foreign}`,
      mayAnswer: changes,
    },
    {
      statement: "move ours there",
      sql: `update ${table} set ${own} = '${theirs}' where ${own} = '${ours}'`,
      mayAnswer: changes,
    },
    { statement: "delete", sql: `delete from ${table} ${foreign}`, mayAnswer: changes },
    { statement: "delete returning", sql: `delete from ${table} ${foreign} returning *`, mayAnswer: changes },
    {
      statement: "merge",
      sql: `merge into ${table} t using (select 1) s on t.${own} = '${theirs}' when matched then delete`,
      mayAnswer: changes,
    },
  ];
}

async function primaryKey(table: string, query: Query): Promise<string> {
  const [key] = await query(
    `select string_agg(quote_ident(a.attname), ', ' order by k.i) as columns
     from pg_constraint c, unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attnum = k.n
     where c.contype = 'p' and c.conrelid = $1::regclass and a.attrelid = c.conrelid`,
    [table],
  );
  return String(key?.["columns"]);
}
