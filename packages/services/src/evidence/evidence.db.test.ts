import type { AnchoredHead, AnchorLog, ArchiveStore } from "@quietroom/services/ports";
import {
  bookVisit,
  createStudio,
  inspect,
  letAuditBeDated,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { type Instant, instant, minuteMs } from "@quietroom/domain/time";
import { randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  archiveTrail,
  createAuditKeys,
  createAuditSigner,
  removeOldMonths,
  sealTrail,
  searchArchive,
  verifyTrail,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const owner = await inspect({ superUrl: database.ownerUrl });
const slow = await inspect({ superUrl: database.appUrl });
const signer = createAuditSigner(randomBytes(32));
const keys = createAuditKeys([signer.publicKey]);
await letAuditBeDated(query);

/** Keeps heads as a file or a bucket would: what is in it stays. */
function anchorLog(): AnchorLog & { readonly kept: readonly AnchoredHead[] } {
  const kept: AnchoredHead[] = [];
  return {
    kept,
    append: async (heads) => void kept.push(...(await Promise.resolve(heads))),
    last: async (tenantId) => {
      const numbers = kept.filter((head) => head.tenantId === tenantId).map(({ number }) => number);
      return await Promise.resolve(numbers.length === 0 ? null : Math.max(...numbers));
    },
    async *all() {
      yield* await Promise.resolve(kept);
    },
  };
}

function archiveStore(): ArchiveStore & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    put: async (name, content) => void files.set(name, await Promise.resolve(content)),
    get: async (name) => await Promise.resolve(files.get(name) ?? null),
    list: async (prefix) =>
      await Promise.resolve([...files.keys()].filter((name) => name.startsWith(prefix)).sort()),
  };
}

/** A studio with an audit of `rows` rows and three seals. */
async function sealedStudio(rows = 12) {
  const studio = await createStudio(runtime);
  const anchors = anchorLog();
  for (let part = 0; part < 3; part += 1) {
    await write(studio, rows / 3);
    await sealTrail(runtime, studio.tenantId, { signer, anchors });
  }
  return { studio, anchors, verify: async () => await verdictOf(studio, anchors.kept) };
}

async function write({ tenantId }: TestStudio, rows: number, at = "now()"): Promise<void> {
  await query(
    `insert into audit_event (tenant_id, at, actor_kind, verb, action, resource, outcome, request_id)
     select $1, ${at}, 'system', 'test.write', 'read', 'client', 'done', n::text from generate_series(1, $2) n`,
    [tenantId, rows],
  );
}

async function verdictOf(
  { tenantId }: TestStudio,
  anchors: readonly AnchoredHead[],
  {
    archives = null,
    now = instant(Date.now()),
  }: { archives?: ArchiveStore | null; now?: Instant | null } = {},
) {
  const own = anchors.filter((head) => head.tenantId === tenantId);
  const verdict = await verifyTrail(runtime.db, tenantId, {
    keys,
    anchors: own,
    archives,
    now,
    hashHere: () => true,
  });
  // Whether the digests are taken by the server or here, the verdict is one.
  const there = await verifyTrail(runtime.db, tenantId, {
    keys,
    anchors: own,
    archives,
    now,
    hashHere: () => false,
  });
  expect(there).toEqual(verdict);
  return verdict;
}

/** What a superuser does who means it: past triggers and policies. */
async function tamper(sql: string, values: readonly unknown[] = []): Promise<void> {
  await query("set session_replication_role = replica");
  try {
    await query(sql, values);
  } finally {
    await query("set session_replication_role = origin");
  }
}

async function rowIds({ tenantId }: TestStudio): Promise<readonly string[]> {
  const rows = await query(
    "select id from audit_event where tenant_id = $1 and verb = 'test.write' order by id",
    [tenantId],
  );
  return rows.map(({ id }) => String(id));
}

test("AUD-06 an audit that nobody touched holds, with every row of it sealed, signed and anchored", async () => {
  const { studio, anchors, verify } = await sealedStudio();
  const verdict = await verify();
  expect(verdict).toMatchObject({ findings: [], seals: 3, unsealed: 0 });
  const [written] = await query("select count(*)::int as rows from audit_event where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(verdict.rows).toBe(written?.["rows"]);
  expect(anchors.kept.map(({ number }) => number)).toEqual([1, 2, 3]);
  await write(studio, 2);
  expect(await verify()).toMatchObject({ findings: [], unsealed: 2 });
});

type Mutation = {
  readonly what: string;
  readonly expected: string;
  /** Answers the id of the row that has to be named, or null. */
  readonly act: (studio: TestStudio) => Promise<string | null>;
};

const mutations: readonly Mutation[] = [
  {
    what: "a row altered",
    expected: "altered",
    async act(studio) {
      const id = (await rowIds(studio))[5] ?? "";
      await tamper("update audit_event set outcome = 'forbidden' where id = $1", [id]);
      return id;
    },
  },
  {
    what: "the clock of a row changed",
    expected: "altered",
    async act(studio) {
      const id = (await rowIds(studio))[7] ?? "";
      await tamper("update audit_event set at = at - interval '1 minute' where id = $1", [id]);
      return id;
    },
  },
  {
    what: "a row deleted",
    expected: "missing",
    async act(studio) {
      const id = (await rowIds(studio))[4] ?? "";
      await tamper("delete from audit_event where id = $1", [id]);
      return id;
    },
  },
  {
    what: "a row inserted",
    expected: "inserted",
    async act({ tenantId }) {
      await tamper(
        `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id)
         values ($1, 'staff', 'test.forged', 'read', 'client', 'done', 'x')`,
        [tenantId],
      );
      const [row] = await query("select id from audit_event where tenant_id = $1 and verb = 'test.forged'", [
        tenantId,
      ]);
      return String(row?.["id"]);
    },
  },
  {
    what: "two rows in each other's place",
    expected: "altered",
    async act(studio) {
      const [, first = "", second = ""] = await rowIds(studio);
      const spare = "00000000-0000-7000-8000-000000000001";
      for (const [from, to] of [
        [first, spare],
        [second, first],
        [spare, second],
      ])
        await tamper("update audit_event set id = $2 where id = $1", [from, to]);
      return first;
    },
  },
  {
    what: "rows reordered in their seal",
    expected: "reordered",
    async act({ tenantId }) {
      await tamper(
        `update audit_seal set leaves = substr(leaves, 57, 56) || substr(leaves, 1, 56) || substr(leaves, 113) where tenant_id = $1 and number = 2`,
        [tenantId],
      );
      const [row] = await query(
        "select encode(substr(leaves, 57, 16), 'hex')::uuid::text as id from audit_seal where tenant_id = $1 and number = 2",
        [tenantId],
      );
      return String(row?.["id"]);
    },
  },
  {
    what: "the last rows cut off with their seal and what awaited one",
    expected: "truncated",
    async act(studio) {
      const { tenantId } = studio;
      const ids = (await rowIds(studio)).slice(-4);
      await tamper("delete from audit_event where id = any ($1)", [ids]);
      await tamper("delete from audit_seal where tenant_id = $1 and number = 3", [tenantId]);
      return null;
    },
  },
  {
    what: "a seal made again without the key",
    expected: "seal_altered",
    async act({ tenantId }) {
      await tamper(
        "update audit_seal set signature = decode(repeat('00', 64), 'hex') where tenant_id = $1 and number = 2",
        [tenantId],
      );
      return null;
    },
  },
  {
    what: "a seal taken out of the chain",
    expected: "seal_missing",
    async act({ tenantId }) {
      await tamper("delete from audit_seal where tenant_id = $1 and number = 2", [tenantId]);
      return null;
    },
  },
];

test.each(mutations)("check 87 AUD-06 $what: the verifier names it", async ({ expected, act }) => {
  const { studio, verify } = await sealedStudio();
  const id = await act(studio);
  const { findings } = await verify();
  const named = findings.find(({ kind }) => kind === expected);
  expect(named, JSON.stringify(findings)).toBeDefined();
  if (id !== null) expect(findings.find(({ rowId }) => rowId !== null)?.rowId).toBe(id);
});

test("check 87 AUD-06 the first of several bad rows is named first", async () => {
  const { studio, verify } = await sealedStudio();
  const ids = await rowIds(studio);
  await tamper("update audit_event set outcome = 'x' where id = any ($1)", [[ids[9], ids[2], ids[6]]]);
  expect((await verify()).findings.map(({ rowId }) => rowId)).toEqual([ids[2], ids[6], ids[9]]);
});

test("check 87 AUD-08 a whole month dropped is named, with its first row", async () => {
  const studio = await createStudio(runtime);
  const anchors = anchorLog();
  await openMonth("2026-03-01");
  await write(studio, 5, "'2026-03-10T12:00Z'::timestamptz");
  const [first] = await rowIds(studio);
  await sealTrail(runtime, studio.tenantId, { signer, anchors });
  expect((await verdictOf(studio, anchors.kept)).findings).toEqual([]);
  await query("drop table audit.event_2026_03");
  expect((await verdictOf(studio, anchors.kept)).findings).toMatchObject([
    { kind: "part_missing", rowId: first },
  ]);
});

test("check 87 AUD-07 a chain made anew with a key of one's own differs from what is anchored, and so does one with ours", async () => {
  const { studio, anchors } = await sealedStudio();
  const again = anchorLog();
  await tamper("delete from audit_seal where tenant_id = $1", [studio.tenantId]);
  await tamper("insert into audit_unsealed select tenant_id, id, at from audit_event where tenant_id = $1", [
    studio.tenantId,
  ]);
  await sealTrail(runtime, studio.tenantId, { signer, anchors: again });
  const kinds = (await verdictOf(studio, anchors.kept)).findings.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["anchor_differs", "truncated"]));
  const stranger = createAuditKeys([createAuditSigner(randomBytes(32)).publicKey]);
  const unknown = await verifyTrail(runtime.db, studio.tenantId, {
    keys: stranger,
    anchors: [],
    archives: null,
    now: null,
  });
  expect(unknown.findings).toMatchObject([{ kind: "seal_altered", sealNumber: 1 }]);
});

test("check 87 AUD-06 writers at once and a transaction that stays open for long: each row is sealed once, after its commit", async () => {
  const studio = await createStudio(runtime);
  const anchors = anchorLog();
  await slow("begin");
  await slow("select set_config('app.tenant_id', $1, true)", [studio.tenantId]);
  const late = await slow(
    `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id)
     values ($1, 'system', 'test.late', 'read', 'client', 'done', 'x') returning id`,
    [studio.tenantId],
  );
  const writers = Array.from({ length: 8 }, async (_, hour) => {
    await bookVisit(studio, { startsAt: wallTime(4 + hour, "10:00") });
    await sealTrail(runtime, studio.tenantId, { signer, anchors });
  });
  await Promise.all(writers);
  await sealTrail(runtime, studio.tenantId, { signer, anchors });
  expect(await verdictOf(studio, anchors.kept)).toMatchObject({ findings: [], unsealed: 0 });
  await slow("commit");
  expect(await verdictOf(studio, anchors.kept)).toMatchObject({ findings: [], unsealed: 1 });
  await sealTrail(runtime, studio.tenantId, { signer, anchors });
  expect(await verdictOf(studio, anchors.kept)).toMatchObject({ findings: [], unsealed: 0 });
  await tamper("update audit_event set outcome = 'x' where id = $1", [late[0]?.["id"]]);
  expect((await verdictOf(studio, anchors.kept)).findings).toMatchObject([
    { kind: "altered", rowId: late[0]?.["id"] },
  ]);
});

test("AUD-07 while heads cannot leave the database sealing goes on and says so, nothing is claimed, and the next round makes up for it", async () => {
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const anchors = anchorLog();
  const down: AnchorLog = {
    ...anchors,
    append: async () => await Promise.reject(new Error("unavailable")),
  };
  for (const rows of [2, 3]) {
    await write(studio, rows);
    await expect(sealTrail(runtime, tenantId, { signer, anchors: down })).rejects.toThrow("unavailable");
  }
  expect([await anchors.last(tenantId), anchors.kept]).toEqual([null, []]);
  expect(await verdictOf(studio, anchors.kept)).toMatchObject({ findings: [], seals: 2, unsealed: 0 });
  await sealTrail(runtime, tenantId, { signer, anchors });
  expect(anchors.kept.map(({ number }) => number)).toEqual([1, 2]);
});

test("AUD-06 a row that was gone before it was sealed is missed all the same", async () => {
  const studio = await createStudio(runtime);
  const [id = ""] = await rowIds(studio).then(async () => {
    await write(studio, 1);
    return await rowIds(studio);
  });
  await tamper("delete from audit_event where id = $1", [id]);
  const anchors = anchorLog();
  await sealTrail(runtime, studio.tenantId, { signer, anchors });
  expect((await verdictOf(studio, anchors.kept)).findings).toMatchObject([{ kind: "missing", rowId: id }]);
});

test("check 87 AUD-06 rows that wait for a seal for more than fifteen minutes are a finding: the first of them, until they are sealed; a backup's are none", async () => {
  const { studio, anchors, verify } = await sealedStudio();
  await write(studio, 2);
  const [first] = await query(
    "select id, floor(extract(epoch from at) * 1000)::float8 as at from audit_unsealed where tenant_id = $1 order by at, id",
    [studio.tenantId],
  );
  const written = Number(first?.["at"]);
  const at = async (minutes: number, ms = 0) =>
    await verdictOf(studio, anchors.kept, { now: instant(written + minutes * minuteMs + ms) });
  expect(await at(0)).toMatchObject({ findings: [], unsealed: 2 });
  expect((await at(15)).findings).toEqual([]);
  expect(await at(15, 1)).toMatchObject({
    findings: [{ kind: "unsealed_long", rowId: first?.["id"], sealNumber: null, at: written }],
    unsealed: 2,
  });
  expect((await verdictOf(studio, anchors.kept, { now: null })).findings).toEqual([]);
  await sealTrail(runtime, studio.tenantId, { signer, anchors });
  expect((await at(60)).findings).toEqual([]);
  expect((await verify()).findings).toEqual([]);
});

/** Opens a part of the audit as a job of its month would have. */
async function openMonth(month: string): Promise<void> {
  await owner("call app.open_audit_month($1::date)", [month]);
}

/** Moves the studio's clock to a moment; evidence keeps the real one. */
async function moveTo(moment: string): Promise<void> {
  const [away] = await query("select extract(epoch from $1::timestamptz - app.now())::float8 * 1000 as ms", [
    moment,
  ]);
  await database.advanceClock(Math.ceil(Number(away?.["ms"])));
}

test("check 90 AUD-08 a month is copied to a signed file 90 days after its end, not a day before, and what was changed in it since is seen", async () => {
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const [anchors, archives] = [anchorLog(), archiveStore()];
  const [last] =
    await query(`select (m - interval '1 month')::date::text as month, to_char(m - interval '1 month', 'YYYY-MM') as name,
    (m at time zone 'UTC' + interval '89 days')::text as before, (m at time zone 'UTC' + interval '90 days')::text as after
    from date_trunc('month', now() at time zone 'UTC') m`);
  const name = String(last?.["name"]);
  await openMonth(String(last?.["month"]));
  await write(studio, 40, `'${name}-15T12:00Z'::timestamptz`);
  const archive = async () => (await archiveTrail(runtime, tenantId, { signer, archives })).archived;
  await moveTo(String(last?.["before"]));
  await sealTrail(runtime, tenantId, { signer, anchors });
  expect(await archive()).toEqual([]);
  await moveTo(String(last?.["after"]));
  await write(studio, 1, `'${name}-16T12:00Z'::timestamptz`);
  expect(await archive(), "not before all of it is sealed").toEqual([]);
  await sealTrail(runtime, tenantId, { signer, anchors });
  expect(await archive()).toEqual([name]);
  expect(await archive()).toEqual([]);

  const file = `${tenantId}/${name}.jsonl.gz`;
  const hits = async () => {
    const found = [];
    const asked = { tenantId, words: ["test.write", "client"], from: name, until: name };
    for await (const hit of searchArchive(archives, keys, asked)) found.push(hit.kind);
    return found;
  };
  expect(await hits()).toEqual(Array.from({ length: 41 }, () => "row"));
  const bytes = archives.files.get(file) ?? new Uint8Array();
  const altered = gzipSync(gunzipSync(bytes).toString("utf8").replace("test.write", "test.wrote"));
  archives.files.set(file, altered);
  expect(await hits()).toEqual(["unreadable"]);
});

test("check 90 AUD-08 rows of six years and 364 days stay; of seven years and a day they leave for the archive, where they are still checked", async () => {
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const [anchors, archives] = [anchorLog(), archiveStore()];
  const [old] =
    await query(`select m::date::text as month, to_char(m, 'YYYY-MM') as name, to_char(m, 'YYYY_MM') as part,
    ((m + interval '1 month') at time zone 'UTC' - interval '1 ms')::text as last,
    ((m + interval '1 month') at time zone 'UTC' + interval '7 years' - interval '1 day')::text as before,
    ((m + interval '1 month') at time zone 'UTC' + interval '7 years' + interval '1 day')::text as after
    from date_trunc('month', now() at time zone 'UTC' - interval '6 years 6 months') m`);
  await openMonth(String(old?.["month"]));
  await write(studio, 3, `'${String(old?.["last"])}'::timestamptz`);
  await sealTrail(runtime, tenantId, { signer, anchors });
  expect((await archiveTrail(runtime, tenantId, { signer, archives })).archived).toEqual([old?.["name"]]);
  await moveTo(String(old?.["before"]));
  expect((await removeOldMonths(runtime)).removed).toEqual([]);
  expect(await rowIds(studio)).toHaveLength(3);
  await moveTo(String(old?.["after"]));
  expect((await removeOldMonths(runtime)).removed).toEqual([`event_${String(old?.["part"])}`]);
  expect(await rowIds(studio)).toEqual([]);

  // Where the clock was moved and not waited for, the seal sees that the years have not passed.
  const kinds = async (store: ArchiveStore | null) =>
    (await verdictOf(studio, anchors.kept, { archives: store })).findings.map(({ kind }) => kind);
  expect(await kinds(archives)).toEqual(["removed_early"]);
  await tamper("update audit_archive set removed_at = removed_at + interval '7 years' where tenant_id = $1", [
    tenantId,
  ]);
  expect(await verdictOf(studio, anchors.kept, { archives })).toMatchObject({
    findings: [],
    archived: 3,
    archivedUnread: 0,
  });
  expect(await verdictOf(studio, anchors.kept)).toMatchObject({
    findings: [],
    archived: 3,
    archivedUnread: 3,
  });
  expect(await kinds(archiveStore())).toEqual(["archive_missing", "archive_missing", "archive_missing"]);
});
