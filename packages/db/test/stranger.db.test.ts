import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { fillEveryTable, ownerColumn, tenantTables, withoutTenant } from "@quietroom/testing/isolation";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const app = new Client({ connectionString: database.appUrl });
await app.connect();
afterAll(() => app.end());

const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
await fillEveryTable(query, ours);
await fillEveryTable(query, theirs);
const everyTable = await tenantTables(query);

/** Runs SQL as the application in one transaction of one studio (or none), then takes it back; a refusal is its SQLSTATE. */
async function asTenant(
  tenantId: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number | string> {
  await app.query("begin");
  try {
    await app.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
    const { rowCount } = await app.query(sql, [...values]);
    return rowCount ?? 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "?";
  } finally {
    await app.query("rollback");
  }
}

const owner = ownerColumn;
const insufficientPrivilege = "42501";

test("this test has a row of each studio in every tenant table", async () => {
  for (const table of everyTable) {
    const rows = await query(`select distinct ${owner(table)} as tenant from ${table}`);
    expect(new Set(rows.map(({ tenant }) => tenant)), table).toEqual(
      new Set([ours.tenantId, theirs.tenantId]),
    );
  }
});

test("check 5 TEN-08 a row cannot refer to another studio's row, even when its id is known", async () => {
  const room = "insert into resource (tenant_id, location_id, name) values ($1, $2, 'Stolen')";
  expect(await asTenant(ours.tenantId, room, [ours.tenantId, theirs.locationId])).toBe("23503");
  const offered =
    "insert into practitioner_service (tenant_id, practitioner_id, service_id) values ($1, $2, $3)";
  expect(await asTenant(ours.tenantId, offered, [ours.tenantId, ours.practitionerId, theirs.serviceId])).toBe(
    "23503",
  );
});

test.each(Object.keys(withoutTenant).filter((table) => table === "_prisma_migrations"))(
  "the application cannot read %s",
  async (table) => {
    expect(await asTenant(ours.tenantId, `select from ${table}`)).toBe(insufficientPrivilege);
  },
);

test("check 10 TEN-04 two studios in turn over two connections, with failures in the middle, never see each other", async () => {
  const db = openDatabase({ connectionString: database.appUrl, poolSize: 2 });
  const reading = { isolation: "read committed", readOnly: true } as const;
  const look = async (tenantId: string, turn: number): Promise<string> =>
    await db.withTenant(tenantId, reading, async ({ tx }) => {
      const clients = await tx.client.findMany({ select: { tenantId: true } });
      if (turn % 5 === 0) throw new Error("broken off");
      if (turn % 7 === 0) await tx.$queryRaw`select 1 / 0`;
      const again = await tx.location.findMany({ select: { tenantId: true } });
      return [...new Set([...clients, ...again].map((row) => row.tenantId))].join();
    });
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, turn) => {
      const { tenantId } = turn % 2 === 0 ? ours : theirs;
      return { tenantId, seen: await look(tenantId, turn).catch(() => "failed") };
    }),
  );
  const none = await db.withDirectory(async ({ tx }) => await tx.client.count());
  await db.close();
  expect(seen.filter(({ tenantId, seen }) => seen !== tenantId && seen !== "failed")).toEqual([]);
  expect(seen.filter(({ seen }) => seen !== "failed").length).toBeGreaterThan(100);
  expect(none).toBe(0);
});

test("check 8 TEN-04 the tenant's name is checked before it becomes part of a statement", async () => {
  const db = openDatabase({ connectionString: database.appUrl, poolSize: 1 });
  const reading = { isolation: "read committed", readOnly: true } as const;
  const forged = db.withTenant("x'; select 1; --", reading, async ({ tx }) => await tx.client.count());
  await expect(forged).rejects.toThrow("tenant id is not a UUID");
  await db.close();
});
