import { randomUUID } from "node:crypto";
import { instant } from "@quietroom/domain/time";
import { systemContext } from "@quietroom/services";
import { askKeyRotation } from "@quietroom/services/keys";
import { keyIdOf, openField, sealField } from "@quietroom/vault";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory();
const { query, runtime, studio, jobs } = story;

await query(`create table sealed_note (
  tenant_id uuid not null references tenant (id), id uuid not null default uuidv7(), body sealed_text not null, primary key (tenant_id, id))`);
await query("call app.isolate('sealed_note', 'select, insert, update')");

const place = (rowId: string) => ({ table: "sealed_note", column: "body", rowId });
const system = systemContext(runtime, studio.tenantId, "test");

async function seal(count: number, text: string): Promise<void> {
  const keys = await runtime.vault.keysOf(studio.tenantId);
  for (let number = 0; number < count; number += 1) {
    const id = randomUUID();
    await query("insert into sealed_note (tenant_id, id, body) values ($1, $2, $3)", [
      studio.tenantId,
      id,
      sealField(keys, text, place(id)),
    ]);
  }
}

async function keyIds(): Promise<readonly (string | undefined)[]> {
  const rows = await query("select distinct split_part(body, ':', 1) as id from sealed_note order by 1");
  return rows.map(({ id }) => String(id));
}

const retired = async () =>
  (await query("select id from tenant_data_key where retired_at is not null and purpose = 'data'")).map(
    ({ id }) => String(id),
  );

test("ENC-05 check 83 asked once, the job replaces the keys, moves every row, waits until all have heard, and retires the old key", async () => {
  await seal(30, "note");
  const [old] = await keyIds();
  await askKeyRotation(system, {});
  await jobs.settle();
  const moved = await keyIds();
  expect(moved.length).toBe(1);
  expect(moved).not.toContain(old);
  expect(await retired()).toEqual([]);

  await story.settleAt(instant((await story.now()) + 3 * 60_000));
  expect(await retired()).toEqual([old]);
  const keys = await runtime.vault.keysOf(studio.tenantId);
  for (const { id, body } of await query("select id, body from sealed_note")) {
    expect(keyIdOf(String(body))).toBe(keys.current.keyId);
    expect(openField(keys, String(body), place(String(id)))).toBe("note");
  }
});

test("ENC-05 check 83 a key that is a quarter old is replaced by itself in the night, with nobody asking, and a younger one is left", async () => {
  const current = async () =>
    String(
      (
        await query(
          "select id from tenant_data_key where tenant_id = $1 and state = 'current' and purpose = 'data'",
          [studio.tenantId],
        )
      )[0]?.["id"],
    );
  await seal(3, "note");
  const young = await current();
  const night = async () => await story.settleAt(instant((await story.now()) + 24 * 3_600_000));
  await night();
  expect(await current()).toBe(young);

  await query("update tenant_data_key set created_at = now() - interval '90 days' where id = $1", [young]);
  await night();
  const renewed = await current();
  expect(renewed).not.toBe(young);
  expect(await keyIds()).toEqual([renewed]);
  await story.settleAt(instant((await story.now()) + 3 * 60_000));
  expect(await retired()).toContain(young);
  await night();
  expect(await current()).toBe(renewed);
});
