import { Pool } from "pg";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import { createStore } from "./store.ts";
import { msUntilTimer } from "./until-next.ts";

const db = await openJobsDatabase();
const pool = new Pool({ connectionString: db.appUrl, max: 1 });
const store = createStore(pool, "worker", () => undefined);
beforeEach(async () => await db.reset());
afterAll(async () => {
  await pool.end();
  await db.close();
});

async function tick(functionId: string, at: string): Promise<void> {
  await db.inspector.query(
    "insert into jobs.cron (function_id, expression, next_at) values ($1, '* * * * *', app.now() + $2::interval)",
    [functionId, at],
  );
}

test("an overdue tick of a function that this build does not know keeps nobody awake", async () => {
  await tick("removed", "-1 hour");
  expect(await msUntilTimer(store)).toBe(60_000);
  await tick("known", "20 seconds");
  expect(await msUntilTimer(store)).toBeGreaterThan(15_000);
  expect(await msUntilTimer(store)).toBeLessThanOrEqual(20_000);
});
