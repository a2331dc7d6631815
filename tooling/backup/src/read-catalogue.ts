import type { Client } from "pg";

/**
 * Everything that protects the rows, a line each: who owns and may use what, row security and its policies, constraints,
 * indexes, triggers, functions, columns. Two databases with the same lines promise the same. Set `search_path` to '' before.
 */
export async function readCatalogue(client: Pick<Client, "query">): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(question);
  return rows.map(({ line }) => line);
}

const ours = "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dev_clock')";
const ofExtension = "exists (select from pg_catalog.pg_depend d where d.objid = o.oid and d.deptype = 'e')";
const granted = (acl: string) =>
  `coalesce((select string_agg(a::text, ',' order by a::text) from unnest(${acl}) a), 'default')`;
const owner = (column: string) => `pg_catalog.pg_get_userbyid(${column})`;

const question = `
  select 'schema ' || n.nspname || ' owner ' || ${owner("n.nspowner")} || ' grants ' || ${granted("n.nspacl")} as line
  from pg_catalog.pg_namespace n where ${ours}
  union all
  select 'relation ' || o.oid::regclass || ' kind ' || o.relkind::text || o.relpersistence::text || ' owner ' || ${owner("o.relowner")}
    || ' row security ' || o.relrowsecurity || ' forced ' || o.relforcerowsecurity || ' grants ' || ${granted("o.relacl")}
  from pg_catalog.pg_class o join pg_catalog.pg_namespace n on n.oid = o.relnamespace
  where ${ours} and o.relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'column ' || o.oid::regclass || '.' || a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
    || ' required ' || a.attnotnull || ' identity ' || a.attidentity::text || ' generated ' || a.attgenerated::text
    || ' default ' || coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'none') || ' grants ' || ${granted("a.attacl")}
  from pg_catalog.pg_class o join pg_catalog.pg_namespace n on n.oid = o.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
  where ${ours} and o.relkind in ('r', 'p', 'v', 'm')
  union all
  select 'policy ' || p.polname || ' on ' || p.polrelid::regclass || ' for ' || p.polcmd::text || ' permissive ' || p.polpermissive
    || ' to ' || (select string_agg(case r when 0 then 'public' else ${owner("r")}::text end, ',' order by r) from unnest(p.polroles) r)
    || ' using ' || coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'none')
    || ' check ' || coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), 'none')
  from pg_catalog.pg_policy p
  union all
  select 'constraint ' || k.conname || ' on ' || coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text)
    || ' ' || pg_catalog.pg_get_constraintdef(k.oid) || ' valid ' || k.convalidated || ' enforced ' || k.conenforced
  from pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace where ${ours}
  union all
  select 'index ' || pg_catalog.pg_get_indexdef(i.indexrelid) || ' valid ' || i.indisvalid
  from pg_catalog.pg_index i join pg_catalog.pg_class o on o.oid = i.indexrelid
  join pg_catalog.pg_namespace n on n.oid = o.relnamespace where ${ours}
  union all
  select 'trigger ' || pg_catalog.pg_get_triggerdef(t.oid) || ' enabled ' || t.tgenabled::text
  from pg_catalog.pg_trigger t join pg_catalog.pg_class o on o.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = o.relnamespace where ${ours} and not t.tgisinternal
  union all
  select 'function ' || o.oid::regprocedure || ' owner ' || ${owner("o.proowner")} || ' definer ' || o.prosecdef
    || ' grants ' || ${granted("o.proacl")} || ' ' || md5(pg_catalog.pg_get_functiondef(o.oid))
  from pg_catalog.pg_proc o join pg_catalog.pg_namespace n on n.oid = o.pronamespace
  where ${ours} and o.prokind in ('f', 'p') and not ${ofExtension}
  union all
  select 'type ' || o.oid::regtype || ' ' || o.typtype::text || ' '
    || coalesce((select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = o.oid), '')
  from pg_catalog.pg_type o join pg_catalog.pg_namespace n on n.oid = o.typnamespace
  where ${ours} and o.typtype in ('e', 'd') and not ${ofExtension}
  union all
  select 'extension ' || extname from pg_catalog.pg_extension
  order by line`;
