import {
  bookVisit,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { fillEveryTable, openToClients, probeClients, tablesForClients } from "@quietroom/testing/isolation";
import { expect, test } from "vitest";
import { type Database, openDatabase } from "../src/index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
// Somebody else of the same studio, with a row in every table, and a client with a visit of their own.
await fillEveryTable(query, studio);
const ana = person("Ana");
const visit = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: ana });
const [booked] = await query("select client_id from appointment where id = $1", [visit.id]);
const client = { clientId: String(booked?.["client_id"]), appointmentId: visit.id };
const { tenantId } = studio;
const everyTable = await tablesForClients(query);
const reading: Parameters<Database["withTenant"]>[1] = { isolation: "read committed", readOnly: false };

test.each(everyTable)(
  "check 3 TEN-03 AUTH-10 %s: a client's transaction reaches nothing of the studio's other clients, nor anybody's but their own",
  async (table) => {
    const probes = await probeClients({ table, tenantId, client, query, connectionString: database.appUrl });
    expect(probes.filter(({ held }) => !held)).toEqual([]);
    expect(probes.length).toBeGreaterThanOrEqual(24);
  },
);

test("check 13 TEN-03 what the client's role may do is this, and a change here is a change of what a client's transaction can reach", async () => {
  const rows = await query(`
    select c.oid::regclass::text as table, p as privilege,
      case when has_table_privilege('quietroom_client', c.oid, p) then '' else
        (select string_agg(a.attname, ' ' order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and has_column_privilege('quietroom_client', c.oid, a.attnum, p)) end as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and case when p = 'DELETE' then has_table_privilege('quietroom_client', c.oid, p)
        else has_any_column_privilege('quietroom_client', c.oid, p) end
    order by 1, p`);
  const lines = rows.map(({ table, privilege, columns }) =>
    `${String(table)}: ${String(privilege)} ${String(columns)}`.trim(),
  );
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "appointment: DELETE
    appointment: SELECT
    appointment: UPDATE status practitioner_id room_id starts_at ends_at blocked_from blocked_until superseded cancel_deadline cancelled_at cancelled_by cancel_reason late_cancel version updated_at room_until preferred_room_id device_id device_until cancel_asked_at cancel_asked_by client_moves utc_offset_min zone_rules
    audit_event: INSERT
    audit_unsealed: INSERT
    cancellation_policy: SELECT
    client: SELECT
    client_account: SELECT
    client_password: SELECT tenant_id client_account_id set_at
    client_recovery_code: SELECT tenant_id client_account_id used_at
    client_session: SELECT tenant_id id client_account_id client_id created_at last_active_at expires_at revoked_at revoked_reason user_agent ip
    client_session: UPDATE revoked_at revoked_reason
    client_totp: SELECT tenant_id client_account_id enrolled_at
    consent: INSERT
    consent: SELECT
    consent: UPDATE withdrawn_at withdrawn_place reason
    dev_clock.shift: SELECT
    disclosure: SELECT
    document_acceptance: INSERT
    document_acceptance: SELECT
    legal_document: SELECT tenant_id id kind version body published_at
    location: SELECT
    notification_preference: INSERT
    notification_preference: SELECT
    notification_preference: UPDATE wanted changed_at
    opening: INSERT
    opening: SELECT tenant_id id caused_by_appointment_id
    outbox: INSERT
    practitioner: SELECT
    rights_request: INSERT
    rights_request: SELECT
    rights_request: UPDATE state decided_at
    service: SELECT
    tenant: SELECT id name slug time_zone locale phone email status cancellation_window_min cancellation_policy clients_need_second_step client_move_limit buffer_sum no_show_limit no_show_months"
  `);
});

test("check 3 every table that the client's role reads has a policy for own rows, but for those that every visitor reads", async () => {
  const rows = await query(`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and (has_any_column_privilege('quietroom_client', c.oid, 'SELECT') or has_any_column_privilege('quietroom_client', c.oid, 'INSERT')
        or has_any_column_privilege('quietroom_client', c.oid, 'UPDATE'))
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'client_own'
        and not p.polpermissive and p.polcmd = '*' and p.polroles = array['quietroom_client'::regrole::oid])
    order by 1`);
  expect(rows.map(({ name }) => String(name))).toEqual([...openToClients].toSorted());
});

test("check 3 TEN-04 a client's transaction runs as the client's role, and sees its own visit and record", async () => {
  const seen = await runtime.db.withTenant(
    tenantId,
    { ...reading, own: { clientId: client.clientId } },
    async ({ tx }) => ({
      who: await tx.$queryRaw`select current_user::text as role, session_user::text as signed_in`,
      visits: await tx.appointment.findMany({ where: { tenantId }, select: { id: true } }),
      clients: await tx.client.findMany({ where: { tenantId }, select: { id: true } }),
    }),
  );
  expect(seen).toEqual({
    who: [{ role: "quietroom_client", signed_in: "quietroom_app" }],
    visits: [{ id: visit.id }],
    clients: [{ id: client.clientId }],
  });
});

test("check 3 the bearer of a visit's link sees that visit and whose it is", async () => {
  const other = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: ana });
  const seen = await runtime.db.withTenant(
    tenantId,
    { ...reading, own: { appointmentId: other.id } },
    async ({ tx }) => ({
      visits: await tx.appointment.findMany({ where: { tenantId }, select: { id: true } }),
      clients: await tx.client.findMany({ where: { tenantId }, select: { id: true } }),
    }),
  );
  expect(seen).toEqual({ visits: [{ id: other.id }], clients: [{ id: client.clientId }] });
});

test.each([
  ["another's visit", `update appointment set version = 99 where tenant_id = '${tenantId}'`, [1]],
  ["a visit given away", `update appointment set client_id = null where id = '${visit.id}'`, "42501"],
  ["another price", `update appointment set price_minor = 0 where id = '${visit.id}'`, "42501"],
  ["another service", `update appointment set service_id = null where id = '${visit.id}'`, "42501"],
] as const)("check 4 check 36 a client's transaction cannot write %s", async (_, sql, expected) => {
  const db = openDatabase({ connectionString: database.appUrl, poolSize: 1 });
  const changed: unknown = await db
    .withTenant(tenantId, { ...reading, own: { clientId: client.clientId } }, async ({ tx }) => {
      const own = await tx.appointment.count({ where: { tenantId } });
      const rows = await asWritten(tx, sql);
      // Whoever asks for all changes as many as are their own.
      return rows === own ? [1] : rows;
    })
    .catch((error: unknown) => (JSON.stringify(error) + String(error)).match(/42501/)?.[0] ?? error);
  await db.close();
  expect(changed).toEqual(expected);
});

/** SQL as text, which a verb cannot send: `Tx` has no such method, the client beneath it does. */
async function asWritten(tx: object, sql: string): Promise<number> {
  const { $executeRawUnsafe: execute } = tx as { $executeRawUnsafe(sql: string): Promise<number> };
  return await execute.call(tx, sql);
}

test.each([["not-a-uuid"], [""], ["' or true --"]])(
  "check 8 a transaction narrowed to %j is refused before it becomes SQL",
  async (clientId) => {
    const never = async () => await Promise.resolve("ran");
    await expect(runtime.db.withTenant(tenantId, { ...reading, own: { clientId } }, never)).rejects.toThrow(
      "whose rows is not said by one UUID",
    );
  },
);

test.each([
  ["may not become the client's role", "revoke quietroom_client from %", "cannot narrow itself"],
  [
    "has of itself what is the client's",
    "grant quietroom_client to % with inherit true",
    "cannot narrow itself",
  ],
  ["is a member of another role", "grant pg_monitor to %", "which is a member of pg_monitor"],
  ["reads all rows by replication", "alter role % replication", "can bypass row security"],
  ["makes itself other roles", "alter role % createrole", "can bypass row security"],
  [
    "is a member of one that reads everything",
    "grant pg_read_all_data to %",
    "which is a member of pg_read_all_data",
  ],
] as const)("check 2 TEN-03 the product refuses to start as a role that %s", async (_, spoil, words) => {
  const spoilt = `spoilt_${Math.random().toString(36).slice(2)}`;
  const url = new URL(database.appUrl);
  url.username = spoilt;
  url.password = "spoilt";
  await query(`create role ${spoilt} login password 'spoilt'`);
  await query(`grant connect on database ${url.pathname.slice(1)} to ${spoilt}`);
  await query(`grant usage on schema app, public, dev_clock to ${spoilt}`);
  await query(`grant select on dev_clock.shift to ${spoilt}`);
  await query(`grant execute on function app.now() to ${spoilt}`);
  await query(`grant quietroom_client to ${spoilt} with set true, inherit false`);
  const said = async () => {
    const db = openDatabase({ connectionString: url.href, poolSize: 1 });
    const answer = await db.assertUnprivileged().then(
      () => "accepted",
      (error: Error) => error.message,
    );
    await db.close();
    return answer;
  };
  const before = await said();
  await query(spoil.replace("%", spoilt));
  const after = await said();
  await query(`drop owned by ${spoilt}`);
  await query(`drop role ${spoilt}`);
  expect(before).toBe("accepted");
  expect(after).toContain(words);
});
