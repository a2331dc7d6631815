import { afterAll, afterEach, expect, test } from "vitest";
import { engineOn, type EngineBench } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import type { JobFunctions } from "../client.ts";

const hour = 3_600_000;

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

test("a cron runs once for the ticks missed, by its own time zone, and only once on two engines", async () => {
  const ticks: number[] = [];
  const functions: JobFunctions = (client) => [
    client.createFunction(
      { id: "nightly", triggers: { cron: "TZ=America/Phoenix 30 2 * * *" } },
      ({ event }) => {
        ticks.push(Number(event.ts));
      },
    ),
  ];
  const { engine } = bench(functions);
  const { engine: other } = bench(functions);
  await engine.settle();
  expect(ticks).toEqual([]);
  await db.advance(24 * hour);
  await Promise.all([engine.settle(), other.settle()]);
  expect(ticks).toHaveLength(1);
  const local = new Intl.DateTimeFormat("en-GB", { timeZone: "America/Phoenix", timeStyle: "short" }).format(
    ticks[0],
  );
  expect(local).toBe("02:30");
  await db.advance(72 * hour);
  await engine.settle();
  expect(ticks).toHaveLength(2);
});
