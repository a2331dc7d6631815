import { inspect, testDatabase } from "@quietroom/testing";
import { tables } from "@quietroom/testing/isolation";
import { expect, test } from "vitest";

const database = await testDatabase();
const query = await inspect(database);

test("a new database has no account, no studio and nothing else to begin with", async () => {
  // The record of migrations, and the clock that tests and the demo move.
  const kept = ["_prisma_migrations", "dev_clock.shift"];
  const everyTable = (await tables(query)).filter((name) => !kept.includes(name));
  expect(everyTable.length).toBeGreaterThan(30);
  for (const table of everyTable) {
    expect(await query(`select * from ${table} limit 1`), table).toEqual([]);
  }
});
