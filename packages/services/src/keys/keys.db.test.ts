import { randomBytes, randomUUID } from "node:crypto";
import {
  addClient,
  clientsOf,
  createStudio,
  inspect,
  person,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import {
  keyIdOf,
  type KeyService,
  KeyServiceError,
  localKeyService,
  noticeMs,
  openField,
  sealedShapeSql,
  sealField,
} from "@quietroom/vault";
import { afterEach, expect, test, vi } from "vitest";
import { clientIndexes } from "../clients/index.ts";
import { askRequest, exportOwnRecord } from "../records/index.ts";
import { dueRotation, finishRotation, listKeys, moveToKey, replaceKeys } from "./index.ts";
import { beginRotation } from "./begin-rotation.ts";
import { reindex } from "./reindex.ts";

const masterKey = randomBytes(32);
const master = () => localKeyService(Uint8Array.from(masterKey));
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: master(), poolSize: 20 });
const query = await inspect(database);

// A table of the shape that every one with protected words has.
await query(`create table sealed_note (
  tenant_id uuid not null references tenant (id), id uuid not null default uuidv7(),
  body sealed_text not null, addendum sealed_text, plain integer not null default 0, primary key (tenant_id, id))`);
await query("call app.isolate('sealed_note', 'select, insert, update')");

afterEach(() => void vi.useRealTimers());

const system = (studio: TestStudio) => studio.as("system");
const place = (rowId: string, column = "body") => ({ table: "sealed_note", column, rowId });

async function write(studio: TestStudio, count: number): Promise<void> {
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const rows = Array.from({ length: count }, (_, number) => {
    const id = randomUUID();
    const addendum = number % 2 === 0 ? null : sealField(keys, `more ${number}`, place(id, "addendum"));
    return {
      tenant_id: studio.tenantId,
      id,
      body: sealField(keys, `note ${number}`, place(id)),
      addendum,
      plain: number,
    };
  });
  await query("insert into sealed_note select * from jsonb_populate_recordset(null::sealed_note, $1)", [
    JSON.stringify(rows),
  ]);
}

const notesOf = async (studio: TestStudio) =>
  (
    await query("select id, body, addendum, plain from sealed_note where tenant_id = $1 order by plain", [
      studio.tenantId,
    ])
  ).map((row) => ({
    id: String(row["id"]),
    body: String(row["body"]),
    addendum: typeof row["addendum"] === "string" ? row["addendum"] : null,
    plain: Number(row["plain"]),
  }));

const keyRows = async (studio: TestStudio) =>
  await query(
    "select id, purpose, state, service, retired_at from tenant_data_key where tenant_id = $1 order by created_at, purpose",
    [studio.tenantId],
  );

/** Moves everything, in small steps, as the job does. */
async function moveAll(studio: TestStudio, keyId: string): Promise<void> {
  while ((await moveToKey(system(studio), { keyId, batches: 1 })) === "more");
}

async function expectReadable(studio: TestStudio, keyId: string, count: number): Promise<void> {
  const keys = await runtime.vault.keysOf(studio.tenantId, { including: keyId });
  const notes = await notesOf(studio);
  expect(notes.length).toBe(count);
  for (const { id, body, addendum, plain } of notes) {
    expect(keyIdOf(body)).toBe(keyId);
    expect(openField(keys, body, place(id))).toMatch(new RegExp(`^(note|changed) ${plain}( \\d+)?$`));
    if (addendum !== null) expect(openField(keys, addendum, place(id, "addendum"))).toBe(`more ${plain}`);
  }
}

test("ENC-04 a studio has keys of its own, wrapped, that another process opens after a restart", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const others = await runtime.vault.keysOf(other.tenantId);
  expect(keys.current.keyId).not.toBe(others.current.keyId);
  expect(await keyRows(studio)).toMatchObject([
    { id: keys.current.keyId, purpose: "data", state: "current", service: "local" },
    { id: keys.indexKey.keyId, purpose: "index", state: "current", service: "local" },
  ]);
  const sealed = sealField(keys, "Ximena", place("r"));
  const restarted = await testRuntime(database, { keyService: master() });
  expect(openField(await restarted.vault.keysOf(studio.tenantId), sealed, place("r"))).toBe("Ximena");
  expect(() => openField(others, sealed, place("r"))).toThrow("unknown_key");
});

/** A studio as it is before anything of a client is kept. */
async function withoutKeys({ tenantId }: TestStudio): Promise<void> {
  await query("delete from tenant_data_key where tenant_id = $1", [tenantId]);
  runtime.vault.forget(tenantId);
}

test("ENC-04 ten processes that need a studio's first keys at once make one pair", async () => {
  const studio = await createStudio(runtime);
  const processes = await Promise.all(
    Array.from({ length: 10 }, () => testRuntime(database, { keyService: master(), poolSize: 2 })),
  );
  const opened = await Promise.all(processes.map(async ({ vault }) => await vault.keysOf(studio.tenantId)));
  expect(new Set(opened.map(({ current, indexKey }) => `${current.keyId} ${indexKey.keyId}`)).size).toBe(1);
  expect((await keyRows(studio)).length).toBe(2);
});

test("check 81 a wrapped key moved to another studio opens nothing there", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  await runtime.vault.keysOf(studio.tenantId);
  await withoutKeys(other);
  await query(
    `insert into tenant_data_key (tenant_id, id, purpose, wrapped, service)
     select $2, id, purpose, wrapped, service from tenant_data_key where tenant_id = $1`,
    [studio.tenantId, other.tenantId],
  );
  await expect(runtime.vault.keysOf(other.tenantId)).rejects.toMatchObject({
    name: "VaultUnavailable",
    code: "malformed",
  });
});

test("ENC-06 making, opening and replacing keys is audited by their ids, and no key is in the trail", async () => {
  const studio = await createStudio(runtime);
  const before = await runtime.vault.keysOf(studio.tenantId);
  const after = await replaceKeys(system(studio));
  const trail = await query(
    "select verb, action, outcome, detail from audit_event where tenant_id = $1 and resource = 'data_key' order by id",
    [studio.tenantId],
  );
  const said = trail.map(({ verb, detail }) => `${String(verb)} ${JSON.stringify(detail)}`);
  const named = (verb: string, keyId: string) =>
    said.some((line) => line.startsWith(verb) && line.includes(keyId));
  expect(named("keys.keep_first", before.current.keyId)).toBe(true);
  expect(named("keys.open", before.current.keyId)).toBe(true);
  expect(named("keys.begin_rotation", after)).toBe(true);
  expect(named("keys.open", after)).toBe(true);
  expect(said.join()).not.toMatch(/[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}/);
});

test("ENC-06 where the opening cannot be audited, no key is opened", async () => {
  const studio = await createStudio(runtime);
  await runtime.vault.keysOf(studio.tenantId);
  const restarted = await testRuntime(database, { keyService: master() });
  await query(
    "create function refuse_trail() returns trigger language plpgsql as 'begin raise exception ''full''; end'",
  );
  await query(
    "create trigger refuse_trail before insert on audit_event for each row execute function refuse_trail()",
  );
  try {
    await expect(restarted.vault.keysOf(studio.tenantId)).rejects.toThrow();
  } finally {
    await query("drop function refuse_trail cascade");
  }
  expect((await restarted.vault.keysOf(studio.tenantId)).tenantId).toBe(studio.tenantId);
});

test("ENC-05 check 83 a rotation moves every row, tells the truth about how far it is, and retires the old key at its end", async () => {
  const studio = await createStudio(runtime);
  await write(studio, 1_200);
  const old = (await runtime.vault.keysOf(studio.tenantId)).current.keyId;
  const keyId = await replaceKeys(system(studio));
  expect(keyId).not.toBe(old);
  expect(await finishRotation(system(studio), { keyId })).toEqual({ ok: false, refusal: "rows_left" });

  const seen = [];
  for (;;) {
    const step = await moveToKey(system(studio), { keyId, batches: 1 });
    const moved = (await notesOf(studio)).filter(({ body }) => keyIdOf(body) === keyId).length;
    const { progress } = await listKeys(studio.as("admin"), {});
    const ours = progress.find(({ table }) => table === "sealed_note");
    expect(ours).toMatchObject({ done: moved, total: 1_200, rounds: 1 });
    seen.push(moved);
    if (step === "moved") break;
  }
  expect(seen.length).toBeGreaterThan(2);
  await expectReadable(studio, keyId, 1_200);
  expect(await finishRotation(system(studio), { keyId })).toEqual({ ok: true, value: { retired: 2 } });
  expect((await keyRows(studio)).filter(({ id }) => id === old)).toMatchObject([
    { state: "readable", retired_at: expect.anything() },
  ]);
  expect(await dueRotation(system(studio), {})).toEqual({ keyId, due: "nothing" });
});

test("ENC-05 check 83 what the old key sealed, in a backup say, still opens after its retirement", async () => {
  const studio = await createStudio(runtime);
  const before = sealField(await runtime.vault.keysOf(studio.tenantId), "from a backup", place("r"));
  const keyId = await replaceKeys(system(studio));
  await moveAll(studio, keyId);
  succeeded(await finishRotation(system(studio), { keyId }));
  const restarted = await testRuntime(database, { keyService: master() });
  expect(openField(await restarted.vault.keysOf(studio.tenantId), before, place("r"))).toBe("from a backup");
});

test("check 83 rows that writers change meanwhile keep what the writers wrote", async () => {
  const studio = await createStudio(runtime);
  await write(studio, 1_000);
  const notes = await notesOf(studio);
  const keyId = await replaceKeys(system(studio));
  const work = { moving: true };
  const last = new Map<string, string>(); // each note is one writer's
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let round = 0; work.moving; round += 1) {
      const note = notes[(round * 8 + writer) % notes.length];
      if (note === undefined) throw new Error("no note");
      const keys = await runtime.vault.keysOf(studio.tenantId);
      const text = `changed ${note.plain} ${round}`;
      const body = sealField(keys, text, place(note.id));
      await runtime.db.withTenant(
        studio.tenantId,
        { isolation: "read committed", readOnly: false },
        async ({ tx }) =>
          await tx.$executeRaw`update sealed_note set body = ${body} where tenant_id = ${studio.tenantId}::uuid and id = ${note.id}::uuid`,
      );
      last.set(note.id, text);
    }
  });
  await moveAll(studio, keyId);
  work.moving = false;
  await Promise.all(writers);
  await expectReadable(studio, keyId, 1_000);
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const kept = new Map((await notesOf(studio)).map(({ id, body }) => [id, openField(keys, body, place(id))]));
  expect(last.size).toBeGreaterThan(0);
  for (const [id, text] of last) expect(kept.get(id)).toBe(text);
});

test("check 83 a process that has not heard of the rotation is found out: its row is moved in another round, then the key retires", async () => {
  const studio = await createStudio(runtime);
  await write(studio, 10);
  const unaware = await runtime.vault.keysOf(studio.tenantId);
  const keyId = await replaceKeys(system(studio));
  await moveAll(studio, keyId);
  const id = randomUUID();
  await query("insert into sealed_note (tenant_id, id, body, plain) values ($1, $2, $3, 10)", [
    studio.tenantId,
    id,
    sealField(unaware, "note 10", place(id)),
  ]);
  expect(await finishRotation(system(studio), { keyId })).toEqual({ ok: false, refusal: "rows_left" });
  await moveAll(studio, keyId);
  const { progress } = await listKeys(studio.as("admin"), {});
  expect(progress.find(({ table }) => table === "sealed_note")).toMatchObject({
    rounds: 2,
    done: 11,
    total: 11,
  });
  expect(await finishRotation(system(studio), { keyId })).toMatchObject({ ok: true });
  await expectReadable(studio, keyId, 11);
});

test("check 83 another process goes on where one was killed, and asking again meanwhile makes no third key", async () => {
  const studio = await createStudio(runtime);
  await write(studio, 1_100);
  const keyId = await replaceKeys(system(studio));
  expect(await moveToKey(system(studio), { keyId, batches: 1 })).toBe("more");
  const restarted = await testRuntime(database, { keyService: master() });
  const context = { ...system(studio), runtime: restarted };
  expect(await replaceKeys(context)).toBe(keyId);
  expect(await moveToKey(context, { keyId, batches: 50 })).toBe("moved");
  await expectReadable(studio, keyId, 1_100);
});

test("check 83 two who rotate at once agree on one new key", async () => {
  const studio = await createStudio(runtime);
  const { current } = await runtime.vault.keysOf(studio.tenantId);
  const rotations = await Promise.all(
    [1, 2].map(async () => {
      const keys = await runtime.vault.newKeys(studio.tenantId);
      return await beginRotation(system(studio), { insteadOf: current.keyId, keys });
    }),
  );
  expect(rotations.map(({ ok }) => ok).sort((one, other) => Number(one) - Number(other))).toEqual([
    false,
    true,
  ]);
  expect((await keyRows(studio)).length).toBe(4);
});

test("ENC-05 a key is due for replacement when it is a quarter old", async () => {
  const studio = await createStudio(runtime);
  await withoutKeys(studio);
  expect(await dueRotation(system(studio), {})).toBeNull();
  const { current } = await runtime.vault.keysOf(studio.tenantId);
  expect(await dueRotation(system(studio), {})).toEqual({ keyId: current.keyId, due: "nothing" });
  await query("update tenant_data_key set created_at = now() - interval '90 days' where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(await dueRotation(system(studio), {})).toEqual({ keyId: current.keyId, due: "rotation" });
});

test("check 85 with the key service down nothing is rotated or written, what is open goes on, and later it works", async () => {
  const studio = await createStudio(runtime);
  const local = master();
  let down = false;
  const answer = (work: () => Promise<Uint8Array>) =>
    down ? Promise.reject(new KeyServiceError("unavailable")) : work();
  const service: KeyService = {
    name: "local",
    wrap: (key, context) => answer(() => local.wrap(key, context)),
    unwrap: (wrapped, context) => answer(() => local.unwrap(wrapped, context)),
  };
  const process = await testRuntime(database, { keyService: service });
  const context = { ...system(studio), runtime: process };
  await process.vault.keysOf(studio.tenantId);
  const before = await keyRows(studio);
  down = true;
  expect((await process.vault.keysOf(studio.tenantId)).tenantId).toBe(studio.tenantId);
  await expect(replaceKeys(context)).rejects.toMatchObject({ name: "VaultUnavailable" });
  expect(await keyRows(studio)).toEqual(before);
  down = false;
  vi.useFakeTimers({ now: Date.now() + noticeMs, toFake: ["Date"] });
  expect(await replaceKeys(context)).not.toBe(before[0]?.["id"]);
});

test("check 85 without a key service there is a refusal and no key", async () => {
  const studio = await createStudio(runtime);
  const keyless = await testRuntime(database, { keyService: { ...master(), name: "other" } });
  await runtime.vault.keysOf(studio.tenantId);
  await expect(keyless.vault.keysOf(studio.tenantId)).rejects.toMatchObject({ code: "unknown_service" });
});

test("ENC-03 the database takes no word in the clear where words are sealed, and goes by the vault's own shape", async () => {
  const studio = await createStudio(runtime);
  const [row] = await query(
    "select pg_get_constraintdef(c.oid) as shape from pg_constraint c join pg_type t on t.oid = c.contypid where t.typname = 'sealed_text'",
  );
  expect(String(row?.["shape"])).toContain(sealedShapeSql);
  for (const word of ["Ximena", "", "k:Ximena", "k:aaaa:bbbb:cccc"])
    await expect(
      query("insert into sealed_note (tenant_id, body) values ($1, $2)", [studio.tenantId, word]),
    ).rejects.toThrow("sealed_text");
});

test("the application can neither change a wrapped key nor make a retired one another", async () => {
  const grants = await query(
    `select privilege_type as may, string_agg(column_name, ',' order by column_name) as columns
     from information_schema.column_privileges
     where grantee = 'quietroom_app' and table_name = 'tenant_data_key' and privilege_type = 'UPDATE' group by 1`,
  );
  expect(grants).toEqual([{ may: "UPDATE", columns: "retired_at,state" }]);
});

test("check 84 every column that rows are found by is made again when they are moved", async () => {
  const found = await query(
    `select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname ~ '_(index|tokens|bucket)$' and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and exists (select from pg_attribute s where s.attrelid = c.oid and s.atttypid = 'sealed_text'::regtype)`,
  );
  const studio = await createStudio(runtime);
  const keys = await runtime.vault.keysOf(studio.tenantId);
  for (const { table, column } of found)
    expect(Object.keys(reindex(keys, String(table), {})), `${String(table)}.${String(column)}`).toContain(
      column,
    );
});

test("check 84 ENC-09 a rotation makes every index again: clients are found by name, email, phone and date after it, removed ones too", async () => {
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const clientId = await addClient(runtime, tenantId, person("Ximena"));
  const removed = await addClient(runtime, tenantId, person("Yolanda"));
  await query("update client set deleted_at = now() where id = $1", [removed]);
  const indexes = async () =>
    await query(
      `select id, email_index, phone_index, record_number_index, birth_bucket, split_part(given_name, ':', 1) as key,
         (select array_agg(token order by token) from client_name_token t where t.client_id = c.id) as tokens
       from client c where tenant_id = $1 order by id`,
      [tenantId],
    );
  const before = await indexes();
  const keyId = await replaceKeys(system(studio));
  await moveAll(studio, keyId);
  succeeded(await finishRotation(system(studio), { keyId }));
  await query("update client set deleted_at = null where id = $1", [removed]);
  const after = await indexes();
  expect(after.length).toBe(2);
  for (const [at, row] of after.entries()) {
    expect(row["key"]).toBe(keyId);
    for (const name of ["email_index", "phone_index", "record_number_index", "tokens"])
      expect(row[name], name).not.toEqual(before[at]?.[name]);
  }
  // A process of afterwards, which never had the retired index key.
  const restarted = await testRuntime(database, { keyService: master() });
  const later = await restarted.vault.keysOf(tenantId);
  expect(later.indexKeys.length).toBe(1);
  for (const [id, name] of [
    [clientId, "Ximena"],
    [removed, "Yolanda"],
  ] as const) {
    const row = after.find((each) => each["id"] === id);
    const { email, phone, birthDate } = person(name);
    const [record] = (await clientsOf(restarted, tenantId)).filter((each) => each.id === id);
    const expected = clientIndexes(later, {
      email,
      phone,
      birthDate,
      recordNumber: record?.recordNumber ?? "",
    });
    expect(row).toMatchObject({ birth_bucket: expected.birthBucket });
    expect(Buffer.from(expected.emailIndex).equals(Buffer.from(bytesOf(row?.["email_index"])))).toBe(true);
    expect(Buffer.from(expected.phoneIndex).equals(Buffer.from(bytesOf(row?.["phone_index"])))).toBe(true);
  }
});

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error("no bytes");
}

test.each(["unavailable", "timeout", "denied", "disabled"] as const)(
  "check 85 with the key service %s whatever needs a studio's keys is refused and kept nowhere, the rest goes on, and so does the process",
  async (code) => {
    const studio = await createStudio(runtime);
    const clientId = await addClient(runtime, studio.tenantId, person("Ximena"));
    const local = master();
    const state = { down: true };
    const answer = (work: () => Promise<Uint8Array>) =>
      state.down ? Promise.reject(new KeyServiceError(code)) : work();
    const started = await testRuntime(database, {
      keyService: {
        name: "local",
        wrap: (key, context) => answer(() => local.wrap(key, context)),
        unwrap: (wrapped, context) => answer(() => local.unwrap(wrapped, context)),
      },
    });
    const own = { ...studio.as({ client: clientId }), runtime: started };
    const wish = { kind: "correction", wish: "My number ends in 77." } as const;
    const before = await rowCounts(query);
    await expect(askRequest(own, wish)).rejects.toMatchObject({ code: "unavailable" });
    await expect(exportOwnRecord(own, {})).rejects.toMatchObject({ code: "unavailable" });
    const { audit_event: trail, ...after } = await rowCounts(query);
    expect(before).toMatchObject(after);
    expect(trail).toBe((before["audit_event"] ?? 0) + 2);
    expect(await dueRotation({ ...system(studio), runtime: started }, {})).toMatchObject({ due: "nothing" });
    state.down = false;
    started.vault.forget(studio.tenantId); // as a second later
    succeeded(await askRequest(own, wish));
  },
);
