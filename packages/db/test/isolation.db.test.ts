import { inspect, testDatabase } from "@quietroom/testing";
import {
  freeIds,
  policyGaps,
  tables,
  tenantColumnGaps,
  tenantTables,
  withoutTenant,
} from "@quietroom/testing/isolation";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { productModels } from "./models.ts";

const database = await testDatabase();
const query = await inspect(database);
const isolated = "call app.isolate('planted', 'select')";

test("check 1 TEN-01 TEN-06 every table has a tenant that cannot be missing, or stands on the list with its reason", async () => {
  expect(await tenantColumnGaps(query)).toEqual([]);
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

test("check 1 TEN-02 TEN-06 row security is on and forced, with one policy for each command, for the studio's own rows", async () => {
  expect(await policyGaps(query)).toEqual([]);
});

test("TEN-06 every model is a tenant's table, and every tenant's table has its model", async () => {
  const models = productModels().map(({ table }) => table);
  expect(models.toSorted()).toEqual((await tenantTables(query)).toSorted());
});

test.each([
  ["without a tenant", "id uuid primary key", "", ["planted has no tenant"]],
  [
    "whose tenant may be missing",
    "tenant_id uuid, id uuid",
    isolated,
    ["the tenant of planted may be missing"],
  ],
  [
    "without row security",
    "tenant_id uuid not null",
    "",
    ["row security of planted is not forced", "planted has policies for no command"],
  ],
  [
    "whose owner is let past row security",
    "tenant_id uuid not null",
    `${isolated}; alter table planted no force row level security`,
    ["row security of planted is not forced"],
  ],
  [
    "without a policy for one command",
    "tenant_id uuid not null",
    `${isolated}; drop policy tenant_delete on planted`,
    ["planted has policies for INSERT, SELECT, UPDATE"],
  ],
  [
    "with a policy for everybody's rows",
    "tenant_id uuid not null",
    `${isolated}; alter policy tenant_select on planted using (true)`,
    ["the SELECT policy of planted shows more than the studio's own rows"],
  ],
  [
    "with a policy that lets a row be given away",
    "tenant_id uuid not null",
    `${isolated}; alter policy tenant_update on planted with check (tenant_id is not null)`,
    ["the UPDATE policy of planted lets in more than the studio's own rows"],
  ],
  [
    "with a policy that lets its owner see everybody's rows",
    "tenant_id uuid not null",
    `${isolated}; create policy asked_by_relay on planted for select to quietroom_owner using (true)`,
    ["the owner's SELECT policy of planted is not the one on the list"],
  ],
] as const)("check 1 TEN-06 a table %s fails the build", async (_, columns, then, gaps) => {
  await query(`create table planted (${columns})`);
  if (then !== "") await query(then);
  const found = [...(await tenantColumnGaps(query)), ...(await policyGaps(query))];
  await query("drop table planted");
  expect(found).toEqual(expect.arrayContaining([...gaps]));
});

test("check 2 TEN-03 the application's role owns nothing, is no superuser, bypasses nothing and may only become a client's, which is less", async () => {
  expect(
    await query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_class where relowner = r.oid) as owned,
      (select json_agg(json_build_array(roleid::regrole::text, set_option, inherit_option, admin_option))
        from pg_auth_members where member = r.oid) as member_of
      from pg_roles r where rolname = 'quietroom_app'`),
  ).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
      member_of: [["quietroom_client", true, false, false]],
    },
  ]);
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

test("check 2 TEN-03 the product refuses to start as a role that could look past row security", async () => {
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

test("check 5 TEN-08 every foreign key between tenant tables carries the tenant on both sides", async () => {
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

test("check 5 TEN-08 every column that names a record refers to it, or stands on the list with its reason", async () => {
  const loose = await query(`
    select c.oid::regclass::text || '.' || a.attname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attname ~ '_(id|key)$' and a.atttypid = 'uuid'::regtype
      and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and a.attnum = any (f.conkey))`);
  expect(loose.map(({ name }) => String(name)).filter((name) => !(name in freeIds))).toEqual([]);
});

test("check 14 TEN-08 every unique index of a tenant table begins with the tenant, so that no other studio's row shows in a conflict", async () => {
  const indexes = await query(`
    select i.indrelid::regclass::text as "table", i.indexrelid::regclass::text as name, a.attname as first
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_class c on c.oid = i.indrelid
    where (i.indisunique or i.indisexclusion) and c.relnamespace = 'public'::regnamespace`);
  // A tenant's own key, and the directories whose purpose is to be looked up without a tenant.
  const allowed = [
    "tenant_pkey",
    "tenant_directory_pkey",
    "staff_directory_pkey",
    "identity_directory_pkey",
    "_prisma_migrations_pkey",
  ];
  expect(
    indexes.filter(({ name, first }) => first !== "tenant_id" && !allowed.includes(String(name))),
  ).toEqual([]);
});

test("check 7 nothing leads around the policies: no view, and no function that runs as its owner but those that show no row", async () => {
  expect(
    await query(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`),
  ).toEqual([]);
  expect(
    await query(`select p.oid::regprocedure::text as name, p.proconfig as settings from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`),
  ).toEqual([
    // A trigger: what a visit leaves is claimed by those that were booked over it.
    { name: "app.claim_what_is_left()", settings: ["search_path=pg_catalog, pg_temp"] },
    {
      // The same of visits that they hold beside somebody else.
      name: "app.counted_beside(uuid[],timestamp with time zone[],timestamp with time zone,uuid)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    {
      // How many minutes of a date are booked, of the studio whose transaction it is.
      name: "app.counted_minutes(uuid[],timestamp with time zone[],timestamp with time zone,uuid,boolean)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    {
      // How many visits start when, of the studio whose transaction it is: a number to a client who moves theirs, as free times are.
      name: "app.counted_visits(uuid[],uuid,timestamp with time zone[],timestamp with time zone,uuid)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    // How much failed for good in all studios together: a number.
    { name: "app.dead_letters_waiting()", settings: ["search_path=pg_catalog, pg_temp"] },
    {
      // Whether a client has no other visit at the time to which they move one: yes or no, of the visit that is theirs.
      name: "app.fits_own_visits(uuid,timestamp with time zone,timestamp with time zone)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    {
      // Whether a practitioner can come to a time and go on from it: yes or no to a client who moves theirs.
      name: "app.has_travel_time(uuid,uuid,visit_mode,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    {
      // That the hours of a time stay as they were seen, for a client who moves theirs: it answers nothing, or has them looked at again.
      name: "app.keep_hours(uuid[],uuid,timestamp with time zone,text)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    {
      // Whether a time leaves its practitioner a break: yes or no to a client who moves theirs.
      name: "app.keeps_break(uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid)",
      settings: ["search_path=pg_catalog, pg_temp"],
    },
    // What became of the messages of all studios of the last 24 hours: numbers.
    { name: "app.messages_by_outcome()", settings: ["search_path=pg_catalog, pg_temp"] },
    { name: "app.prepare_audit_months()", settings: ["search_path=pg_catalog, pg_temp"] },
    // Dead letters of the studio whose transaction it is that were settled long ago: a number.
    { name: "app.purge_dead_letters()", settings: ["search_path=pg_catalog, pg_temp"] },
    // Events of the studio whose transaction it is that left long ago: a number.
    { name: "app.purge_outbox()", settings: ["search_path=pg_catalog, pg_temp"] },
    { name: "app.remove_old_audit_months()", settings: ["search_path=pg_catalog, pg_temp"] },
    // Which studios have events waiting, how many and since when: ids that the directory gives anybody, and counts.
    { name: "app.studios_waiting()", settings: ["search_path=pg_catalog, pg_temp"] },
  ]);
});
