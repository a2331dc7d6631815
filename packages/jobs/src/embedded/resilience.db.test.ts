import { afterAll, afterEach, expect, test } from "vitest";
import { countOf, engineOn, runsOf, type EngineBench } from "../../test/engine-bench.ts";
import { flakyNetwork } from "../../test/flaky-network.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { JobFunctions } from "../client.ts";

const db = await openJobsDatabase();
const open: EngineBench[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ engine }) => engine.stop()));
  await db.reset();
});
afterAll(() => db.close());

function bench(functions: JobFunctions, options?: Parameters<typeof engineOn>[2]): EngineBench {
  const made = engineOn(db, functions, options);
  open.push(made);
  return made;
}

type Gate = { readonly opened: Promise<void>; open(): void };

function gate(): Gate {
  let resolve: (() => void) | undefined;
  const opened = new Promise<void>((done) => {
    resolve = done;
  });
  return { opened, open: () => resolve?.() };
}

const patience = { timeout: 25_000, interval: 20 };
const statuses = async () => (await runsOf(db)).map(({ status }) => status);
const codes = ({ log }: EngineBench) => log.map(({ code }) => code);

function chain(onStep: (what: string) => void): JobFunctions {
  return (client) => [
    client.createFunction({ id: "chain", triggers: { event: "go" } }, async ({ step, event }) => {
      for (const n of [1, 2, 3]) await step.run(`s${n}`, () => onStep(`${event.data["n"]}:${n}`));
      await step.sleep("rest", "1s");
      await step.run("s4", () => onStep(`${event.data["n"]}:4`));
    }),
  ];
}

const goes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `go-${n}`, name: "go", data: { n } }));

test("work sent by another process is taken up at once, long before the next poll", async () => {
  const { engine } = bench(
    chain(() => undefined),
    { pollMs: 60_000 },
  );
  await engine.start();
  const sender = bench(() => []);
  const start = performance.now();
  for (const event of goes(8)) await sender.engine.client.send(event);
  await expect.poll(statuses, patience).toEqual(Array.from({ length: 8 }, () => "completed"));
  expect(performance.now() - start).toBeLessThan(10_000);
});

test("a clock that is moved is noticed within a poll", async () => {
  const steps: string[] = [];
  const { engine } = bench(
    (client) => [
      client.createFunction({ id: "long", triggers: { event: "go" } }, async ({ step }) => {
        await step.sleep("long", "30d");
        await step.run("then", () => steps.push("then"));
      }),
    ],
    { pollMs: 100 },
  );
  await engine.start();
  await engine.client.send({ name: "go", data: {} });
  const asleep = async () => (await db.inspector.query("select from jobs.job where kind = 'sleep'")).rowCount;
  await expect.poll(asleep, patience).toBe(1);
  await db.advance(31 * 24 * 60 * 60_000);
  await expect.poll(() => steps, { timeout: 5_000, interval: 10 }).toEqual(["then"]);
});

test("two workers share the work, and each step runs once", async () => {
  const steps: string[] = [];
  const first = bench(chain((what) => steps.push(what)));
  const second = bench(chain((what) => steps.push(what)));
  await Promise.all([first.engine.start(), second.engine.start()]);
  await first.engine.client.send(goes(20));
  await expect
    .poll(async () => (await statuses()).filter((status) => status === "completed").length, patience)
    .toBe(20);
  expect(steps).toHaveLength(80);
  expect(new Set(steps).size).toBe(80);
  for (let n = 0; n < 20; n += 1) {
    expect(steps.filter((what) => what.startsWith(`${n}:`))).toEqual([1, 2, 3, 4].map((s) => `${n}:${s}`));
  }
  expect(await countOf(db, "memo")).toBe(100);
  expect(await countOf(db, "job")).toBe(0);
});

test("events fan out in the order sent, so that a cancel never overtakes its booking, with two workers", async () => {
  const functions: JobFunctions = (client) => [
    client.createFunction(
      { id: "remind", triggers: { event: "booked" }, cancelOn: [{ event: "cancelled", match: "data.n" }] },
      async ({ step }) => {
        await step.sleep("long", "1d");
      },
    ),
  ];
  const first = bench(functions);
  const second = bench(functions);
  await Promise.all([first.engine.start(), second.engine.start()]);
  const pairs = Array.from({ length: 30 }, (_, n) => [
    { name: "booked", data: { n } },
    { name: "cancelled", data: { n } },
  ]);
  await Promise.all(pairs.map((pair, n) => (n % 2 === 0 ? first : second).engine.client.send(pair)));
  await expect.poll(statuses, patience).toEqual(pairs.map(() => "cancelled"));
});

test("an event that cannot be fanned out is dead after three tries and holds nothing else up", async () => {
  await db.inspector.query(`
    create function jobs.trip() returns trigger language plpgsql as
      $$ begin if new.event->'data'->>'n' = '1' then raise exception 'tripped'; end if; return new; end $$;
    create trigger trip before insert on jobs.run for each row execute function jobs.trip()`);
  try {
    const steps: string[] = [];
    const tripped = bench(
      chain((what) => steps.push(what)),
      { pollMs: 50 },
    );
    await tripped.engine.start();
    await tripped.engine.client.send(goes(3));
    await expect.poll(statuses, patience).toEqual(["completed", "completed"]);
    expect(steps.filter((what) => what.startsWith("2:"))).toHaveLength(4);
    const events = await db.inspector.query(
      "select id, failures, dead from jobs.event where name = 'go' order by seq",
    );
    expect(events.rows).toEqual([
      { id: "go-0", failures: 0, dead: false },
      { id: "go-1", failures: 3, dead: true },
      { id: "go-2", failures: 0, dead: false },
    ]);
    expect(codes(tripped).filter((code) => code === "jobs.event_failed")).toHaveLength(2);
    expect(codes(tripped).filter((code) => code === "jobs.event_dead")).toHaveLength(1);
  } finally {
    await db.inspector.query("drop trigger trip on jobs.run; drop function jobs.trip()");
  }
});

test("a worker that lost its lease is not heard, even while the one that took over is still at it", async () => {
  const [zombieAt, zombieGoes, heirAt, heirGoes] = [gate(), gate(), gate(), gate()];
  const step =
    (who: string, at: Gate, goes: Gate): JobFunctions =>
    (client) => [
      client.createFunction({ id: "fn", triggers: { event: "go" } }, async ({ step }) =>
        step.run("a", async () => {
          at.open();
          await goes.opened;
          return who;
        }),
      ),
    ];
  // One call at a time: a look that is still under way while it stops takes none of what its own lease gives back.
  const zombie = bench(step("zombie", zombieAt, zombieGoes), { maxCalls: 1 });
  const heir = bench(step("heir", heirAt, heirGoes));
  await zombie.engine.start();
  await zombie.engine.client.send({ name: "go", data: {} });
  await zombieAt.opened;
  const stopped = zombie.engine.stop();
  await db.inspector.query("update jobs.job set lease_until = now() - interval '1 second'");
  const settled = heir.engine.settle();
  await heirAt.opened;
  zombieGoes.open();
  await stopped;
  expect(codes(zombie)).toContain("jobs.answer_dropped");
  expect(await countOf(db, "memo")).toBe(0);
  heirGoes.open();
  await settled;
  expect(await runsOf(db)).toMatchObject([{ status: "completed", output: "heir" }]);
  expect(await countOf(db, "memo")).toBe(1);
});

test("an answer that came in time is read before the wait's end is acted on, also when reading it is held up", async () => {
  const waiter = bench(
    (client) => [
      client.createFunction({ id: "wait", triggers: { event: "go" } }, async ({ step }) => {
        const answer = await step.waitForEvent("answer", { event: "answered", timeout: "1h" });
        return answer === null ? "lapsed" : "answered";
      }),
      client.createFunction({ id: "rest", triggers: { event: "go" } }, ({ step }) =>
        step.sleep("rest", "1h"),
      ),
    ],
    { pollMs: 20 },
  );
  await waiter.engine.client.send({ name: "go", data: {} });
  await waiter.engine.settle();
  const holder = await db.inspector.connect();
  try {
    await holder.query("select pg_advisory_lock(hashtext('quietroom_jobs fan-out'))");
    await waiter.engine.client.send({ name: "answered", data: {} });
    await db.advance(2 * 60 * 60_000);
    await waiter.engine.start();
    // The sleep that was due at the same time has been seen to, so the wait was looked at too.
    await expect.poll(statuses, patience).toContain("completed");
    await holder.query("select pg_advisory_unlock_all()");
    await expect.poll(statuses, patience).toEqual(["completed", "completed"]);
  } finally {
    holder.release(true);
  }
  expect((await runsOf(db)).map(({ output }) => output)).toContain("answered");
});

test("moving the studio's clock does not take a call away from the worker that makes it", async () => {
  const reached = gate();
  const released = gate();
  let calls = 0;
  const functions: JobFunctions = (client) => [
    client.createFunction({ id: "fn", triggers: { event: "go" } }, async ({ step }) =>
      step.run("a", async () => {
        calls += 1;
        reached.open();
        await released.opened;
      }),
    ),
  ];
  const first = bench(functions, { pollMs: 20 });
  const second = bench(functions, { pollMs: 20 });
  await Promise.all([first.engine.start(), second.engine.start()]);
  await first.engine.client.send({ name: "go", data: {} });
  await reached.opened;
  await db.advance(24 * 60 * 60_000);
  await first.engine.client.send({ name: "nothing", data: {} });
  await expect
    .poll(async () => (await db.inspector.query("select from jobs.event where done_at is null")).rowCount)
    .toBe(0);
  released.open();
  await expect.poll(statuses, patience).toEqual(["completed"]);
  expect(calls).toBe(1);
});

test("a call that outlives its worker five times fails its run as 'worker died', and onFailure hears of it", async () => {
  const heard: string[] = [];
  const functions: JobFunctions = (client) => [
    client.createFunction(
      {
        id: "fn",
        triggers: { event: "go" },
        onFailure: ({ error }) => heard.push(`${error.name}: ${error.message}`),
      },
      () => "fine",
    ),
  ];
  const { engine } = bench(functions);
  await engine.client.send({ name: "go", data: {} });
  const dieOnce = async () => {
    await db.inspector.query(
      "update jobs.job set lease = gen_random_uuid(), lease_until = now() - interval '1 second' where kind = 'call'",
    );
  };
  // Fans out and claims nothing: a worker without free slots.
  const { engine: clerk } = bench(functions, { maxCalls: 0, pollMs: 20 });
  await clerk.start();
  await expect.poll(() => countOf(db, "job"), patience).toBe(1);
  for (let deaths = 1; deaths <= 5; deaths += 1) {
    await dieOnce();
    const leased = async () =>
      (await db.inspector.query("select from jobs.job where lease is not null")).rowCount;
    await expect.poll(leased, patience).toBe(0);
    await expect
      .poll(async () => (await runsOf(db))[0], patience)
      .toMatchObject({
        function_id: "quietroom-fn",
        status: deaths < 5 ? "running" : "failed",
      });
  }
  await clerk.stop();
  await engine.settle();
  expect(heard).toEqual(["WorkerDied: the worker died or hung 5 times"]);
});

test("a call that never answers is given up after its limit and made again", async () => {
  let calls = 0;
  const hung = bench(
    (client) => [
      client.createFunction({ id: "fn", triggers: { event: "go" } }, async () => {
        calls += 1;
        if (calls === 1) await gate().opened;
        return "second";
      }),
    ],
    { callLimitMs: 1_500, leaseMs: 600, pollMs: 50 },
  );
  await hung.engine.start();
  await hung.engine.client.send({ name: "go", data: {} });
  await expect.poll(() => runsOf(db), patience).toMatchObject([{ status: "completed", output: "second" }]);
  expect(calls).toBe(2);
  expect(codes(hung)).toContain("jobs.call_hung");
});

test("a long call keeps its lease by heartbeat", async () => {
  const released = gate();
  let calls = 0;
  const functions: JobFunctions = (client) => [
    client.createFunction({ id: "fn", triggers: { event: "go" } }, async () => {
      calls += 1;
      await released.opened;
    }),
  ];
  const options = { leaseMs: 1_200, pollMs: 20 };
  const first = bench(functions, options);
  const second = bench(functions, options);
  await Promise.all([first.engine.start(), second.engine.start()]);
  await first.engine.client.send({ name: "go", data: {} });
  const renewed = async () => {
    const { rows } = await db.inspector.query<{ lease_until: Date }>(
      "select lease_until from jobs.job where lease is not null",
    );
    return rows[0]?.lease_until.getTime() ?? 0;
  };
  await expect.poll(renewed, patience).toBeGreaterThan(0);
  const until = await renewed();
  await expect.poll(renewed, patience).toBeGreaterThan(until + 1_200);
  released.open();
  await expect.poll(statuses, patience).toEqual(["completed"]);
  expect(calls).toBe(1);
});

test("stop waits for the call under way, and starts nothing new", async () => {
  const reached = gate();
  const released = gate();
  let calls = 0;
  const { engine, log } = engineOn(db, (client) => [
    client.createFunction({ id: "fn", triggers: { event: "go" } }, async ({ step }) => {
      await step.run("a", async () => {
        calls += 1;
        reached.open();
        await released.opened;
      });
      await step.run("b", () => {
        calls += 1;
      });
    }),
  ]);
  await engine.start();
  await engine.client.send({ name: "go", data: {} });
  await reached.opened;
  const stopped = engine.stop();
  released.open();
  await stopped;
  expect(calls).toBe(1);
  expect(await countOf(db, "memo")).toBe(1);
  expect(log.map(({ code }) => code)).toContain("jobs.stopped");
  const free = await db.inspector.query("select from jobs.job where lease is null");
  expect(free.rowCount).toBe(1);
});

test("connections that PostgreSQL ends, again and again, lose nothing and end nothing", async () => {
  const steps: string[] = [];
  const worker = bench(
    chain((what) => steps.push(what)),
    { leaseMs: 1_000, pollMs: 100 },
  );
  await worker.engine.start();
  await worker.engine.client.send(goes(20));
  for (let n = 0; n < 8; n += 1) {
    await db.inspector.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'quietroom_app' and datname = current_database()",
    );
    const done = steps.length;
    await expect.poll(() => steps.length, patience).toBeGreaterThan(Math.min(done, 79));
  }
  await expect
    .poll(async () => (await statuses()).filter((status) => status === "completed").length, patience)
    .toBe(20);
  expect(await countOf(db, "memo")).toBe(100);
  expect(codes(worker)).toContain("jobs.listen_lost");
  const { rows } = await db.inspector.query(
    "select from pg_stat_activity where query like 'listen %' and datname = current_database()",
  );
  expect(rows.length).toBeGreaterThan(0);
});

test("a server that is away and comes back loses nothing: an answer waits for it, loops and LISTEN return", async () => {
  const network = await flakyNetwork(db.appUrl);
  const [reached, released] = [gate(), gate()];
  let calls = 0;
  const worker = bench(
    (client) => [
      client.createFunction({ id: "fn", triggers: { event: "go" } }, async ({ step }) => {
        await step.run("a", async () => {
          calls += 1;
          reached.open();
          await released.opened;
        });
        await step.run("b", () => "b");
      }),
    ],
    { pollMs: 60_000, connectionString: network.url },
  );
  try {
    await worker.engine.start();
    await worker.engine.client.send({ name: "go", data: {} });
    await reached.opened;
    await network.cut();
    released.open();
    await expect.poll(() => codes(worker), patience).toContain("jobs.listen_failed");
    await expect(worker.engine.client.send({ name: "lost", data: {} })).rejects.toThrow();
    await network.mend();
    await expect.poll(statuses, patience).toEqual(["completed"]);
    expect(calls).toBe(1);
    // Only an announcement by PostgreSQL can wake a worker that polls once a minute.
    const sender = bench(() => []);
    await sender.engine.client.send({ name: "go", data: {} });
    await expect.poll(statuses, patience).toEqual(["completed", "completed"]);
    expect(codes(worker)).not.toContain("jobs.call_lost");
  } finally {
    await worker.engine.stop();
    await network.cut();
  }
});

test("the application's role may do what the engine does and no more", async () => {
  const { Client } = await import("pg");
  const app = new Client(db.appUrl);
  await app.connect();
  try {
    for (const forbidden of [
      "update jobs.memo set result = '{}'",
      "delete from jobs.memo",
      "update jobs.event set payload = '{}'",
      "update jobs.run set function_id = 'x'",
      "update jobs.wait set conditions = '[]'",
      "delete from jobs.wait_path",
      "truncate jobs.job",
      "create table jobs.more (id integer)",
    ]) {
      await expect(app.query(forbidden), forbidden).rejects.toMatchObject({ code: "42501" });
    }
  } finally {
    await app.end();
  }
});
