import { type AuditRow, databaseRefusal, openDatabase, type OutboxRow } from "@quietroom/db";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";

const database = await testDatabase();
const query = await inspect(database);
const { tenantId } = await createStudio(await testRuntime(database));
const { tenantId: other } = await createStudio(await testRuntime(database));
// One connection, so that whatever a transaction leaves on it meets the next one.
const db = openDatabase({ connectionString: database.appUrl, poolSize: 1 });
afterAll(db.close);

const writing = { isolation: "read committed", readOnly: false } as const;
const row = (requestId: string, more: Partial<AuditRow> = {}): AuditRow => ({
  tenantId,
  actorKind: "system",
  verb: "test.rename",
  action: "update",
  resource: "tenant",
  outcome: "done",
  requestId,
  phi: false,
  changed: [],
  detail: {},
  ...more,
});
const rename = async (name: string, rows: readonly AuditRow[]) =>
  await db.withTenant(tenantId, writing, async ({ tx, writeAudit }) => {
    await tx.tenant.updateMany({ where: { id: tenantId }, data: { name } });
    writeAudit(rows);
  });
const written = async (requestId: string) =>
  await query("select * from audit_event where request_id = $1 order by id", [requestId]);
const nameNow = async () => (await query("select name from tenant where id = $1", [tenantId]))[0]?.["name"];

test("check 89 AUD-04 rows of the audit are written with the commit, word for word and in their order", async () => {
  const userAgent = `It's \\'a' \\\\ "browser"; COMMIT; -- $1 \${x} Zoë 🙂`;
  const detail = { clientIds: ["a", "b"], more: true, by: null, count: 3 };
  await rename("Once", [
    row("first", { userAgent, detail, changed: ["name", "phone"] }),
    row("first", { phi: true }),
  ]);
  const [one, two, ...others] = await written("first");
  expect(one).toMatchObject({
    user_agent: userAgent,
    detail,
    changed: ["name", "phone"],
    phi: false,
    client_id: null,
  });
  expect([two?.["phi"], others]).toEqual([true, []]);
  expect(await nameNow()).toBe("Once");
});

const unwritable: readonly (readonly [what: string, more: Partial<AuditRow>, sqlstate: string])[] = [
  ["too long", { userAgent: "x".repeat(301) }, "22001"],
  ["of another studio", { tenantId: other }, "42501"],
  ["of a verb that is not taken", { verb: "test.full" }, "23514"],
];

test.each(unwritable)(
  "check 89 AUD-04 where one row cannot be written, %s, the work is undone, its caller hears why, and the connection is as new",
  async (what, more, sqlstate) => {
    if (sqlstate === "23514")
      await query("alter table audit_event add constraint full_up check (verb <> 'test.full') not valid");
    const refused: unknown = await rename("Never", [row(what), row(what, more)]).catch(
      (error: unknown) => error,
    );
    expect(databaseRefusal(refused)?.sqlstate).toBe(sqlstate);
    expect([await written(what), await nameNow()]).toEqual([[], "Once"]);
    const [idle] = await query(
      "select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
    );
    expect(idle).toEqual({ open: 0 });
    await db.withTenant(tenantId, writing, async ({ tx }) => {
      expect(await tx.tenant.count({ where: { id: tenantId } })).toBe(1);
    });
  },
);

test("AUD-04 a transaction that had failed before is not taken for committed", async () => {
  const failed = db.withTenant(tenantId, writing, async ({ tx, writeAudit }) => {
    await tx.tenant.updateMany({ where: { id: tenantId }, data: { name: "Never" } });
    await tx.$executeRaw`select 1 / 0`.catch(() => undefined);
    writeAudit([row("failed")]);
  });
  await expect(failed).rejects.toThrow();
  expect([await written("failed"), await nameNow()]).toEqual([[], "Once"]);
});

test("AUD-04 what throws leaves neither its work nor its rows, and nothing of them to whoever comes next", async () => {
  const thrown = db.withTenant(tenantId, writing, async ({ writeAudit }) => {
    writeAudit([row("thrown")]);
    return await Promise.reject(new Error("on purpose"));
  });
  await expect(thrown).rejects.toThrow("on purpose");
  await rename("Twice", []);
  expect([await written("thrown"), await nameNow()]).toEqual([[], "Twice"]);
});

const event = (name: string, more: Partial<OutboxRow> = {}): OutboxRow => ({
  tenantId,
  id: randomUUID(),
  name,
  data: { note: `It's \\ "${name}"; COMMIT; -- $1` },
  ...more,
});
const announce = async (name: string, rows: readonly OutboxRow[]) =>
  await db.withTenant(tenantId, writing, async ({ tx, writeOutbox }) => {
    await tx.tenant.updateMany({ where: { id: tenantId }, data: { name } });
    writeOutbox(rows);
  });
const announced = async (name: string) =>
  await query("select id, name, data from outbox where name like $1 order by seq", [`${name}%`]);

test("INFRA-10 events are written with the commit, word for word and in their order", async () => {
  const events = ["told/first", "told/second", "told/third"].map((name) => event(name));
  await announce("Told", events);
  expect(await announced("told/")).toEqual(events.map(({ id, name, data }) => ({ id, name, data })));
  expect(await nameNow()).toBe("Told");
});

const unsendable: readonly (readonly [what: string, more: Partial<OutboxRow>, sqlstate: string])[] = [
  ["of another studio", { tenantId: other }, "42501"],
  ["with a name that is too long", { name: "x".repeat(81) }, "22001"],
];

test.each(unsendable)(
  "INFRA-10 where one event cannot be written, %s, the work is undone, and the audit with it",
  async (what, more, sqlstate) => {
    const refused: unknown = await db
      .withTenant(tenantId, writing, async ({ tx, writeAudit, writeOutbox }) => {
        await tx.tenant.updateMany({ where: { id: tenantId }, data: { name: "Never" } });
        writeAudit([row(what)]);
        writeOutbox([event("lost/one"), event("lost/two", more)]);
      })
      .catch((error: unknown) => error);
    expect(databaseRefusal(refused)?.sqlstate).toBe(sqlstate);
    expect([await announced("lost/"), await written(what), await nameNow()]).toEqual([[], [], "Told"]);
  },
);

test("AUD-08 a list of clients lies in the audit as it is, in months to come as well", async () => {
  await query(
    "call app.open_audit_month((date_trunc('month', now() at time zone 'UTC') + interval '9 months')::date)",
  );
  const parts = await query(`
    select i.inhrelid::regclass::text as part, a.attstorage::text as storage
    from pg_inherits i join pg_attribute a on a.attrelid = i.inhrelid and a.attname = 'detail'
    where i.inhparent = 'audit_event'::regclass`);
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.filter(({ storage }) => storage !== "e")).toEqual([]);
});
