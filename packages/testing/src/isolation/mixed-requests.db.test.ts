import { expect, test } from "vitest";
import { testDatabase } from "../database.ts";
import { inspect } from "../inspect.ts";
import { createStudio } from "../studio.ts";
import { testRuntime } from "../test-runtime.ts";
import { fillEveryTable } from "./fill-every-table.ts";
import { mixedRequests } from "./mixed-requests.ts";

const database = await testDatabase();
const query = await inspect(database);
const runtime = await testRuntime(database);
const studios = [await createStudio(runtime), await createStudio(runtime)] as const;
await fillEveryTable(query, studios[0]);
await fillEveryTable(query, studios[1]);
const load = { databaseUrl: database.appUrl, query, studios, failureRate: 0.01, seed: 7 };

test("check 10 TEN-04 two studios' mixed requests on a pool of four, one statement in a hundred failing: no foreign row", async () => {
  const { foreign, answered, failed, injected } = await mixedRequests({ ...load, requests: 1_500 });
  expect(foreign).toEqual([]);
  expect(injected).toBeGreaterThan(30);
  expect(failed).toBeGreaterThan(10);
  expect(answered).toBeGreaterThan(1_000);
});

test("check 10 with one policy open, the same load finds foreign rows", async () => {
  await query("alter policy tenant_select on client using (true)");
  const { foreign } = await mixedRequests({ ...load, requests: 100 });
  await query(
    "alter policy tenant_select on client using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))",
  );
  expect(foreign.length).toBeGreaterThan(0);
});
