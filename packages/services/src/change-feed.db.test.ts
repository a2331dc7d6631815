import {
  createStudio,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  replaceHours,
} from "@quietroom/testing";
import { expect, onTestFinished, test } from "vitest";
import type { Change } from "./change-feed.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A reader of one studio's changes that a test can ask for the next one, or for all up to one. */
function read(studio: TestStudio) {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const changes = runtime.changes.subscribe(studio.tenantId, leaving.signal)[Symbol.asyncIterator]();
  const next = async (): Promise<Change | "ended"> => {
    const { value, done } = await changes.next();
    return done === true ? "ended" : value;
  };
  return {
    leave: () => leaving.abort(),
    next,
    async until(name: string): Promise<Change[]> {
      const seen: Change[] = [];
      for (;;) {
        const change = await next();
        if (change === "ended") throw new Error(`ended before ${name}`);
        seen.push(change);
        if (change.name === name) return seen;
      }
    },
  };
}

async function changeHours({ as, practitionerId }: TestStudio): Promise<void> {
  succeeded(await replaceHours(as("admin"), { practitionerId, rows: [] }));
}

test("check 19 TEN-09 a reader is told to look at everything once, and then of each change of its own studio", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const reader = read(ours);
  expect(await reader.next()).toEqual({ seq: 0, name: "resync" });
  await changeHours(theirs);
  await changeHours(ours);
  const change = (await reader.until("availability/changed")).at(-1);
  const [row] = await query("select max(seq)::int as seq from outbox where tenant_id = $1", [ours.tenantId]);
  expect(change).toEqual({ seq: row?.["seq"], name: "availability/changed" });
});

test("what is rolled back is never told", async () => {
  const studio = await createStudio(runtime);
  const reader = read(studio);
  await reader.next();
  await query("begin");
  await query("insert into outbox (tenant_id, name, data) values ($1, 'never', '{}')", [studio.tenantId]);
  await query("rollback");
  await changeHours(studio);
  const seen = await reader.until("availability/changed");
  expect(seen.map(({ name }) => name)).not.toContain("never");
});

test("a lost connection is made again, every reader is told to look at everything, and changes go on", async () => {
  const studio = await createStudio(runtime);
  const reader = read(studio);
  await reader.next();
  const cut = await query(
    "select pg_terminate_backend(pid) as cut from pg_stat_activity where application_name = 'quietroom listen outbox' and datname = current_database()",
  );
  expect(cut).toEqual([{ cut: true }]);
  await reader.until("resync");
  await changeHours(studio);
  await reader.until("availability/changed");
  expect(runtime.logged).toContainEqual({ level: "warn", code: "change_feed_lost", fields: {} });
});

test("a reader that fell behind is told to look at everything instead of a thousand changes", async () => {
  const studio = await createStudio(runtime);
  const reader = read(studio);
  await reader.next();
  await query(
    "insert into outbox (tenant_id, name, data) select $1, 'many', '{}' from generate_series(1, 1500)",
    [studio.tenantId],
  );
  const other = read(studio);
  await other.next();
  await changeHours(studio);
  // Notices arrive in order, so once this one is through, all of them are.
  await other.until("availability/changed");
  const seen = await reader.until("availability/changed");
  expect(seen[0]).toMatchObject({ name: "resync" });
  expect(seen.length).toBeLessThan(1_000);
});

test("leaving ends the changes", async () => {
  const reader = read(await createStudio(runtime));
  await reader.next();
  const next = reader.next();
  reader.leave();
  expect(await next).toBe("ended");
});
