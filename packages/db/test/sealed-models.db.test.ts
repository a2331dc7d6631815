import type { Tx } from "@quietroom/db";
import { createStudio, inspect, sealedWord, testDatabase, testRuntime, withKeys } from "@quietroom/testing";
import { fillEveryTable, sealEveryColumn } from "@quietroom/testing/isolation";
import { expect, test } from "vitest";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const { tenantId } = studio;
await fillEveryTable(query, studio);
const spots = await sealEveryColumn(runtime, query, tenantId);
const visit = spots.find(({ column }) => column === "cancel_reason")?.rowId ?? "";
const place = { table: "appointment", column: "cancel_reason", rowId: visit };
const inStudio = async <T>(work: (tx: Tx) => Promise<T>) =>
  await withKeys(runtime, tenantId, async ({ tx }) => await work(tx));

test("ENC-03 a change of many rows that names its one row by id is sealed for it, and may empty any number", async () => {
  const where = { tenantId, id: visit, version: 1 };
  const { count } = await inStudio((tx) =>
    tx.appointment.updateMany({ where, data: { cancelReason: "Ximena is unwell" } }),
  );
  expect(count).toBe(1);
  expect(await sealedWord(runtime, tenantId, place)).toBe("Ximena is unwell");
  const [back] = await inStudio((tx) =>
    tx.appointment.updateManyAndReturn({
      where,
      data: { cancelReason: "Moved" },
      select: { id: true, cancelReason: true },
    }),
  );
  expect(back).toEqual({ id: visit, cancelReason: "Moved" });
  await inStudio((tx) => tx.appointment.updateMany({ where: { tenantId }, data: { cancelReason: null } }));
  expect(await sealedWord(runtime, tenantId, place)).toBeNull();
});

const words = { cancelReason: "Ximena is unwell" };
const refused: readonly (readonly [what: string, (tx: Tx) => Promise<unknown>, why: string])[] = [
  [
    "the same words in many rows",
    (tx) => tx.appointment.updateMany({ where: { tenantId }, data: words }),
    "row's id",
  ],
  [
    "words in rows of a list",
    (tx) => tx.appointment.updateMany({ where: { tenantId, id: { in: [visit] } }, data: words }),
    "row's id",
  ],
  ["a filter", (tx) => tx.appointment.findMany({ where: { tenantId, ...words } }), "no filter"],
  [
    "a filter that is nested",
    (tx) =>
      tx.appointment.findMany({ where: { tenantId, OR: [{ NOT: { cancelReason: { startsWith: "X" } } }] } }),
    "no filter",
  ],
  [
    "an order",
    (tx) => tx.client.findMany({ where: { tenantId }, orderBy: { familyName: "asc" } }),
    "no filter",
  ],
  [
    "a distinct list",
    (tx) => tx.client.findMany({ where: { tenantId }, distinct: ["familyName"] }),
    "no filter",
  ],
  ["a group", (tx) => tx.client.groupBy({ by: ["familyName"], where: { tenantId } }), "no filter"],
  ["a figure", (tx) => tx.client.aggregate({ where: { tenantId }, _max: { email: true } }), "no filter"],
  [
    "words without their row",
    (tx) => tx.client.findMany({ where: { tenantId }, select: { email: true } }),
    "select both",
  ],
  [
    "words for a row that the database is to name",
    (tx) =>
      tx.clientRemoval.create({ data: { tenantId, clientId: visit, removedBy: visit, reason: "Ximena" } }),
    "row's id",
  ],
];

test.each(refused)("ENC-03 %s cannot be asked of sealed columns", async (_, ask, why) => {
  await expect(inStudio(ask)).rejects.toThrow(why);
});

test("ENC-03 without the studio's keys a model with words neither reads nor writes them", async () => {
  const mode = { isolation: "read committed", readOnly: false } as const;
  const byId = { where: { tenantId_id: { tenantId, id: visit } } };
  await expect(
    runtime.db.withTenant(tenantId, mode, async ({ tx }) => tx.appointment.update({ ...byId, data: words })),
  ).rejects.toThrow("without its tenant's keys");
  await expect(
    runtime.db.withTenant(tenantId, mode, async ({ tx }) => tx.client.findMany({ where: { tenantId } })),
  ).rejects.toThrow("without its tenant's keys");
  const counted = await runtime.db.withTenant(tenantId, mode, async ({ tx }) =>
    tx.appointment.groupBy({ by: ["status"], where: { tenantId }, _count: true }),
  );
  expect(counted).toEqual([{ status: "scheduled", _count: 1 }]);
});
