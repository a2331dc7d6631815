import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createStudio, inspect, succeeded, testDatabase, testRuntime } from "@quietroom/testing";
import { keyIdOf, localKeyService, openField, sealField } from "@quietroom/vault";
import { expect, test } from "vitest";
import { finishRotation, listKeys, moveToKey, replaceKeys, sweepSealed } from "./index.ts";

const masterKey = randomBytes(32);
const master = () => localKeyService(Uint8Array.from(masterKey));
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: master(), poolSize: 10 });
const query = await inspect(database);

await query(`create table sealed_note (
  tenant_id uuid not null references tenant (id), id uuid not null default uuidv7(),
  body sealed_text not null, plain integer not null, primary key (tenant_id, id))`);
await query("call app.isolate('sealed_note', 'select, insert, update')");

const notes = 3_000;
const writersAtOnce = 100;
/** Enough to go on until long after the kill; more would only wait for the same two cores. */
const writesEach = 10;
const place = (rowId: string) => ({ table: "sealed_note", column: "body", rowId });
const worker = fileURLToPath(new URL("../../test/rotate-worker.ts", import.meta.url));

test("check 83 a rotation whose process is killed with -9 halfway, while a hundred write, is taken up by another and loses nothing", async () => {
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const before = await runtime.vault.keysOf(tenantId);
  const ids = Array.from({ length: notes }, () => randomUUID());
  const rows = ids.map((id, plain) => ({
    tenant_id: tenantId,
    id,
    body: sealField(before, `note ${plain}`, place(id)),
    plain,
  }));
  await query("insert into sealed_note select * from jsonb_populate_recordset(null::sealed_note, $1)", [
    JSON.stringify(rows),
  ]);
  const backup = rows[0]?.body ?? "";

  const last = new Map<string, string>(); // each note is one writer's
  const writer = async (number: number) => {
    for (let round = 0; round < writesEach; round += 1) {
      const id = ids[round * writersAtOnce + number] ?? "";
      const keys = await runtime.vault.keysOf(tenantId);
      const text = `changed ${number} ${round}`;
      const body = sealField(keys, text, place(id));
      await runtime.db.withTenant(
        tenantId,
        { isolation: "read committed", readOnly: false },
        async ({ tx }) =>
          await tx.$executeRaw`update sealed_note set body = ${body} where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
      );
      last.set(id, text);
    }
  };
  const child = spawn(process.execPath, [worker, database.appUrl, tenantId], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(Buffer.from(masterKey).toString("base64"));
  const ended = once(child, "exit");
  const [said] = await once(child.stdout, "data");
  const keyId = String(said).trim();
  const writing = Promise.all(
    Array.from({ length: writersAtOnce }, async (_, number) => await writer(number)),
  );
  const moved = async () => {
    const [row] = await query(
      "select done from key_progress where key_id = $1 and table_name = 'sealed_note'",
      [keyId],
    );
    return Number(row?.["done"] ?? 0);
  };
  await expect.poll(moved, { timeout: 60_000, interval: 10 }).toBeGreaterThan(0);
  child.kill("SIGKILL");
  expect((await ended)[1]).toBe("SIGKILL");
  const atDeath = await moved();
  expect(atDeath).toBeLessThan(notes);
  const { progress } = await listKeys(studio.as("admin"), {});
  expect(progress.find(({ table }) => table === "sealed_note")).toMatchObject({
    done: atDeath,
    finishedAt: null,
  });

  // Another process, which has heard of the new key, goes on with it and makes no third.
  runtime.vault.forget(tenantId);
  const system = studio.as("system");
  expect(await replaceKeys(system)).toBe(keyId);
  while ((await moveToKey(system, { keyId, batches: 1 })) === "more");
  await writing;
  while (!(await finishRotation(system, { keyId })).ok)
    while ((await moveToKey(system, { keyId, batches: 5 })) === "more");

  const keys = await runtime.vault.keysOf(tenantId, { including: keyId });
  const kept = await query("select id, body, plain from sealed_note where tenant_id = $1", [tenantId]);
  expect(kept.length).toBe(notes);
  for (const { id, body, plain } of kept) {
    expect(keyIdOf(String(body))).toBe(keyId); // the old one is unused
    expect(openField(keys, String(body), place(String(id)))).toBe(
      last.get(String(id)) ?? `note ${Number(plain)}`,
    );
  }
  expect(last.size).toBe(writersAtOnce * writesEach);
  const swept = (await sweepSealed(system)).filter(({ table }) => table === "sealed_note");
  expect(swept).toMatchObject([{ values: notes, sound: notes, unsound: [] }]);

  // A backup of before comes back: what the old key sealed opens, and is moved again.
  await query("update sealed_note set body = $2 where id = $1", [ids[0], backup]);
  const restarted = await testRuntime(database, { keyService: master() });
  expect(openField(await restarted.vault.keysOf(tenantId), backup, place(ids[0] ?? ""))).toBe("note 0");
  while ((await moveToKey(system, { keyId, batches: 50 })) === "more");
  succeeded(await finishRotation(system, { keyId }));
});
