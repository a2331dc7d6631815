import { inspect, testDatabase } from "@quietroom/testing";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { freeIds, tables, tenantTables, widerPolicies, withoutTenant } from "./catalogue.ts";

const database = await testDatabase();
const query = await inspect(database);

const ownRows =
  /^\(\w+ = \( SELECT \(NULLIF\(current_setting\('app\.tenant_id'::text, true\), ''::text\)\)::uuid AS .+\)\)$/;

test("TEN-01 every table has a tenant that cannot be missing, or stands on the list with its reason", async () => {
  for (const table of await tenantTables(query)) {
    const column = table === "tenant" ? "id" : "tenant_id";
    const [found] = await query(
      "select attnotnull from pg_attribute where attrelid = $1::regclass and attname = $2 and not attisdropped",
      [table, column],
    );
    expect(found, `${table}.${column}`).toEqual({ attnotnull: true });
  }
  const known = await tables(query);
  expect(Object.keys(withoutTenant).filter((table) => !known.includes(table))).toEqual([]);
});

test("TEN-01 every tenant column leads to the tenant by a foreign key", async () => {
  const led = await query(`
    select distinct conrelid::regclass::text as name from pg_constraint c
    where contype = 'f' and exists (
      select from unnest(c.conkey) k join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k where a.attname = 'tenant_id')`);
  const names = led.map(({ name }) => name);
  expect((await tenantTables(query)).filter((table) => table !== "tenant" && !names.includes(table))).toEqual(
    [],
  );
});

test("TEN-02 row security is on and forced, with one policy for each command, for the studio's own rows", async () => {
  for (const table of await tenantTables(query)) {
    const [security] = await query(
      "select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass",
      [table],
    );
    expect(security, table).toEqual({ relrowsecurity: true, relforcerowsecurity: true });
    const policies = await query(
      "select policyname as name, cmd, qual, with_check, permissive, roles::text from pg_policies where schemaname = 'public' and tablename = $1 order by cmd",
      [table],
    );
    expect(
      policies.map(({ cmd }) => cmd),
      table,
    ).toEqual(["DELETE", "INSERT", "SELECT", "UPDATE"]);
    for (const { name, cmd, qual, with_check } of policies) {
      if (`${table}.${String(name)}` in widerPolicies) {
        expect({ cmd, qual }).toEqual({ cmd: "SELECT", qual: "true" });
        continue;
      }
      if (cmd !== "INSERT") expect(qual, `${table} ${String(cmd)}`).toMatch(ownRows);
      if (cmd === "INSERT" || cmd === "UPDATE") expect(with_check, `${table} ${cmd}`).toMatch(ownRows);
    }
  }
});

test("TEN-03 the application's role owns nothing, is no superuser, bypasses nothing and belongs to nobody", async () => {
  expect(
    await query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_class where relowner = r.oid) as owned,
      (select count(*)::int from pg_auth_members where member = r.oid) as member_of
      from pg_roles r where rolname = 'quietroom_app'`),
  ).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
      member_of: 0,
    },
  ]);
});

test("TEN-03 the application's role cannot truncate, refer to, trigger on or create anything", async () => {
  const excess = await query(`
    select c.oid::regclass::text as name, p as privilege
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_table_privilege('quietroom_app', c.oid, p)
    union all
    select nspname, 'CREATE' from pg_namespace where has_schema_privilege('quietroom_app', oid, 'CREATE')
    union all
    select datname, p from pg_database, unnest(array['CREATE', 'TEMPORARY']) p
    where datname = current_database() and has_database_privilege('quietroom_app', oid, p)`);
  expect(excess).toEqual([]);
});

test("TEN-03 audit and ledger cannot be rewritten: no update or delete where history is kept", async () => {
  const rows = await query(`
    select t as name, p as privilege from unnest(array['audit_event']) t, unnest(array['UPDATE', 'DELETE']) p
    where has_table_privilege('quietroom_app', t, p)
    union all
    select t, 'DELETE' from unnest(array['tenant', 'client', 'notification', 'outbox', 'session', 'staff_user', 'waitlist_entry', 'waitlist_offer', 'waitlist_skip', 'opening']) t
    where has_table_privilege('quietroom_app', t, 'DELETE')`);
  expect(rows).toEqual([]);
});

test("TEN-03 the product refuses to start as a role that could look past row security", async () => {
  for (const [url, verdict] of [
    [database.superUrl, "refused"],
    [database.ownerUrl, "refused"],
    [database.appUrl, "accepted"],
  ] as const) {
    const db = openDatabase({ connectionString: url, poolSize: 1 });
    const answer = await db.assertUnprivileged().then(
      () => "accepted",
      (error: Error) => (error.message.includes("bypass row security") ? "refused" : error.message),
    );
    await db.close();
    expect(answer).toBe(verdict);
  }
});

test("TEN-08 every foreign key between tenant tables carries the tenant on both sides", async () => {
  const keys = await query(`
    select c.conrelid::regclass::text as source, c.confrelid::regclass::text as target,
      array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by i) as here,
      array(select a.attname::text from unnest(c.confkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by i) as there
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  expect(keys.length).toBeGreaterThan(20);
  const wrong = keys.filter(({ target, here, there }) => {
    const [from, to] = [here, there].map((columns) => (Array.isArray(columns) ? columns.map(String) : []));
    if (target === "tenant") return JSON.stringify([from, to]) !== JSON.stringify([["tenant_id"], ["id"]]);
    return from?.[0] !== "tenant_id" || to?.[0] !== "tenant_id";
  });
  expect(wrong).toEqual([]);
});

test("TEN-08 every column that names a record refers to it, or stands on the list with its reason", async () => {
  const loose = await query(`
    select c.oid::regclass::text || '.' || a.attname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname ~ '_(id|key)$' and a.atttypid = 'uuid'::regtype
      and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and a.attnum = any (f.conkey))`);
  expect(loose.map(({ name }) => String(name)).filter((name) => !(name in freeIds))).toEqual([]);
});

test("TEN-08 every unique index of a tenant table begins with the tenant, so that no other studio's row shows in a conflict", async () => {
  const indexes = await query(`
    select i.indrelid::regclass::text as "table", i.indexrelid::regclass::text as name, a.attname as first
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_class c on c.oid = i.indrelid
    where (i.indisunique or i.indisexclusion) and c.relnamespace = 'public'::regnamespace`);
  // A tenant's own key, and the two directories whose purpose is to be looked up without a tenant.
  const allowed = ["tenant_pkey", "tenant_directory_pkey", "staff_directory_pkey", "_prisma_migrations_pkey"];
  expect(
    indexes.filter(({ name, first }) => first !== "tenant_id" && !allowed.includes(String(name))),
  ).toEqual([]);
});

test("nothing leads around the policies: no view, no function that runs as its owner", async () => {
  expect(
    await query(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`),
  ).toEqual([]);
  expect(
    await query(`select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`),
  ).toEqual([]);
});
