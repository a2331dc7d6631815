import {
  createStudio,
  inspect,
  testDatabase,
  testRuntime,
  type TestStudio,
  withKeys,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { type PortalCall, signedInPortal } from "../test/portal-calls.ts";
import { served } from "../test/served.ts";
import { arrange, type ValidCall, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
const ourScene = await arrange(ours, query);
const theirScene = await arrange(theirs, query);
const ourPortal = await signedInPortal(runtime, ours, query);
const theirPortal = await signedInPortal(runtime, theirs, query);
const canary = "zyzzyvaword";
const planted = await plant(theirs);

const website = served(publicRouter, () => publicContext(runtime));
const dashboardOf = (studio: TestStudio) =>
  served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(adminOf(studio))));

function adminOf(studio: TestStudio): StaffActor {
  const { actor } = studio.as("admin");
  if (actor.kind !== "staff") throw new Error("an admin is staff");
  return actor;
}

/** The word, in every text of the other studio that takes it; answers where. */
async function plant({ tenantId }: TestStudio): Promise<readonly string[]> {
  await query("set session_replication_role = replica"); // past what keeps the audit as it is
  const columns = await query(`
    select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
      and a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.attname not in ('slug', 'time_zone', 'locale')
      and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'tenant_id')`);
  const places: string[] = [];
  await withKeys(runtime, tenantId, async ({ tx }) => {
    const names = { givenName: canary, familyName: canary, phone: canary };
    for (const { id } of await tx.client.findMany({ where: { tenantId }, select: { id: true } }))
      await tx.client.update({ where: { tenantId_id: { tenantId, id } }, data: names, select: { id: true } });
  });
  for (const { table, column } of columns) {
    const sql = `update ${String(table)} set ${String(column)} = '${canary}' where tenant_id = $1 returning 1`;
    // A closed list of words or a key that must differ takes none.
    const changed = await query(sql, [tenantId]).catch(() => []);
    if (changed.length > 0) places.push(`${String(table)}.${String(column)}`);
  }
  return places;
}

test("check 20 the other studio's texts are full of the word, and its own people see it", async () => {
  expect(planted).toEqual(expect.arrayContaining(["practitioner.display_name", "service.name"]));
  const range = validCalls(theirs, theirScene).find(({ path }) => path === "calendar.range");
  const { text } = await dashboardOf(theirs).call("calendar.range", "query", range?.input ?? {});
  expect(text).toContain(canary);
});

type Call = ValidCall | PortalCall;
const everyCall: readonly (readonly [string, string, Call])[] = [
  ...theirPortal.calls.map((call) => [call.path, "the other's ids", call] as const),
  ...ourPortal.calls.map((call) => [call.path, "our ids", call] as const),
  ...validCalls(theirs, theirScene).map((call) => [call.path, "the other's ids", call] as const),
  ...validCalls(ours, ourScene).map((call) => [call.path, "our ids", call] as const),
];

test.each(everyCall)(
  "check 20 check 15 TEN-07 %s asked with %s says no word of the other studio's",
  async (path, _, { router, kind, input }) => {
    const asked = "studio" in input ? { ...input, studio: ours.slug } : input;
    const site = { staff: dashboardOf(ours), public: website, client: ourPortal.site }[router];
    const reply = await site.call(path, kind, asked);
    expect(reply.text).not.toContain(canary);
    expect(reply.text.length).toBeGreaterThan(0);
  },
);

test("check 20 what was logged meanwhile has not the word either", () => {
  expect(JSON.stringify(runtime.logged)).not.toContain(canary);
});
