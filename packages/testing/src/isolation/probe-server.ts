import pg from "pg";
import type { Query } from "./catalogue.ts";
import { answerOf, attempt, insufficientPrivilege, type Probe } from "./probe.ts";

const undefinedFunction = "42883";
const undefinedObject = "42704";

/** Ways past the tables: the server's files, programs, statistics, other sessions, other roles, objects of one's own. */
const attempts: readonly (readonly [check: number, subject: string, sql: string])[] = [
  [12, "pg_statistic", "select stavalues1 from pg_statistic"],
  [12, "pg_statistic_ext_data", "select * from pg_statistic_ext_data"],
  [
    12,
    "pg_stats of the studios' tables",
    "select most_common_vals from pg_stats where schemaname = 'public'",
  ],
  [12, "other sessions", "select query from pg_stat_activity"],
  [12, "other sessions", "select * from pg_stat_get_activity(null)"],
  [12, "pg_authid", "select rolpassword from pg_authid"],
  [12, "temporary tables", "create temporary table probe (id int)"],
  [13, "files of the server", "select pg_read_file('postgresql.conf')"],
  [13, "files of the server", "select pg_ls_dir('.')"],
  [13, "files of the server", "copy (select 1) to '/tmp/probe'"],
  [13, "files of the server", "create temporary table probe as select 1"],
  [13, "programs of the server", "copy (select 1) to program 'cat'"],
  [13, "large objects", "select lo_create(0)"],
  [13, "large objects", "select lo_from_bytea(0, 'x')"],
  [13, "large objects", "select lo_import('/etc/hostname')"],
  [13, "dblink", "select dblink('dbname=postgres', 'select 1')"],
  [13, "extensions", "create extension dblink"],
  [13, "foreign data", "create extension postgres_fdw"],
  [13, "schemas", "create schema probe"],
  [13, "tables", "create table public.probe (id int)"],
  [13, "functions", "create function public.probe() returns int language sql return 1"],
  [13, "triggers", "create trigger probe after insert on client execute function app.now()"],
  [13, "truncate", "truncate client"],
  [13, "truncate", "truncate audit_event"],
  [13, "row security", "set local row_security = off; select * from client"],
  [13, "row security", "alter table client disable row level security"],
  [13, "row security", "drop policy tenant_select on client"],
  [13, "roles", "set role quietroom_owner"],
  [13, "roles", "set role postgres"],
  [13, "roles", "set session authorization postgres"],
  [13, "roles", "create role probe"],
  [13, "roles", "alter role quietroom_app superuser"],
  [13, "roles", "alter role quietroom_app bypassrls"],
  [13, "settings", "set log_statement = 'none'"],
  [13, "settings", "select pg_reload_conf()"],
  [13, "settings", "set session_replication_role = replica"],
  [13, "the record of migrations", "select * from _prisma_migrations"],
];

/** Tries each as the application, signed in as it signs in, in a session of one studio. */
export async function probeServer(options: {
  readonly connectionString: string;
  readonly tenantId: string;
}): Promise<Probe[]> {
  const client = new pg.Client({ connectionString: options.connectionString });
  await client.connect();
  const probes: Probe[] = [];
  for (const [check, subject, statement] of attempts) {
    const outcome = await attempt(client, options.tenantId, statement);
    const refusals: readonly unknown[] = [insufficientPrivilege, undefinedFunction, undefinedObject];
    probes.push({
      check,
      subject,
      role: "quietroom_app",
      tenant: "ours",
      statement,
      answer: answerOf(outcome),
      held: outcome === 0 || refusals.includes(outcome),
    });
  }
  await client.end();
  return probes;
}

/** What the application's role may do that it must not: memberships, privileges of tables, columns, sequences, schemas, files. */
export async function excessPrivileges(query: Query): Promise<string[]> {
  const rows = await query(`
    with product as (
      select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
    select p || ' on ' || c.oid::regclass as excess
    from product c, unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p
    where c.relkind in ('r', 'p') and has_table_privilege('quietroom_app', c.oid, p)
    union all
    select 'REFERENCES on a column of ' || c.oid::regclass from product c
    where c.relkind in ('r', 'p') and has_any_column_privilege('quietroom_app', c.oid, 'REFERENCES')
    union all
    select p || ' on sequence ' || c.oid::regclass from product c, unnest(array['SELECT', 'UPDATE']) p
    where c.relkind = 'S' and has_sequence_privilege('quietroom_app', c.oid, p)
    union all
    select 'CREATE in ' || nspname from pg_namespace where has_schema_privilege('quietroom_app', oid, 'CREATE')
    union all
    select p || ' in the database' from unnest(array['CREATE', 'TEMPORARY']) p
    where has_database_privilege('quietroom_app', current_database(), p)
    union all
    select 'member of ' || rolname from pg_roles
    where rolname not in ('quietroom_app', 'quietroom_client') and pg_has_role('quietroom_app', oid, 'member')
    union all
    select 'has of itself what is ' || rolname || '''s' from pg_roles
    where rolname <> 'quietroom_app' and pg_has_role('quietroom_app', oid, 'usage')
    union all
    select 'quietroom_client is a member of ' || rolname from pg_roles
    where rolname <> 'quietroom_client' and pg_has_role('quietroom_client', oid, 'member')
    union all
    select 'execute ' || p.oid::regprocedure from pg_proc p
    where (p.proname ~ '^(lo_|dblink|pg_read_|pg_ls_|pg_file_)' or p.proname in ('loread', 'lowrite', 'pg_stat_get_activity'))
      and has_function_privilege('quietroom_app', p.oid, 'execute')
    union all
    select 'SELECT on ' || t from unnest(array['pg_statistic', 'pg_statistic_ext_data', 'pg_authid', 'pg_stat_activity', 'pg_largeobject']) t
    where has_table_privilege('quietroom_app', 'pg_catalog.' || t, 'SELECT')
    order by 1`);
  return rows.map(({ excess }) => String(excess));
}
