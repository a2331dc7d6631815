import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { crashFunctions, crashSteps } from "../../test/crash-functions.ts";
import { countOf, engineOn, runsOf } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { FaultPoint } from "./index.ts";

const db = await openJobsDatabase();
const patience = { timeout: 60_000, interval: 50 };

beforeAll(async () => {
  await db.inspector.query(
    "create table public.crash_effect (n integer, step text); grant select, insert on public.crash_effect to quietroom_app",
  );
});
afterEach(async () => {
  await db.reset();
  await db.inspector.query("truncate public.crash_effect");
});
afterAll(() => db.close());

type Workers = { readonly live: Set<ChildProcess>; deaths: number; stop(): Promise<void> };

/** Keeps `count` worker processes alive: one that dies is replaced at once. */
function keepWorkers(
  count: number,
  fatal: FaultPoint | "none",
  nth: number,
  onReady: (worker: ChildProcess) => void,
): Workers {
  const script = fileURLToPath(new URL("../../test/crash-worker.ts", import.meta.url));
  const all = new Set<Promise<void>>();
  let stopping = false;
  const workers: Workers = {
    live: new Set(),
    deaths: 0,
    async stop() {
      stopping = true;
      for (const worker of workers.live) worker.kill("SIGKILL");
      await Promise.all(all);
    },
  };
  const start = () => {
    const worker = spawn(process.execPath, [script, db.appUrl, fatal, String(nth)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    workers.live.add(worker);
    worker.stdout.once("data", () => onReady(worker));
    const ended = new Promise<void>((resolve) => {
      worker.once("exit", () => {
        workers.live.delete(worker);
        if (!stopping) {
          workers.deaths += 1;
          start();
        }
        resolve();
      });
    });
    all.add(ended);
  };
  for (let n = 0; n < count; n += 1) start();
  return workers;
}

async function sendGoes(runs: number): Promise<void> {
  const { engine } = engineOn(db, () => []);
  await engine.client.send(
    Array.from({ length: runs }, (_, n) => ({ id: `go:${n}`, name: "go", data: { n } })),
  );
  await engine.stop();
}

async function sendAnswersOnceAllWait(runs: number): Promise<void> {
  await expect.poll(() => countOf(db, "wait"), patience).toBe(runs);
  const { engine } = engineOn(db, () => []);
  await engine.client.send(
    Array.from({ length: runs }, (_, n) => ({ id: `a:${n}`, name: "answered", data: { n } })),
  );
  await engine.stop();
}

async function completed(): Promise<number> {
  const { rowCount } = await db.inspector.query("select from jobs.run where status = 'completed'");
  return rowCount ?? 0;
}

async function expectNothingLostNothingDoubled(runs: number): Promise<void> {
  await expect.poll(completed, patience).toBe(2 * runs);
  expect(await countOf(db, "run")).toBe(2 * runs);
  expect(await countOf(db, "job")).toBe(0);
  expect(await countOf(db, "wait")).toBe(0);
  const { rows } = await db.inspector.query<{ labels: string[]; ordinals: number[] }>(
    `select array_agg(case when label in ('s3', 's4') then 's3+s4' else label end order by ordinal) as labels,
            array_agg(ordinal order by ordinal) as ordinals
     from jobs.memo join jobs.run on run.id = run_id where function_id = 'quietroom-crash' group by run_id`,
  );
  expect(rows).toEqual(
    Array.from({ length: runs }, () => ({
      labels: crashSteps,
      ordinals: crashSteps.map((_, place) => place + 1),
    })),
  );
  const effects = await db.inspector.query("select distinct n, step from public.crash_effect");
  expect(effects.rowCount).toBe(runs * 5);
}

test("workers killed and frozen at random moments: every step is remembered exactly once", async () => {
  const runs = 6;
  let blows = 0;
  const workers = keepWorkers(2, "none", 1, (worker) => {
    if (blows >= 6) return;
    blows += 1;
    const freeze = blows % 3 === 0;
    setTimeout(() => worker.kill(freeze ? "SIGSTOP" : "SIGKILL"), Math.random() * 400);
    if (freeze) setTimeout(() => worker.kill("SIGCONT"), 1_500);
  });
  try {
    await sendGoes(runs);
    await sendAnswersOnceAllWait(runs);
    await expectNothingLostNothingDoubled(runs);
    expect(workers.deaths).toBeGreaterThanOrEqual(3);
  } finally {
    await workers.stop();
  }
}, 120_000);

test.each(["claimed", "responded", "committed"] as const)(
  "workers that die when a call is '%s': every step is remembered exactly once",
  async (point) => {
    const runs = 3;
    const workers = keepWorkers(1, point, 10, () => undefined);
    try {
      await sendGoes(runs);
      await sendAnswersOnceAllWait(runs);
      await expectNothingLostNothingDoubled(runs);
      expect(workers.deaths).toBeGreaterThan(0);
    } finally {
      await workers.stop();
    }
  },
  120_000,
);

test("a call that kills its worker is found out, and the calls made beside it are not failed with it", async () => {
  const runs = 4;
  const workers = keepWorkers(1, "none", 1, () => undefined);
  try {
    const { engine } = engineOn(db, () => []);
    await engine.client.send({ name: "poison", data: {} });
    await engine.stop();
    await sendGoes(runs);
    await sendAnswersOnceAllWait(runs);
    await expect.poll(completed, patience).toBe(2 * runs);
    const failed = async () => (await runsOf(db)).filter(({ status }) => status !== "completed");
    await expect
      .poll(failed, patience)
      .toMatchObject([{ function_id: "quietroom-poison", status: "failed", output: { name: "WorkerDied" } }]);
  } finally {
    await workers.stop();
  }
}, 120_000);

test("without any death each effect happens once: the check above can tell", async () => {
  const runs = 4;
  const effects: string[] = [];
  const { engine } = engineOn(
    db,
    crashFunctions(async (n, step) => void effects.push(`${n}:${step}`)),
  );
  await sendGoes(runs);
  await engine.settle();
  await db.advance(2_000);
  await engine.settle();
  await sendAnswersOnceAllWait(runs);
  await engine.settle();
  await engine.stop();
  expect(effects).toHaveLength(runs * 5);
});
