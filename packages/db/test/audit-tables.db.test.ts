import { createStudio, inspect, letAuditBeDated, testDatabase, testRuntime } from "@quietroom/testing";
import pg from "pg";
import { expect, test } from "vitest";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const { tenantId } = await createStudio(runtime);
await createStudio(runtime);

/** What a session of this role, acting for the studio, is answered. */
async function answer(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
    return `${(await client.query(sql)).rowCount ?? 0} rows`;
  } catch (error) {
    return error instanceof Error ? error.message : "?";
  } finally {
    await client.end();
  }
}

const [month] = await query(
  "select 'audit.event_' || to_char(now() at time zone 'UTC', 'YYYY_MM') as name, to_char(now() at time zone 'UTC', 'YYYY_MM') as month",
);
const part = String(month?.["name"]);
/** A row of the audit that says these columns itself. */
const row = (columns: Readonly<Record<string, string>>) =>
  `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id, ${Object.keys(columns).join(", ")})
   values ('${tenantId}', 'staff', 'test.dated', 'read', 'client', 'done', 'x', ${Object.values(columns).join(", ")})`;

test.each([
  ["a week ago", { at: "now() - interval '1 week'" }],
  ["a second ago", { at: "now() - interval '1 second'" }],
  ["in a month that nobody opened", { at: "now() + interval '9 months'" }],
  ["with an id of yesterday", { id: "uuidv7(interval '-1 day')" }],
  ["with an id of tomorrow", { id: "uuidv7(interval '1 day')" }],
  ["with an id without a moment", { id: "gen_random_uuid()" }],
])(
  "check 87 AUD-06 nobody dates a row of the audit %s, so that it would be sealed as if written then",
  async (_, columns) => {
    for (const url of [database.appUrl, database.ownerUrl, database.superUrl])
      expect(await answer(url, row(columns))).toBe(
        "a row of the audit is of the moment in which it is written",
      );
    expect(await query("select from audit_event where verb = 'test.dated'")).toEqual([]);
  },
);

test("check 87 AUD-06 nor in a client's name, nor by a transaction that is kept open for it", async () => {
  const dated = row({ at: "now() - interval '1 hour'" });
  expect(await answer(database.appUrl, `set role quietroom_client; ${dated}`)).toContain(
    "of the moment in which it is written",
  );
  // Nobody here waits ten minutes: the same trigger, with a tenth of a second instead.
  const [trigger] = await query(
    "select pg_get_triggerdef(oid) as words from pg_trigger where tgrelid = 'audit_event'::regclass and tgname = 'of_now'",
  );
  const words = String(trigger?.["words"]);
  expect(words).toContain("'00:10:00'::interval");
  await query("drop trigger of_now on audit_event");
  await query(words.replace("'00:10:00'", "'00:00:00.1'"));
  const written = row({ at: "now()" });
  expect(await answer(database.appUrl, `begin; ${written}; rollback`)).not.toContain("of the moment");
  expect(await answer(database.appUrl, `begin; select pg_sleep(0.2); ${written}; commit`)).toContain(
    "of the moment in which it is written",
  );
  await query("drop trigger of_now on audit_event");
  await query(words);
});

test("AUD-06 what is written as of now is taken, without a word about when", async () => {
  expect(await answer(database.appUrl, row({ changed: "'{}'" }))).toBe("1 rows");
  expect(await answer(database.appUrl, row({ at: "now()", id: "uuidv7()" }))).toBe("1 rows");
});

const rewrites = [
  "update audit_event set outcome = 'done'",
  "delete from audit_event",
  "truncate audit_event",
  `update ${part} set outcome = 'done'`,
  `delete from ${part}`,
  `truncate ${part}`,
  "truncate audit.event_default",
];

test("check 88 AUD-06 the application can neither change, delete nor empty the audit, and enters no part of it by itself", async () => {
  for (const sql of [...rewrites, `select * from ${part}`, `insert into ${part} select * from audit_event`])
    expect(await answer(database.appUrl, sql), sql).toContain("permission denied");
  for (const table of ["audit_seal", "audit_archive"])
    for (const sql of [`update ${table} set key_id = ''`, `delete from ${table}`, `truncate ${table}`])
      expect(await answer(database.appUrl, sql), sql).toContain("permission denied");
});

test("check 88 AUD-06 nor can the owner of the tables or a superuser in a plain session", async () => {
  await query(
    `insert into audit_seal select $1, 1, now(), 1, gen_random_uuid(), decode(repeat('00', 56), 'hex'), repeat('0', 64), repeat('0', 64), repeat('0', 16), '\\x00'`,
    [tenantId],
  );
  await query("insert into audit_archive select $1, '2020-01-01', 'x', 1, repeat('0', 64), repeat('0', 16)", [
    tenantId,
  ]);
  for (const [role, url] of [
    ["owner", database.ownerUrl],
    ["superuser", database.superUrl],
  ] as const) {
    for (const sql of rewrites) {
      // What the owner comes to directly is empty for it.
      const blind = role === "owner" && sql.includes(part) && !sql.startsWith("truncate");
      expect(await answer(url, sql), `${role}: ${sql}`).toContain(blind ? "0 rows" : "append-only");
    }
    for (const sql of [
      "update audit_seal set key_id = repeat('1', 16)",
      "delete from audit_seal",
      "truncate audit_seal",
      "update audit_archive set sha256 = repeat('1', 64)",
      "delete from audit_archive",
      "truncate audit_archive",
    ])
      expect(await answer(url, sql), `${role}: ${sql}`).toContain("append-only");
  }
});

test("AUD-08 TEN-03 the audit lies in months, each with forced row security, no policy that opens it and nobody's privilege", async () => {
  const parts = await query(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
      exists (select from unnest(array['quietroom_app', 'quietroom_client', 'public']) r, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
        where r <> 'public' and has_table_privilege(r, c.oid, p)) as open
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit_event'::regclass order by 1`);
  expect(parts).toHaveLength(5);
  expect(parts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["event_default", `event_${String(month?.["month"])}`]),
  );
  for (const one of parts) expect(one).toMatchObject({ forced: true, policies: 0, open: false });
  const [opened] = await query("select app.prepare_audit_months() as opened");
  expect(opened).toEqual({ opened: 0 });
});

test("AUD-08 what no month holds is kept in the default part, and its month is left there rather than lost", async () => {
  await letAuditBeDated(query);
  await query(
    `insert into audit_event (tenant_id, at, actor_kind, verb, action, resource, outcome, request_id)
     values ($1, now() + interval '4 months', 'system', 'test', 'read', 'client', 'done', 'x')`,
    [tenantId],
  );
  await answer(
    database.ownerUrl,
    "call app.open_audit_month((date_trunc('month', now() at time zone 'UTC') + interval '4 months')::date)",
  );
  expect(await query("select count(*)::int as rows from audit.event_default")).toEqual([{ rows: 1 }]);
  expect(
    await answer(database.appUrl, "select from audit_event where outcome = 'done' and verb = 'test'"),
  ).toBe("1 rows");
});

test("check 90 AUD-08 months younger than seven years stay whoever asks, and older ones stay until their rows are in a file", async () => {
  const [old] = await query(
    "select (date_trunc('month', now() at time zone 'UTC') - interval '7 years' - interval '2 months')::date::text as month",
  );
  const olderMonth = String(old?.["month"]);
  await answer(database.ownerUrl, `call app.open_audit_month('${olderMonth}')`);
  await query(
    `insert into audit_event (tenant_id, at, actor_kind, verb, action, resource, outcome, request_id)
     values ($1, $2::date + interval '3 days', 'system', 'test', 'read', 'client', 'done', 'x')`,
    [tenantId, olderMonth],
  );
  const remove = async () => await answer(database.appUrl, "select app.remove_old_audit_months()");
  expect(await remove()).toContain("is not archived");
  await query("insert into audit_archive select $1, $2::date, 'x', 1, repeat('0', 64), repeat('0', 16)", [
    tenantId,
    olderMonth,
  ]);
  const before = await query("select count(*)::int as rows from audit_event");
  expect(await remove()).toBe("1 rows");
  const after = await query("select count(*)::int as rows from audit_event");
  expect(Number(before[0]?.["rows"]) - Number(after[0]?.["rows"])).toBe(1);
  expect(
    await query("select removed_at is not null as removed from audit_archive where month = $1", [olderMonth]),
  ).toEqual([{ removed: true }]);
  const [left] = await query(
    "select count(*)::int as parts from pg_inherits where inhparent = 'audit_event'::regclass",
  );
  expect(left).toEqual({ parts: 5 });
});

test("AUD-06 whatever is written awaits its seal, from the same commit on", async () => {
  const [counts] = await query(
    `select (select count(*)::int from audit_event where tenant_id = $1 and at > now() - interval '1 day') as written,
      (select count(*)::int from audit_unsealed where tenant_id = $1 and at > now() - interval '1 day') as waiting`,
    [tenantId],
  );
  expect(counts?.["written"]).toBe(counts?.["waiting"]);
  expect(counts?.["written"]).toBeGreaterThan(5);
});
