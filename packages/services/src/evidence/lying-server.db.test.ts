import { createStudio, inspect, testDatabase, testRuntime, type TestStudio } from "@quietroom/testing";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createAuditKeys, createAuditSigner, sealTrail, verifyTrail } from "./index.ts";

const database = await testDatabase();
const honest = await testRuntime(database);
const query = await inspect(database);
const signer = createAuditSigner(randomBytes(32));
const keys = createAuditKeys([signer.publicKey]);
const nowhere = {
  append: async () => await Promise.resolve(),
  last: async () => await Promise.resolve(null),
  async *all() {
    yield* await Promise.resolve([]);
  },
};
const rowsOfRange = 3_000;

/** An audit of two ranges that the verifier reads one by one, and the ids of the rows of the second. */
async function twoRanges() {
  const studio = await createStudio(honest);
  const ids: string[] = [];
  for (let part = 0; part < 3; part += 1) {
    const rows = await query(
      `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id)
       select $1, 'system', 'test.write', 'read', 'client', 'done', n::text from generate_series(1, $2) n returning id`,
      [studio.tenantId, rowsOfRange],
    );
    ids.push(...rows.map(({ id }) => String(id)));
    await sealTrail(honest, studio.tenantId, { signer, anchors: nowhere });
  }
  return { studio, first: ids[7] ?? "", far: ids[2 * rowsOfRange + 7] ?? "" };
}

/**
 * What whoever owns the server may do to hide what they changed: a row is altered past the triggers, and to the product's own role the
 * server's `sha256` is another one, which of that row answers the digest it had. Answers connections that were made afterwards.
 */
async function liar(rowId: string) {
  const [line] = await query(
    `select encode(substr(leaves, place + 24, 32), 'hex') as digest from (
       select leaves, generate_series(1, length(leaves), 56) as place from audit_seal) s
     where substr(leaves, place, 16) = uuid_send($1::uuid)`,
    [rowId],
  );
  await query("set session_replication_role = replica");
  await query("update audit_event set outcome = 'forbidden' where id = $1", [rowId]);
  await query("set session_replication_role = origin");
  await query("create schema if not exists lies");
  await query("grant usage on schema lies to quietroom_app");
  await query(`
    create or replace function lies.sha256(said bytea) returns bytea language sql immutable as $lie$
      select case when convert_from(said, 'UTF8') like '%"${rowId}"%'
        then decode('${String(line?.["digest"])}', 'hex') else pg_catalog.sha256(said) end $lie$`);
  await query(`do $$ begin
    execute format('alter role quietroom_app in database %I set search_path = lies, pg_catalog, public', current_database());
  end $$`);
  return await testRuntime(database);
}

const altered = (rowId: string) => [{ kind: "altered", rowId }];

test("check 87 AUD-06 a server that answers the old digest of a row it altered is believed by nobody who hashes the row: the verifier names it", async () => {
  const { studio, first } = await twoRanges();
  const { db } = await liar(first);
  const verify = async (hashHere?: (range: number) => boolean) =>
    await verifyTrail(db, studio.tenantId, {
      keys,
      anchors: [],
      archives: null,
      now: null,
      ...(hashHere === undefined ? {} : { hashHere }),
    });
  expect((await verify(() => false)).findings).toEqual([]); // the lie is told, and would be believed
  expect((await verify((range) => range === 0)).findings).toMatchObject(altered(first));
  // As the product calls it, the first range is always among those that are hashed here.
  expect((await verify()).findings).toMatchObject(altered(first));
});

test("check 87 AUD-06 a lie about rows far from the first is named as well, by a range that the server cannot know", async () => {
  const { studio, far } = await twoRanges();
  const { db } = await liar(far);
  const against = { keys, anchors: [], archives: null, now: null };
  const verify = async (range: number) =>
    await verifyTrail(db, studio.tenantId, { ...against, hashHere: (each) => each === range });
  expect((await verify(0)).findings).toEqual([]);
  expect((await verify(1)).findings).toMatchObject(altered(far));
  expect(await roundsUntilNamed(studio, far, db)).toBeLessThan(mostRounds);
}, 120_000);

/** One round in sixteen looks there; that none of so many did happens once in a hundred million. */
const mostRounds = 290;

async function roundsUntilNamed(
  { tenantId }: TestStudio,
  rowId: string,
  db: (typeof honest)["db"],
): Promise<number> {
  for (let round = 0; round < mostRounds; round += 1) {
    const { findings } = await verifyTrail(db, tenantId, { keys, anchors: [], archives: null, now: null });
    if (findings.some((finding) => finding.rowId === rowId)) return round;
  }
  return mostRounds;
}
