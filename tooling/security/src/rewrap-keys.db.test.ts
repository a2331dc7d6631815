import { randomBytes } from "node:crypto";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { type KeyService, KeyServiceError, localKeyService, openField, sealField } from "@quietroom/vault";
import { expect, test } from "vitest";
import { rewrapKeys } from "./rewrap-keys.ts";

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const keptBy = (master: Uint8Array) => localKeyService(Uint8Array.from(master));
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: keptBy(first) });
const query = await inspect(database);
const place = { table: "client", column: "email", rowId: "r" };
const studios = [await createStudio(runtime), await createStudio(runtime)] as const;

async function sealedWords(): Promise<readonly string[]> {
  return await Promise.all(
    studios.map(async ({ tenantId }) => sealField(await runtime.vault.keysOf(tenantId), "Ximena", place)),
  );
}

/** Whether a process that starts with this master key opens what was sealed before. */
async function opens(keyService: KeyService, words: readonly string[]): Promise<boolean> {
  const started = await testRuntime(database, { keyService, poolSize: 1 });
  const opened = await Promise.all(
    studios.map(async ({ tenantId }, index) =>
      started.vault.keysOf(tenantId).then(
        (keys) => openField(keys, words[index] ?? "", place) === "Ximena",
        () => false,
      ),
    ),
  );
  return opened.every(Boolean);
}

/** Everything of a key's row but what it is wrapped as, which no two wrappings share. */
const withoutWrapping = (row: Readonly<Record<string, unknown>>) => ({ ...row, wrapped: null });
const keyRows = async () => await query("select * from tenant_data_key order by tenant_id, id");

test("ENC-04 ENC-06 after the master key changed every studio's keys are wrapped anew, open under the new one alone, and what is sealed stays", async () => {
  const words = await sealedWords();
  const before = await keyRows();
  const asOwner = { ownerUrl: database.ownerUrl, service: keptBy(second) };
  expect(await rewrapKeys({ ...asOwner, older: [keptBy(first)] })).toEqual({
    studios: 2,
    keys: 4,
    unopened: [],
  });
  expect(await opens(keptBy(second), words)).toBe(true);
  expect(await opens(keptBy(first), words)).toBe(false);
  const after = await keyRows();
  expect(after.map(withoutWrapping)).toEqual(before.map(withoutWrapping));
  expect(await rewrapKeys({ ...asOwner, older: [] })).toMatchObject({ keys: 4, unopened: [] }); // run again
  const trail = await query(
    "select tenant_id, detail::text as said from audit_event where verb = 'keys.rewrap' and outcome = 'done'",
  );
  expect(new Set(trail.map((row) => row["tenant_id"])).size).toBe(2);
  for (const { said } of trail) expect(String(said)).not.toMatch(/[A-Za-z0-9+/_-]{43}/);
});

test("ENC-06 check 85 a key that no master key opens is named and left as it was; a service that is down changes nothing", async () => {
  const before = await keyRows();
  const strange = await rewrapKeys({ ownerUrl: database.ownerUrl, service: keptBy(third), older: [] });
  expect(strange).toMatchObject({ keys: 0 });
  expect(strange.unopened.length).toBe(4);
  expect(await keyRows()).toEqual(before);
  const down: KeyService = {
    name: "aws-kms",
    wrap: () => Promise.reject(new KeyServiceError("unavailable")),
    unwrap: () => Promise.reject(new KeyServiceError("unavailable")),
  };
  await expect(
    rewrapKeys({ ownerUrl: database.ownerUrl, service: down, older: [keptBy(second)] }),
  ).rejects.toThrow("unavailable");
  expect(await keyRows()).toEqual(before);
});
