import { afterAll, afterEach, expect, test } from "vitest";
import { engineOn, runsOf } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { JobFunctions } from "../client.ts";

// One connection, so that what it reads itself is counted before the engine's reading is.
const db = await openJobsDatabase({ inspectors: 1 });
afterEach(() => db.reset());
afterAll(() => db.close());

const sleepers = 5_000;
const functions: JobFunctions = (client) => [
  client.createFunction(
    {
      id: "remind",
      triggers: { event: "booked" },
      cancelOn: [{ event: "cancelled", match: "data.visitId" }],
    },
    async ({ step }) => {
      await step.sleep("long", "30d");
    },
  ),
];

/** Many reminders that sleep for a month, each with its cancel, as `step.sleep` would have left them. */
async function putManyToSleep(): Promise<void> {
  await db.inspector.query(
    `with runs as (
       insert into jobs.run (id, function_id, cause, event)
       select gen_random_uuid(), 'quietroom-remind', 'e:old-' || n,
         jsonb_build_object('id', 'old-' || n, 'name', 'booked', 'data', jsonb_build_object('visitId', n))
       from generate_series(1, $1::integer) as n returning id, event
     ), jobs as (
       insert into jobs.job (run_id, step_id, kind, label, due_at)
       select id, 'sleep', 'sleep', 'long', app.now() + interval '30 days' from runs
     )
     insert into jobs.wait (run_id, step_id, kind, event_name, match_key, conditions)
     select id, 'cancel:0', 'cancel', 'cancelled', 'data.visitId=' || (event->'data'->>'visitId'),
       jsonb_build_array(jsonb_build_object('path', 'data.visitId', 'equal', true, 'value', event->'data'->'visitId'))
     from runs`,
    [sleepers],
  );
  await db.inspector.query("insert into jobs.wait_path values ('cancelled', 'data.visitId')");
  await db.inspector.query("vacuum analyze jobs.run, jobs.job, jobs.wait, jobs.event");
  await publishOwnStatistics();
}

/** PostgreSQL counts what a connection reads when that goes idle for a while, or ends; here at once. */
async function publishOwnStatistics(): Promise<void> {
  await db.inspector.query("select pg_stat_force_next_flush()");
  await db.inspector.query("select 1");
}

async function enginesGone(): Promise<boolean> {
  const { rowCount } = await db.inspector.query(
    "select from pg_stat_activity where usename = 'quietroom_app' and datname = current_database()",
  );
  return rowCount === 0;
}

async function rowsRead(): Promise<number> {
  await db.inspector.query("select pg_stat_clear_snapshot()");
  const { rows } = await db.inspector.query<{ read: number }>(
    "select sum(seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_user_tables where schemaname = 'jobs'",
  );
  return rows[0]?.read ?? 0;
}

test("the clock does not hide from the planner: it is stable, so that what is due is found by index", async () => {
  const { rows } = await db.inspector.query(
    "select provolatile from pg_proc where oid = 'app.now()'::regprocedure",
  );
  expect(rows).toEqual([{ provolatile: "s" }]);
});

test("thousands of sleeping runs cost nothing: nobody reads them until their time comes", async () => {
  await putManyToSleep();
  const before = await rowsRead();
  const { engine } = engineOn(db, functions);
  await engine.client.send([
    { name: "booked", data: { visitId: "new" } },
    { name: "cancelled", data: { visitId: 77 } },
    { name: "cancelled", data: { visitId: "new" } },
  ]);
  await engine.settle();
  expect(await engine.purge()).toBe(0);
  await engine.stop();
  await expect.poll(enginesGone).toBe(true);
  expect((await rowsRead()) - before).toBeLessThan(sleepers / 2);
  const cancelled = (await runsOf(db)).filter(({ status }) => status === "cancelled");
  expect(cancelled).toHaveLength(2);
});
