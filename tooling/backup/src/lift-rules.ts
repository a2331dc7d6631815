import type { Client } from "pg";

/** Statements that take rules off a schema and put the same rules back. */
export type Lifted = {
  readonly lift: readonly string[];
  /** Indexes, then what must not overlap, then references: each is checked against every row. */
  readonly restore: readonly string[];
  /** Triggers and forced row security: nothing is read or written by the loader after these. */
  readonly guard: readonly string[];
};

/**
 * Finds what would slow a load down or refuse rows that are right: foreign keys (rows come table by table), exclusion constraints and
 * plain indexes (faster over rows that are there), triggers (the rows are past them), and row security that binds the owner.
 * Needs `search_path = ''`, so that every name comes back whole.
 */
export async function readLifted(owner: Pick<Client, "query">): Promise<Lifted> {
  const ask = async (sql: string): Promise<readonly { on: string; name: string; words: string }[]> =>
    (await owner.query<{ on: string; name: string; words: string }>(sql)).rows;
  const constraints = (type: "f" | "x") =>
    ask(`select k.conrelid::regclass::text as on, quote_ident(k.conname) as name, pg_catalog.pg_get_constraintdef(k.oid) as words
      from pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace
      where k.contype = '${type}' and k.conparentid = 0 and ${ours} order by 1, 2`);

  const references = await constraints("f");
  const overlaps = await constraints("x");
  const indexes = await ask(`
    select i.indrelid::regclass::text as on, i.indexrelid::regclass::text as name, pg_catalog.pg_get_indexdef(i.indexrelid) as words
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'i' and not c.relispartition and ${ours} and not exists (
      select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    order by 1, 2`);
  const triggers = await ask(`
    select t.tgrelid::regclass::text as on, quote_ident(t.tgname) as name,
      case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as words
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgenabled <> 'D' and ${ours} order by 1, 2`);
  const forced = await ask(`
    select c.oid::regclass::text as on, '' as name, '' as words
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relforcerowsecurity and ${ours} order by 1`);

  return {
    lift: [
      ...forced.map(({ on }) => `alter table only ${on} no force row level security`),
      ...triggers.map(({ on, name }) => `alter table only ${on} disable trigger ${name}`),
      ...[...references, ...overlaps].map(({ on, name }) => `alter table ${on} drop constraint ${name}`),
      ...indexes.map(({ name }) => `drop index ${name}`),
    ],
    restore: [
      ...indexes.map(({ words }) => words),
      ...[...overlaps, ...references].map(
        ({ on, name, words }) => `alter table ${on} add constraint ${name} ${words}`,
      ),
    ],
    guard: [
      ...triggers.map(({ on, name, words }) => `alter table only ${on} ${words} trigger ${name}`),
      ...forced.map(({ on }) => `alter table only ${on} force row level security`),
    ],
  };
}

const ours = "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dev_clock')";
