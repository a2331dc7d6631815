import { randomUUID } from "node:crypto";
import { createEmbeddedEngine } from "@quietroom/jobs/embedded";
import { Logger, run } from "graphile-worker";
import pg from "pg";
import { baseline, type Figure } from "../figure.ts";
import type { JobsBench } from "./bench.ts";
import { until } from "./until.ts";

const goalPerSecond = 300;
const count = 3_000;
const calls = 16;
const limitMs = 10 * 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How many runs a second the engine takes from what waits for it, beside a queue that knows no steps doing nothing as well. */
export async function benchRuns(bench: JobsBench): Promise<readonly Figure[]> {
  const plain = await engineRuns(bench, 0);
  const queue = await queueJobs(bench);
  const one = await engineRuns(bench, 1);
  return [
    baseline("empty jobs of graphile-worker on this database, a second", `${queue.toFixed(0)}/s`),
    {
      what: "runs of the embedded engine without a step, from the event on, a second",
      figure: `${plain.toFixed(0)}/s`,
      goal: `${goalPerSecond}/s`,
      met: plain >= goalPerSecond,
    },
    baseline("  the same with one step that answers at once", `${one.toFixed(0)}/s`),
  ];
}

async function engineRuns({ urls, query }: JobsBench, steps: 0 | 1): Promise<number> {
  const engine = createEmbeddedEngine({
    connectionString: urls.app,
    logger: quiet,
    maxCalls: calls,
    functions: (client) => [
      client.createFunction(
        { id: `simple-${steps}`, triggers: { event: `go-${steps}` } },
        async ({ step }) => {
          if (steps === 1) await step.run("work", () => "done");
        },
      ),
    ],
  });
  const send = async (many: number) => {
    for (let sent = 0; sent < many; sent += 500)
      await engine.client.send(
        Array.from({ length: Math.min(500, many - sent) }, () => ({
          id: randomUUID(),
          name: `go-${steps}`,
          data: {},
        })),
      );
  };
  const ended = async () => {
    const [row] = await query(
      "select count(*)::int as n from jobs.run where function_id = $1 and status = 'completed'",
      [`quietroom-simple-${steps}`],
    );
    return Number(row?.["n"]);
  };
  try {
    await send(200); // to warm up
    await engine.start();
    await until("the first runs", limitMs, {}, async () => (await ended()) >= 200);
    const began = performance.now();
    await send(count);
    await until("all runs", limitMs, {}, async () => (await ended()) >= 200 + count);
    return count / ((performance.now() - began) / 1000);
  } finally {
    await engine.stop();
  }
}

async function queueJobs({ urls, query }: JobsBench): Promise<number> {
  const pool = new pg.Pool({ connectionString: urls.super, max: 10 });
  pool.on("error", () => undefined); // the queue wants to know that idle connections are listened to
  const runner = await run({
    pgPool: pool,
    concurrency: calls,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList: { nothing: () => undefined },
    logger: new Logger(() => () => undefined),
  });
  const add = async (many: number) =>
    await query(
      "select count(*) from (select graphile_worker.add_job('nothing', '{}') from generate_series(1, $1::int)) as added",
      [many],
    );
  const left = async () => {
    const [row] = await query("select count(*)::int as n from graphile_worker._private_jobs");
    return Number(row?.["n"]);
  };
  try {
    await add(200);
    await until("the first jobs", limitMs, {}, async () => (await left()) === 0);
    const began = performance.now();
    await add(count);
    await until("all jobs", limitMs, {}, async () => (await left()) === 0);
    return count / ((performance.now() - began) / 1000);
  } finally {
    await runner.stop();
    await pool.end();
  }
}
