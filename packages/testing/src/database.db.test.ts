import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "./database.ts";
import { inspect } from "./inspect.ts";

const database = await testDatabase();
const other = await testDatabase();
const short = await testDatabase();
const query = await inspect(database);
const app = new Client({ connectionString: database.appUrl });
await app.connect();
afterAll(() => app.end());

test("a test file's database is migrated, empty, and its own", async () => {
  expect(other.appUrl).not.toBe(database.appUrl);
  const { rows } = await app.query("select count(*)::int as tenants from tenant");
  expect(rows).toEqual([{ tenants: 0 }]);
});

test("the clock moves ahead for the application as well", async () => {
  const before = await app.query("select app.now() as now");
  const reading = await database.advanceClock(46 * 3_600_000);
  const after = await app.query("select app.now() as now");
  expect(reading.shiftMs).toBe(46 * 3_600_000);
  expect(after.rows[0].now.getTime() - before.rows[0].now.getTime()).toBeGreaterThanOrEqual(46 * 3_600_000);
});

test("a row that a test ages by a limit is never younger than it, although columns round to milliseconds", async () => {
  await query("create temp table aged (at timestamptz(3))");
  await query("insert into aged values (null)");
  for (let turn = 0; turn < 40; turn += 1) {
    const [row] = await query("update aged set at = now() returning at <= statement_timestamp() as past");
    expect(row).toEqual({ past: true });
  }
});

test("the application may read the clock's shift and not set it", async () => {
  await expect(app.query("update dev_clock.shift set ms = 0")).rejects.toThrow("permission denied");
});

test("a dropped database is gone although a connection was open", async () => {
  const client = new Client({ connectionString: short.appUrl });
  const lost = new Promise((resolve) => client.on("error", resolve));
  await client.connect();
  await short.drop();
  await lost;
  await expect(new Client({ connectionString: short.appUrl }).connect()).rejects.toThrow("does not exist");
});
