import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });

/** A value that a caller's record has not, as plain JavaScript reads it. */
const absent: unknown = Reflect.get({}, "id");

/** The models' types refuse it too; an unparsed value would come without them. */
function asText(value: unknown): string {
  return value as string;
}

test("check 34 a filter that is not there is an error and never everything", async () => {
  const before = await rowCounts(query);
  const id = asText(absent);
  const attempts = {
    find: () => inStudio(async (tx) => await tx.resource.findMany({ where: { id } })),
    first: () => inStudio(async (tx) => await tx.resource.findFirst({ where: { name: id } })),
    inner: () =>
      inStudio(async (tx) => await tx.resource.findMany({ where: { id: { in: [asText(absent)] } } })),
    update: () =>
      inStudio(async (tx) => await tx.resource.updateMany({ where: { id }, data: { name: "taken" } })),
    data: () =>
      inStudio(async (tx) => await tx.resource.updateMany({ where: { name: "x" }, data: { name: id } })),
    delete: () =>
      inStudio(async (tx) => await tx.practitionerService.deleteMany({ where: { practitionerId: id } })),
  };
  for (const [what, attempt] of Object.entries(attempts)) {
    await expect(attempt(), what).rejects.toThrow(/undefined|Invalid/);
  }
  expect(await rowCounts(query)).toEqual(before);
  expect(await query("select from resource where name = 'taken'")).toEqual([]);
});

type Work = Parameters<typeof runtime.db.withTenant<unknown>>[2];

async function inStudio(work: (tx: Parameters<Work>[0]["tx"]) => Promise<unknown>): Promise<unknown> {
  const mode = { isolation: "read committed", readOnly: false } as const;
  return await runtime.db.withTenant(studio.tenantId, mode, async ({ tx }) => await work(tx));
}
