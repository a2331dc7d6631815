import type { Row } from "./inspect.ts";
import type { SentTransaction } from "./watch-statements.ts";

type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A table that holds something of clients, with those of its columns that are sealed. */
export type ProtectedTable = { readonly name: string; readonly sealed: readonly string[] };

/** Tables of clients by what the database itself says: those that name a client, and those with a sealed column. */
export async function protectedTables(query: Query): Promise<readonly ProtectedTable[]> {
  const rows = await query(`
    select c.relname::text as name, coalesce(string_agg(a.attname, ' ') filter (where a.atttypid = 'sealed_text'::regtype), '') as sealed
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not a.attisdropped
      and (a.attname = 'client_id' or a.atttypid = 'sealed_text'::regtype)
    group by 1 order by 1`);
  return rows.map(({ name, sealed }) => ({
    name: String(name),
    sealed: String(sealed)
      .split(" ")
      .filter((column) => column !== ""),
  }));
}

/** What of clients a transaction opened or wrote by its statements: "client read", "appointment update". */
export function phiTouched(
  tables: readonly ProtectedTable[],
  statements: readonly string[],
): readonly string[] {
  const touched = new Set<string>();
  for (const statement of statements)
    for (const { name, sealed } of tables) {
      const table = `(?:"?public"?\\.)?"?${name}"?(?=[\\s(.]|$)`;
      const [, write] =
        new RegExp(`\\b(insert into|update|delete from)\\s+${table}`, "i").exec(statement) ?? [];
      if (write !== undefined) touched.add(`${name} ${write.toLowerCase()}`);
      const reads = new RegExp(`\\b(?:from|join)\\s+${table}`, "i").test(statement);
      if (reads && sealed.some((column) => new RegExp(`\\b${column}\\b`).test(statement)))
        touched.add(`${name} read`);
    }
  return [...touched];
}

/** What of clients was opened or written in a transaction that was committed without a row of the audit. */
export function unaudited(
  tables: readonly ProtectedTable[],
  transactions: readonly SentTransaction[],
): readonly string[] {
  return transactions
    .filter(({ committed, statements }) => committed === true && !statements.some(writesAudit))
    .flatMap(({ statements }) => phiTouched(tables, statements));
}

function writesAudit(statement: string): boolean {
  return /^\s*insert into\s+(?:"public"\.)?"?audit_event"?/i.test(statement);
}
