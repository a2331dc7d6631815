import { openDatabase, Prisma, type Tx } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "./database.ts";
import { inspect } from "./inspect.ts";
import { type Breach, statementsWithoutTenant } from "./statements-without-tenant.ts";
import { watchStatements } from "./watch-statements.ts";

const database = await testDatabase();
const query = await inspect(database);
const opened = openDatabase({ connectionString: database.appUrl, poolSize: 1 });
afterAll(opened.close);

const tenantId = uuidv7();
const id = uuidv7();
const writing = { isolation: "read committed", readOnly: false } as const;

/** What is found of the statements that `work` sends as a studio. */
async function breachesOf(work: (tx: Tx) => Promise<unknown>): Promise<Breach[]> {
  const { db, sent } = watchStatements(opened);
  await db.withTenant(tenantId, writing, async ({ tx }) => await work(tx));
  expect(sent().length).toBeGreaterThan(0);
  return await statementsWithoutTenant(database, sent());
}

const breaches: readonly (readonly [title: string, table: string, work: (tx: Tx) => Promise<unknown>])[] = [
  ["everything", "client", (tx) => tx.client.findMany()],
  ["one row by its id", "client", (tx) => tx.client.findFirst({ where: { id } })],
  [
    "this studio's or that row",
    "client",
    (tx) => tx.client.findMany({ where: { OR: [{ tenantId }, { id }] } }),
  ],
  ["any studio but this", "client", (tx) => tx.client.findMany({ where: { NOT: { tenantId } } })],
  ["another studio's", "client", (tx) => tx.client.findMany({ where: { tenantId: uuidv7() } })],
  [
    "this studio's and another's",
    "client",
    (tx) => tx.client.findMany({ where: { tenantId: { in: [tenantId, uuidv7()] } } }),
  ],
  ["a count", "resource", (tx) => tx.resource.count({ where: { active: true } })],
  ["the studio itself", "tenant", (tx) => tx.tenant.findMany({ where: { status: "active" } })],
  [
    "a sum",
    "appointment",
    (tx) => tx.appointment.aggregate({ _sum: { priceMinor: true }, where: { clientId: id } }),
  ],
  ["groups", "appointment", (tx) => tx.appointment.groupBy({ by: ["status"], _count: true })],
  ["a change", "client", (tx) => tx.client.updateMany({ where: { id }, data: { timeZone: "UTC" } })],
  ["a removal", "appointment", (tx) => tx.appointment.deleteMany({ where: { status: "held" } })],
  ["SQL", "client", (tx) => tx.$queryRaw`select id from client where id = ${id}::uuid`],
  [
    "SQL that names it to no effect",
    "client",
    (tx) => tx.$queryRaw`select id from client where tenant_id = tenant_id`,
  ],
  [
    "SQL that names it beside a way around",
    "client",
    (tx) =>
      tx.$queryRaw`select id from client where tenant_id = ${tenantId}::uuid or ${id}::uuid is not null`,
  ],
  [
    "SQL that names it in a remark",
    "client",
    (tx) => tx.$queryRaw`select id from client /* tenant_id = ${Prisma.raw("$1")} */ where id = ${id}::uuid`,
  ],
  [
    "a join that names it for one side",
    "client",
    (tx) => tx.$queryRaw`
      select from appointment a join client c on c.id = a.client_id where a.tenant_id = ${tenantId}::uuid`,
  ],
  [
    "a sub-query",
    "client",
    (tx) => tx.$queryRaw`
      select exists (select from client c where c.id = a.client_id) from appointment a where a.tenant_id = ${tenantId}::uuid`,
  ],
  [
    "what a row is made of",
    "client",
    (tx) => tx.$executeRaw`
      insert into outbox (tenant_id, name, data) select ${tenantId}::uuid, 'none', '{}' from client where id = ${id}::uuid`,
  ],
];

test.each(breaches)("TEN-06 %s, asked of %s without its studio, is found", async (_, table, work) => {
  expect(await breachesOf(work)).toEqual([
    { sql: expect.any(String), why: expect.stringMatching(new RegExp(`^${table} where `)) },
  ]);
});

test("TEN-06 what names its studio passes, whatever its form", async () => {
  const key = { tenantId_id: { tenantId, id } };
  const found = await breachesOf(async (tx) => {
    await tx.client.findUnique({ where: key });
    await tx.client.findMany({ where: { tenantId, OR: [{ id }, { birthBucket: 7 }] }, take: 5 });
    await tx.tenant.findUnique({ where: { id: tenantId } });
    await tx.appointment.updateMany({
      where: { tenantId, id, status: { in: ["held", "requested"] } },
      data: { version: 2 },
    });
    await tx.appointment.deleteMany({ where: { tenantId, status: "held" } });
    await tx.$queryRaw`
      select r.name, (select json_agg(w.weekday) from weekly_hours w where w.tenant_id = t.id),
        exists (select from waitlist_offer o where o.tenant_id = a.tenant_id and o.appointment_id = a.id)
      from tenant t join appointment a on a.tenant_id = t.id
        left join resource r on r.tenant_id = a.tenant_id and r.id = a.room_id
      where t.id = ${tenantId}::uuid and not a.superseded and a.mode = 'in_person'`;
    await tx.$queryRaw`
      with mine as (select id from client where tenant_id = ${tenantId}::uuid)
      select 1 from mine, unnest(${[id]}::uuid[]) as asked where asked = mine.id`;
  });
  expect(found).toEqual([]);
});

test("TEN-06 what is asked without a studio, of the directories, is not listed", async () => {
  const { db, sent } = watchStatements(opened);
  await db.withDirectory(async ({ tx }) => await tx.tenantDirectory.findMany());
  expect(sent()).toEqual([]);
});

test("TEN-06 a row cannot be made without naming its studio: no table fills it in", async () => {
  expect(
    await query(`
      select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attname = 'tenant_id'
        and (a.atthasdef or not a.attnotnull)`),
  ).toEqual([]);
});
