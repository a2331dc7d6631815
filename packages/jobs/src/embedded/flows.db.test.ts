import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, afterEach, expect, test } from "vitest";
import { countOf, engineOn, runsOf, type EngineBench } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { JobFunctions } from "../client.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

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

function gate(): { readonly opened: Promise<void>; open(): void } {
  let resolve: (() => void) | undefined;
  const opened = new Promise<void>((done) => {
    resolve = done;
  });
  return { opened, open: () => resolve?.() };
}

async function dbNow(): Promise<number> {
  const result = await db.inspector.query<{ ms: number }>(
    "select (extract(epoch from app.now()) * 1000)::double precision as ms",
  );
  return result.rows[0]?.ms ?? 0;
}

test("reminders sleep until they are due by the database's clock, each step once", async () => {
  const sent: string[] = [];
  const start = (await dbNow()) + 72 * hour;
  const { engine } = bench((client) => [
    client.createFunction({ id: "remind", triggers: { event: "visit.booked" } }, async ({ step, event }) => {
      for (const hours of [48, 24, 2]) {
        await step.sleepUntil(`until-${hours}`, new Date(start - hours * hour));
        await step.run(`send-${hours}`, () => {
          sent.push(`${event.data["visitId"]}:${hours}`);
        });
      }
      return "reminded";
    }),
  ]);
  await engine.client.send({ name: "visit.booked", data: { visitId: "v1" } });
  await engine.settle();
  expect(sent).toEqual([]);
  await db.advance(24 * hour + second);
  await engine.settle();
  expect(sent).toEqual(["v1:48"]);
  await db.advance(24 * hour);
  await engine.settle();
  expect(sent).toEqual(["v1:48", "v1:24"]);
  await db.advance(30 * hour);
  await engine.settle();
  expect(sent).toEqual(["v1:48", "v1:24", "v1:2"]);
  expect(await runsOf(db)).toEqual([
    { function_id: "quietroom-remind", status: "completed", output: "reminded" },
  ]);
  expect(await countOf(db, "memo")).toBe(6);
  expect(await countOf(db, "job")).toBe(0);
});

test("the same event id starts a function once, however often it is sent", async () => {
  let ran = 0;
  const { engine } = bench((client) => [
    client.createFunction({ id: "once", triggers: { event: "visit.booked" } }, () => {
      ran += 1;
    }),
  ]);
  const event = { id: "outbox-1", name: "visit.booked", data: { visitId: "v1" } };
  expect(await engine.client.send([event, event])).toEqual({ ids: ["outbox-1", "outbox-1"] });
  await engine.settle();
  await engine.client.send(event);
  await engine.settle();
  expect(ran).toBe(1);
});

test("cancelOn by match ends only the run it names, before its next step", async () => {
  const sent: unknown[] = [];
  const { engine } = bench((client) => [
    client.createFunction(
      {
        id: "remind",
        triggers: { event: "visit.booked" },
        cancelOn: [{ event: "visit.cancelled", match: "data.visitId" }],
      },
      async ({ step, event }) => {
        await step.sleep("wait", "2h");
        await step.run("send", () => sent.push(event.data["visitId"]));
      },
    ),
  ]);
  await engine.client.send(["v1", "v2"].map((visitId) => ({ name: "visit.booked", data: { visitId } })));
  await engine.settle();
  await engine.client.send([
    { name: "visit.cancelled", data: { visitId: "v1" } },
    { name: "visit.cancelled", data: {} },
  ]);
  await engine.settle();
  await db.advance(3 * hour);
  await engine.settle();
  expect(sent).toEqual(["v2"]);
  expect((await runsOf(db)).map(({ status }) => status).sort()).toEqual(["cancelled", "completed"]);
  expect(await countOf(db, "wait")).toBe(0);
});

test("an event does not cancel the run it starts, and a cancel sent right after its trigger does", async () => {
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "self", triggers: { event: "tick" }, cancelOn: [{ event: "tick" }] },
      async ({ step }) => {
        await step.sleep("wait", "1h");
      },
    ),
  ]);
  await engine.client.send({ name: "tick", data: {} });
  await engine.settle();
  expect((await runsOf(db)).map(({ status }) => status)).toEqual(["running"]);
  await engine.client.send({ name: "tick", data: {} });
  await engine.settle();
  expect((await runsOf(db)).map(({ status }) => status).sort()).toEqual(["cancelled", "running"]);
});

test("a cancel that comes within its timeout cancels, a later one does not", async () => {
  const { engine } = bench((client) => [
    client.createFunction(
      {
        id: "grace",
        triggers: { event: "a" },
        cancelOn: [{ event: "stop", match: "data.id", timeout: "1h" }],
      },
      async ({ step }) => {
        await step.sleep("wait", "5h");
      },
    ),
  ]);
  await engine.client.send(["1", "2"].map((id) => ({ name: "a", data: { id } })));
  await engine.settle();
  await engine.client.send({ name: "stop", data: { id: "1" } });
  await engine.settle();
  await db.advance(2 * hour);
  await engine.client.send({ name: "stop", data: { id: "2" } });
  await engine.settle();
  await db.advance(5 * hour);
  await engine.settle();
  expect((await runsOf(db)).map(({ status }) => status).sort()).toEqual(["cancelled", "completed"]);
});

test("an answer that arrives while a step is in flight ends the run: the step's answer is dropped", async () => {
  let inside: (() => void) | undefined;
  const reached = new Promise<void>((resolve) => {
    inside = resolve;
  });
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ran: string[] = [];
  const { engine, log } = bench((client) => [
    client.createFunction(
      { id: "slow", triggers: { event: "go" }, cancelOn: [{ event: "halt" }] },
      async ({ step }) => {
        await step.run("first", async () => {
          inside?.();
          await released;
        });
        await step.run("second", () => ran.push("second"));
      },
    ),
  ]);
  await engine.start();
  await engine.client.send({ name: "go", data: {} });
  await reached;
  await engine.client.send({ name: "halt", data: {} });
  await expect.poll(async () => (await runsOf(db)).map(({ status }) => status)).toEqual(["cancelled"]);
  release?.();
  await engine.settle();
  expect(ran).toEqual([]);
  expect(await countOf(db, "memo")).toBe(0);
  expect(log.map(({ code }) => code)).toContain("jobs.answer_dropped");
});

test("WAIT-05 an offer waits for its own answer, lapses after its time, and passes on to the next", async () => {
  const offered: string[] = [];
  const { engine } = bench((client) => [
    client.createFunction({ id: "fill", triggers: { event: "opening.made" } }, async ({ step, event }) => {
      for (const candidate of ["c1", "c2", "c3"]) {
        await step.run(`offer-${candidate}`, () => offered.push(candidate));
        const answer = await step.waitForEvent(`answer-${candidate}`, {
          event: "offer.accepted",
          timeout: "30m",
          if: `event.data.openingId == async.data.openingId && async.data.candidate == '${candidate}'`,
        });
        if (answer !== null) {
          await step.sendEvent("book", {
            name: "visit.booked",
            id: `booked:${event.data["openingId"]}`,
            data: answer.data,
          });
          return candidate;
        }
      }
      return "nobody";
    }),
    client.createFunction(
      { id: "remind", triggers: { event: "visit.booked" } },
      ({ event }) => event.data["candidate"],
    ),
  ]);
  await engine.client.send({ name: "opening.made", data: { openingId: "o1" } });
  await engine.settle();
  expect(offered).toEqual(["c1"]);
  await engine.client.send([
    { name: "offer.accepted", data: { openingId: "o2", candidate: "c1" } },
    { name: "offer.accepted", data: { openingId: "o1", candidate: "c9" } },
  ]);
  await engine.settle();
  expect(offered).toEqual(["c1"]);
  await db.advance(30 * minute + second);
  await engine.settle();
  expect(offered).toEqual(["c1", "c2"]);
  await engine.client.send({ name: "offer.accepted", data: { openingId: "o1", candidate: "c2" } });
  await engine.settle();
  expect((await runsOf(db)).map(({ output }) => output)).toEqual(["c2", "c2"]);
  await db.advance(2 * hour);
  await engine.settle();
  expect(offered).toEqual(["c1", "c2"]);
});

test("an answer given in time counts although the wait's end was reached before anyone read it", async () => {
  const { engine } = bench((client) => [
    client.createFunction({ id: "wait", triggers: { event: "go" } }, async ({ step }) => {
      return await step.waitForEvent("answer", { event: "answered", timeout: "1h" });
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await engine.client.send({ id: "in-time", name: "answered", data: { yes: true } });
  await db.advance(2 * hour);
  await engine.settle();
  expect((await runsOf(db))[0]?.output).toMatchObject({
    id: "in-time",
    name: "answered",
    data: { yes: true },
  });
});

test("an answer given after the wait's end does not count although its timer was not seen to yet", async () => {
  const { engine } = bench((client) => [
    client.createFunction({ id: "wait", triggers: { event: "go" } }, async ({ step }) => {
      return await step.waitForEvent("answer", { event: "answered", timeout: "1h" });
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await db.advance(2 * hour);
  await engine.client.send({ name: "answered", data: {} });
  await engine.settle();
  expect(await runsOf(db)).toEqual([{ function_id: "quietroom-wait", status: "completed", output: null }]);
});

test("a failing step is tried again by the backoff table, steps before it are not, attempts start at 0", async () => {
  const tried: number[] = [];
  let before = 0;
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "flaky", retries: 3, triggers: { event: "go" } },
      async ({ step, attempt }) => {
        await step.run("before", () => {
          before += 1;
        });
        return await step.run("flaky", () => {
          tried.push(attempt);
          if (attempt < 2) throw new Error("not yet");
          return "done";
        });
      },
    ),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect(tried).toEqual([0]);
  await db.advance(14 * second);
  await engine.settle();
  expect(tried).toEqual([0]);
  await db.advance(31 * second);
  await engine.settle();
  expect(tried).toEqual([0, 1]);
  await db.advance(29 * second);
  await engine.settle();
  expect(tried).toEqual([0, 1]);
  await db.advance(32 * second);
  await engine.settle();
  expect(tried).toEqual([0, 1, 2]);
  expect(before).toBe(1);
  expect((await runsOf(db))[0]).toMatchObject({ status: "completed", output: "done" });
});

test("a step that fails for good is caught by the function's own code", async () => {
  const { engine } = bench((client) => [
    client.createFunction({ id: "caught", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      try {
        await step.run("fails", () => {
          throw new TypeError("no");
        });
      } catch (error) {
        return await step.run("instead", () => (error instanceof Error ? error.message : "?"));
      }
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect((await runsOf(db))[0]).toMatchObject({ status: "completed", output: "no" });
});

test("exhausted retries and NonRetriableError fail the run and start its onFailure once", async () => {
  const failures: string[] = [];
  let tries = 0;
  const { engine } = bench((client) => [
    client.createFunction(
      {
        id: "doomed",
        retries: 1,
        triggers: { event: "go" },
        onFailure: ({ error, event }) => {
          failures.push(`${error.name} ${error.message} ${event.data.event.data["id"]}`);
        },
      },
      async ({ event }) => {
        tries += 1;
        if (event.data["id"] === "now") throw new NonRetriableError("at once");
        throw new Error("in the end");
      },
    ),
    client.createFunction({ id: "other", retries: 0, triggers: { event: "go" } }, () => {
      throw new NonRetriableError("not the same function");
    }),
  ]);
  await engine.client.send({ name: "go", data: { id: "now" } });
  await engine.settle();
  expect(failures).toEqual(["NonRetriableError at once now"]);
  expect(tries).toBe(1);
  await engine.client.send({ name: "go", data: { id: "later" } });
  await engine.settle();
  await db.advance(minute);
  await engine.settle();
  expect(failures).toEqual(["NonRetriableError at once now", "Error in the end later"]);
  expect(tries).toBe(3);
});

test("RetryAfterError decides when the next try comes", async () => {
  let tries = 0;
  const { engine } = bench((client) => [
    client.createFunction({ id: "asks", triggers: { event: "go" } }, async ({ step }) => {
      await step.run("ask", () => {
        tries += 1;
        if (tries === 1) throw new RetryAfterError("busy", 3 * hour);
      });
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await db.advance(2.9 * hour);
  await engine.settle();
  expect(tries).toBe(1);
  await db.advance(0.2 * hour);
  await engine.settle();
  expect(tries).toBe(2);
});

test("parallel steps run each once, and the function goes on when the last is done", async () => {
  const ran: string[] = [];
  let calls = 0;
  const { engine } = bench((client) => [
    client.createFunction({ id: "wide", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      calls += 1;
      const [a, b, c] = await Promise.all([
        step.run("a", () => ran.push("a")),
        step.run("b", () => ran.push("b")),
        step.sleep("c", "1h").then(() => "c"),
        step
          .run("fails", () => {
            throw new Error("x");
          })
          .catch(() => "caught"),
      ]);
      return await step.run("after", () => [typeof a, typeof b, c]);
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect(ran.sort()).toEqual(["a", "b"]);
  const before = calls;
  await db.advance(hour + second);
  await engine.settle();
  expect((await runsOf(db))[0]).toMatchObject({ status: "completed", output: ["number", "number", "c"] });
  expect(before).toBe(4);
  expect(await countOf(db, "memo")).toBe(5);
});

test("a race is decided by its first step, and the run ends when the slower one is over", async () => {
  const seen: string[] = [];
  const { engine } = bench((client) => [
    client.createFunction({ id: "race", triggers: { event: "go" } }, async ({ step, group }) => {
      const winner = await group.parallel({ mode: "race" }, () =>
        Promise.race([step.sleep("slow", "1h").then(() => "slow"), step.run("fast", () => "fast")]),
      );
      await step.run("after", () => seen.push(winner));
      return winner;
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect(seen).toEqual(["fast"]);
  await db.advance(hour + second);
  await engine.settle();
  expect((await runsOf(db))[0]).toMatchObject({ status: "completed", output: "fast" });
});

test("a race goes on at its first step although a step beside it takes long", async () => {
  const seen: string[] = [];
  const { engine } = bench((client) => [
    client.createFunction({ id: "beside", triggers: { event: "go" } }, async ({ step, group }) => {
      const race = group
        .parallel({ mode: "race" }, () =>
          Promise.race([step.sleep("late", "2h"), step.run("fast", () => "fast")]),
        )
        .then(() => step.run("after race", () => seen.push("after race")));
      await Promise.all([race, step.sleep("beside", "1h")]);
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect(seen).toEqual(["after race"]);
});

test("an answer that comes while the function is asked what comes next makes it be asked again", async () => {
  const [asked, goOn, finishB] = [gate(), gate(), gate()];
  const seen: string[] = [];
  let calls = 0;
  const { engine } = bench((client) => [
    client.createFunction({ id: "again", triggers: { event: "go" } }, async ({ step, group }) => {
      calls += 1;
      // Calls 1 to 3 plan the steps and run a and b; the fourth asks what comes after a.
      if (calls === 4) {
        asked.open();
        await goOn.opened;
      }
      await group.parallel({ mode: "race" }, () =>
        Promise.all([
          step.run("a", () => "a"),
          step.run("b", () => finishB.opened).then(() => step.run("after b", () => seen.push("after b"))),
          step.sleep("c", "1h"),
        ]),
      );
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  const settled = engine.settle();
  const started = engine.start();
  await asked.opened;
  finishB.open();
  const marked = async () => (await db.inspector.query("select from jobs.job where again")).rowCount;
  await expect.poll(marked, { timeout: 10_000 }).toBe(1);
  goOn.open();
  await Promise.all([settled, started]);
  await engine.settle();
  expect(seen).toEqual(["after b"]);
});

test("invoke answers with the other function's result, its error, or a timeout", async () => {
  const { engine } = bench((client) => {
    const double = client.createFunction({ id: "double", retries: 0, triggers: [] }, ({ event }) => {
      const data: Readonly<Record<string, unknown>> = event.data;
      const n = Number(data["n"]);
      if (n < 0) throw new Error("negative");
      return n * 2;
    });
    const sleepy = client.createFunction({ id: "sleepy", triggers: [] }, async ({ step }) => {
      await step.sleep("long", "2h");
    });
    const caller = client.createFunction(
      { id: "caller", retries: 0, triggers: { event: "go" } },
      async ({ step }) => {
        const four = await step.invoke("two", { function: double, data: { n: 2 } });
        const error = await step
          .invoke("minus", { function: double, data: { n: -1 } })
          .catch((e: Error) => e.message);
        const late = await step
          .invoke("late", { function: sleepy, data: {}, timeout: "1h" })
          .catch((e: Error) => e.message);
        return [four, error, late];
      },
    );
    return [double, sleepy, caller];
  });
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await db.advance(hour + second);
  await engine.settle();
  const runs = await runsOf(db);
  expect(runs.find(({ function_id }) => function_id === "quietroom-caller")).toMatchObject({
    status: "completed",
    output: [4, "negative", "the invoked function did not finish in time"],
  });
});

test("a function that ends after the one that invoked it was cancelled wakes nobody", async () => {
  const { engine } = bench((client) => {
    const child = client.createFunction({ id: "child", triggers: [] }, async ({ step }) => {
      await step.sleep("rest", "1h");
    });
    const parent = client.createFunction(
      { id: "parent", triggers: { event: "go" }, cancelOn: [{ event: "stop" }] },
      async ({ step }) => {
        await step.invoke("child", { function: child, data: {} });
      },
    );
    return [child, parent];
  });
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await engine.client.send({ name: "stop", data: {} });
  await engine.settle();
  await db.advance(hour + second);
  await engine.settle();
  expect((await runsOf(db)).map(({ status }) => status).sort()).toEqual(["cancelled", "completed"]);
  expect(await countOf(db, "job")).toBe(0);
  expect(await countOf(db, "memo")).toBe(1);
});

test("what a run's end announces can start functions, which announce nothing themselves", async () => {
  const heard: unknown[] = [];
  const { engine } = bench((client) => [
    client.createFunction({ id: "work", triggers: { event: "go" } }, () => "done"),
    client.createFunction({ id: "echo", triggers: { event: "inngest/function.finished" } }, ({ event }) => {
      heard.push(event.data);
    }),
  ]);
  await engine.client.send({ name: "go", data: { id: 1 } });
  await engine.settle();
  expect(heard).toEqual([
    expect.objectContaining({ function_id: "quietroom-work", result: "done", run_id: expect.any(String) }),
  ]);
});

test("a key's limit bounds how many calls are under way, and a full key does not hold up the others", async () => {
  let busy = 0;
  let most = 0;
  let others = 0;
  const othersDone = gate();
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "limited", triggers: { event: "go" }, concurrency: { limit: 2, key: "event.data.studioId" } },
      async ({ step, event }) => {
        await step.run("work", async () => {
          if (event.data["studioId"] !== "s1") {
            others += 1;
            if (others === 2) othersDone.open();
            return;
          }
          busy += 1;
          most = Math.max(most, busy);
          await othersDone.opened;
          busy -= 1;
        });
      },
    ),
  ]);
  // More of the full key than there are slots, all older than the others.
  await engine.client.send(
    Array.from({ length: 22 }, (_, n) => ({ name: "go", data: { studioId: n < 20 ? "s1" : `s${n}` } })),
  );
  await engine.start();
  await othersDone.opened;
  await engine.settle();
  expect(most).toBe(2);
  const runs = await runsOf(db);
  expect(runs).toHaveLength(22);
  expect(runs.every(({ status }) => status === "completed")).toBe(true);
});

test("an idempotency key starts one run for many events", async () => {
  let ran = 0;
  const { engine } = bench((client) => [
    client.createFunction({ id: "keyed", triggers: { event: "go" }, idempotency: "event.data.key" }, () => {
      ran += 1;
    }),
  ]);
  await engine.client.send([
    { name: "go", data: { key: "a" } },
    { name: "go", data: { key: "a" } },
    { name: "go", data: {} },
    { name: "go", data: {} },
  ]);
  await engine.settle();
  expect(ran).toBe(3);
});

test("a trigger's condition chooses its events", async () => {
  const seen: unknown[] = [];
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "some", triggers: { event: "go", if: "event.data.kind == 'yes'" } },
      ({ event }) => {
        seen.push(event.data["kind"]);
      },
    ),
  ]);
  await engine.client.send([
    { name: "go", data: { kind: "no" } },
    { name: "go", data: { kind: "yes" } },
  ]);
  await engine.settle();
  expect(seen).toEqual(["yes"]);
});

test("a step the engine does not implement fails the run by name", async () => {
  const { engine } = bench((client) => [
    client.createFunction({ id: "signal", triggers: { event: "go" } }, async ({ step }) => {
      await step.waitForSignal("wait", { signal: "s", timeout: "1h", onConflict: "replace" });
    }),
    client.createFunction({ id: "clever", triggers: { event: "go" } }, async ({ step }) => {
      await step.waitForEvent("wait", { event: "x", timeout: "1h", if: "async.data.n > 3" });
    }),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  const runs = await runsOf(db);
  expect(runs.map(({ status }) => status)).toEqual(["failed", "failed"]);
  expect(JSON.stringify(runs)).toContain("operation WaitForSignal");
  expect(JSON.stringify(runs)).toContain("async.data.n > 3");
});

test("an answer that PostgreSQL cannot store fails the run instead of coming back for ever", async () => {
  const { engine, log } = bench((client) => [
    client.createFunction({ id: "nul", triggers: { event: "go" } }, ({ step }) =>
      step.run("nul", () => "a\u0000b"),
    ),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  expect((await runsOf(db))[0]).toMatchObject({ status: "failed", output: { name: "UnstorableAnswer" } });
  expect(log.map(({ code }) => code)).toContain("jobs.answer_unstorable");
});

test("a function of another build waits for a worker that knows it", async () => {
  let ran = 0;
  const known: JobFunctions = (client) => [
    client.createFunction({ id: "new", triggers: { event: "go" } }, async ({ step }) => {
      await step.sleep("wait", "1h");
      ran += 1;
    }),
  ];
  const { engine: current } = bench(known);
  const { engine: old, log } = bench(() => []);
  await current.client.send({ name: "go", data: {} });
  await current.settle();
  await db.advance(2 * hour);
  await old.settle();
  expect(log.map(({ code }) => code)).toContain("jobs.function_unknown");
  expect((await runsOf(db))[0]?.status).toBe("running");
  await db.advance(minute + second);
  await current.settle();
  expect(ran).toBe(1);
});

test("INFRA-10 a function that no worker has known for a day fails its run, with words of its own, and is told of", async () => {
  const { engine: current } = bench((client) => [
    client.createFunction({ id: "gone", triggers: { event: "go" } }, async ({ step }) => {
      await step.sleep("wait", "1h");
    }),
  ]);
  const { engine: old, log } = bench(() => []);
  await current.client.send({ name: "go", data: {} });
  await current.settle();
  await db.advance(2 * hour);
  await old.settle();
  expect(await old.figures()).toMatchObject({ open: { waiting: 0, due: 1, again: 0 } });
  await db.advance(23 * hour);
  await old.settle();
  expect((await runsOf(db))[0]?.status).toBe("running");
  // Put off a minute at a time, it is late all the same.
  expect((await old.figures()).oldestDueMs).toBeGreaterThanOrEqual(23 * hour);
  await db.advance(hour + minute);
  await old.settle();
  expect((await runsOf(db))[0]).toMatchObject({
    status: "failed",
    output: { name: "FunctionUnknown", message: 'no worker has known "quietroom-gone" for 1 day' },
  });
  expect(log.map(({ code }) => code)).toContain("jobs.run_failed");
  expect(await countOf(db, "job")).toBe(0);
  const told = await db.inspector.query(
    "select payload from jobs.event where name = 'inngest/function.failed'",
  );
  expect(told.rows[0]?.payload.data).toMatchObject({
    function_id: "quietroom-gone",
    error: { name: "FunctionUnknown" },
  });
});

test("what nobody will ask for is purged, what still matters is kept", async () => {
  const { engine } = bench((client) => [
    client.createFunction({ id: "quick", triggers: { event: "go" } }, ({ step }) => step.run("one", () => 1)),
    client.createFunction({ id: "sleeper", triggers: { event: "go" } }, ({ step }) =>
      step.sleep("long", "90d"),
    ),
  ]);
  await engine.client.send({ name: "go", data: {} });
  await engine.settle();
  await db.advance(6 * 24 * hour);
  expect(await engine.purge()).toBe(0);
  await db.advance(2 * 24 * hour);
  expect(await engine.purge()).toBe(2);
  expect(await countOf(db, "event")).toBe(0);
  await db.advance(30 * 24 * hour);
  expect(await engine.purge()).toBe(1);
  expect((await runsOf(db)).map(({ function_id }) => function_id)).toEqual(["quietroom-sleeper"]);
  expect(await countOf(db, "memo")).toBe(0);
  await db.advance(60 * 24 * hour);
  await engine.settle();
  expect((await runsOf(db))[0]?.status).toBe("completed");
});
