import { randomUUID } from "node:crypto";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import {
  attempt,
  excessPrivileges,
  fillEveryTable,
  ownerColumn,
  probeCascades,
  probePool,
  probeServer,
  probeTable,
  tenantTables,
} from "@quietroom/testing/isolation";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
await fillEveryTable(query, ours);
await fillEveryTable(query, theirs);
const everyTable = await tenantTables(query);
const studios = { ours: ours.tenantId, theirs: theirs.tenantId };
const app = new Client({ connectionString: database.appUrl });
await app.connect();
afterAll(() => app.end());
const asApplication = { role: "quietroom_app", connectionString: database.appUrl };
const asOwner = { role: "quietroom_owner", connectionString: database.ownerUrl };

test.each(everyTable)(
  "check 3 check 4 check 8 TEN-02 %s: no statement in any session reaches the other studio's rows, by the application or the tables' owner",
  async (table) => {
    for (const role of [asApplication, asOwner]) {
      const probes = await probeTable({ table, studios, query, ...role });
      expect(probes.filter(({ held }) => !held)).toEqual([]);
      expect(new Set(probes.map(({ tenant }) => tenant)).size).toBe(5);
      expect(probes.length).toBe(80);
    }
  },
);

test.each(everyTable)("check 3 TEN-02 %s: a studio sees rows of its own", async (table) => {
  const [own] = await query(`select count(*)::int as rows from ${table} where ${ownerColumn(table)} = $1`, [
    ours.tenantId,
  ]);
  const others = table.endsWith("_directory") ? 1 : 0;
  expect(await attempt(app, ours.tenantId, `select from ${table}`)).toBe(Number(own?.["rows"]) + others);
});

test("check 3 a policy that lets one statement through shows in the matrix", async () => {
  await query("alter policy tenant_select on client using (true)");
  const leaky = await probeTable({ table: "client", studios, query, ...asApplication });
  await query("alter table client no force row level security");
  const asItsOwner = await probeTable({ table: "client", studios, query, ...asOwner });
  await query("alter table client force row level security");
  await query(
    "alter policy tenant_select on client using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))",
  );
  const found = new Set(leaky.filter(({ held }) => !held).map(({ statement }) => statement));
  expect(found).toEqual(new Set(["select", "select everything", "copy to"]));
  expect(asItsOwner.filter(({ held }) => !held).length).toBeGreaterThan(30);
});

test("check 6 TEN-08 removing or renaming anything of one studio takes no row of the other", async () => {
  const probes = await probeCascades({ studios, query, superUrl: database.superUrl });
  expect(probes.length).toBeGreaterThanOrEqual(everyTable.length);
  expect(probes.filter(({ held }) => !held)).toEqual([]);
});

test("check 9 TEN-04 on a pool of one connection, whatever goes wrong, the next one to take it is the application, with no tenant and no client", async () => {
  const probes = await probePool({ studios, query, connectionString: database.appUrl });
  expect(probes.length).toBe(22);
  expect(probes.filter(({ held }) => !held)).toEqual([]);
});

test("check 14 TEN-08 all that one studio has, ids and unique values included, may stand in another one too", async () => {
  const addresses = ["tenant_directory"]; // one address, one studio: that is what it is for
  const third = randomUUID();
  await query("begin");
  // Keys to parents are left out, so that only what must be unique is asked.
  await query("set local session_replication_role = replica");
  for (const table of everyTable.filter((name) => !addresses.includes(name))) {
    const own = ownerColumn(table);
    await query(
      `insert into ${table} overriding system value
       select (jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object('${own}', $1::text))).*
       from ${table} t where ${own} = $2`,
      [third, theirs.tenantId],
    );
  }
  await query("rollback");
});

test("check 12 check 13 the server's files, programs, statistics, sessions, roles and large objects are closed", async () => {
  const probes = await probeServer({ connectionString: database.appUrl, tenantId: ours.tenantId });
  expect(probes.filter(({ held }) => !held)).toEqual([]);
});

test("check 12 check 13 TEN-03 the application's role has no privilege it does not need", async () => {
  expect(await excessPrivileges(query)).toEqual([]);
});

test("check 13 a privilege too many shows in the sweep", async () => {
  await query(
    "grant truncate on client to quietroom_app; grant select on sequence outbox_seq_seq to quietroom_app",
  );
  const found = await excessPrivileges(query);
  await query(
    "revoke truncate on client from quietroom_app; revoke select on sequence outbox_seq_seq from quietroom_app",
  );
  expect(found).toEqual(["SELECT on sequence outbox_seq_seq", "TRUNCATE on client"]);
});
