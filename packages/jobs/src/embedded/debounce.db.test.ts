import { afterAll, afterEach, expect, test } from "vitest";
import { countOf, engineOn, type EngineBench } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { JobFunctions } from "../client.ts";

const minute = 60_000;
const hour = 60 * minute;

const db = await openJobsDatabase();
const open: EngineBench[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ engine }) => engine.stop()));
  await db.reset();
});
afterAll(() => db.close());

function bench(functions: JobFunctions): EngineBench {
  const made = engineOn(db, functions);
  open.push(made);
  return made;
}

test("a debounced function starts once, with the last event of its key, when none has followed for its period", async () => {
  const seen: string[] = [];
  const functions: JobFunctions = (client) => [
    client.createFunction(
      {
        id: "sync",
        triggers: { event: "visit.changed" },
        debounce: { period: "5m", key: "event.data.visitId" },
      },
      ({ event }) => {
        seen.push(`${event.data["visitId"]}:${event.data["version"]}`);
      },
    ),
  ];
  const { engine } = bench(functions);
  const { engine: other } = bench(functions);
  const changed = async (visitId: string, version: number) => {
    await engine.client.send({ name: "visit.changed", data: { visitId, version } });
    await engine.settle();
  };
  await changed("v1", 1);
  await changed("v2", 1);
  await db.advance(4 * minute);
  await changed("v1", 2);
  expect(seen).toEqual([]);
  await db.advance(2 * minute);
  await Promise.all([engine.settle(), other.settle()]);
  expect(seen).toEqual(["v2:1"]);
  await db.advance(4 * minute);
  await Promise.all([engine.settle(), other.settle()]);
  expect(seen).toEqual(["v2:1", "v1:2"]);
  await changed("v1", 3);
  await db.advance(6 * minute);
  await engine.settle();
  expect(seen).toEqual(["v2:1", "v1:2", "v1:3"]);
  expect(await countOf(db, "debounce")).toBe(0);
});

test("a debounced function that is never left alone starts at its timeout", async () => {
  const seen: unknown[] = [];
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "sync", triggers: { event: "changed" }, debounce: { period: "5m", timeout: "10m" } },
      ({ event }) => {
        seen.push(event.data["version"]);
      },
    ),
  ]);
  for (const version of [1, 2, 3, 4]) {
    await engine.client.send({ name: "changed", data: { version } });
    await engine.settle();
    await db.advance(3 * minute);
  }
  await engine.settle();
  expect(seen).toEqual([4]);
});

test("what was put off before an outage is not lost to an event that came after its time", async () => {
  const seen: unknown[] = [];
  const { engine } = bench((client) => [
    client.createFunction(
      { id: "sync", triggers: { event: "changed" }, debounce: { period: "5m" } },
      ({ event }) => {
        seen.push(event.data["version"]);
      },
    ),
  ]);
  await engine.client.send({ name: "changed", data: { version: 1 } });
  await engine.settle();
  await db.advance(hour);
  await engine.client.send({ name: "changed", data: { version: 2 } }); // read before the timers are looked at, or after: it is one
  await engine.settle();
  expect(seen).toEqual([1]);
  await db.advance(hour);
  await engine.settle();
  expect(seen).toEqual([1, 2]);
});
