import { studiosWaiting, systemContext } from "@quietroom/services";
import { purgeOutbox, relayOutbox, type RelayedEvent } from "@quietroom/services/relay-outbox";
import { askPasswordReset, createStaffUser } from "@quietroom/services/staff";
import { expireHolds } from "@quietroom/services/scheduling";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { afterEach, expect, test } from "vitest";
import { createJobs } from "./jobs.ts";
import { createOutboxRelay, type OutboxRelay } from "./outbox-relay.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const asOwner = await inspect({ superUrl: database.ownerUrl });
const here = await createStudio(runtime);
const there = await createStudio(runtime);
const system = systemContext(runtime, here.tenantId, "test");

const relays: OutboxRelay[] = [];
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await query("update outbox set relayed_at = app.now() where relayed_at is null");
});

/** Writes events as verbs do, in order, without the rest of the product. */
async function write(tenantId: string, count: number): Promise<string[]> {
  const rows = await query(
    `insert into outbox (tenant_id, name, data)
     select $1, 'availability/changed', jsonb_build_object('tenantId', $1::uuid, 'practitionerId', uuidv7())
     from generate_series(1, $2) returning id`,
    [tenantId, count],
  );
  return rows.map(({ id }) => String(id));
}

async function waiting(): Promise<number> {
  const [row] = await query("select count(*)::int as n from outbox where relayed_at is null");
  return Number(row?.["n"]);
}

function relayTo(
  deliver: (events: readonly RelayedEvent[]) => Promise<void>,
  sweepEveryMs = 60_000,
): OutboxRelay {
  const relay = createOutboxRelay({
    runtime,
    databaseUrl: database.appUrl,
    log: runtime.log,
    deliver,
    sweepEveryMs,
  });
  relays.push(relay);
  return relay;
}

test("events leave in the order in which they were written, each once, whatever their number", async () => {
  await relayOutbox(system, async () => undefined);
  const ids = await write(here.tenantId, 250);
  const batches: RelayedEvent[][] = [];
  const { relayed } = await relayOutbox(system, async (events) => void batches.push([...events]));
  expect(relayed).toBe(250);
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(batches.flat().map(({ id }) => id)).toEqual(ids);
  expect(batches[0]?.[0]).toEqual({
    id: ids[0],
    name: "availability/changed",
    writtenAt: expect.any(Number),
    data: { tenantId: here.tenantId, practitionerId: expect.any(String) },
  });
  expect(await relayOutbox(system, async () => expect.fail("nothing is left"))).toEqual({ relayed: 0 });
});

test("ec-H21 a relay that dies between delivering and marking delivers again, under the same ids", async () => {
  const ids = await write(here.tenantId, 3);
  const delivered: string[] = [];
  await expect(
    relayOutbox(system, async (events) => {
      delivered.push(...events.map(({ id }) => id));
      throw new Error("killed");
    }),
  ).rejects.toThrow("killed");
  await relayOutbox(system, async (events) => void delivered.push(...events.map(({ id }) => id)));
  expect(delivered).toEqual([...ids, ...ids]);
});

test("two relays at once: the first arrival of each event keeps the order", async () => {
  const ids = await write(here.tenantId, 250);
  const arrived: string[] = [];
  const deliver = async (events: readonly RelayedEvent[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    arrived.push(...events.map(({ id }) => id));
  };
  await Promise.all([relayOutbox(system, deliver), relayOutbox(system, deliver)]);
  expect([...new Set(arrived)]).toEqual(ids);
  expect(await waiting()).toBe(0);
});

test("TEN-09 a studio's relay sees that studio's events alone", async () => {
  await write(there.tenantId, 2);
  expect(await relayOutbox(system, async () => expect.fail("not ours"))).toEqual({ relayed: 0 });
});

test("WAIT-04 an event is relayed as soon as it is committed", async () => {
  const arrived: string[] = [];
  const relay = relayTo(async (events) => void arrived.push(...events.map(({ name }) => name)));
  relay.start();
  await expect.poll(() => relay.running()).toBe(true);
  arrived.length = 0;
  await bookVisit(there, { startsAt: wallTime(3, "10:00"), who: person("Swift") });
  await expect.poll(() => arrived).toEqual(["appointment/held", "appointment/booked"]);
});

test("what was written while nobody listened is found at the start and by the rounds", async () => {
  await write(here.tenantId, 1);
  const arrived: string[] = [];
  const relay = relayTo(async (events) => void arrived.push(...events.map(({ id }) => id)), 200);
  relay.start();
  await expect.poll(() => arrived.length).toBe(1);
  await query("alter table outbox disable trigger outbox_announce");
  await write(there.tenantId, 1);
  await expect.poll(() => arrived.length).toBe(2);
  await query("alter table outbox enable trigger outbox_announce");
});

test("a lost connection is made again, and nothing is lost with it", async () => {
  const arrived: string[] = [];
  const relay = relayTo(async (events) => void arrived.push(...events.map(({ id }) => id)));
  relay.start();
  await expect.poll(() => relay.running()).toBe(true);
  await query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'quietroom listen%'",
  );
  const [id] = await write(here.tenantId, 1);
  await expect.poll(() => arrived).toEqual([id]);
});

test("one studio's failure holds up no other, and is tried again", async () => {
  const arrived: string[] = [];
  let broken = true;
  const relay = relayTo(async (events) => {
    if (broken && events.some(({ data }) => data["tenantId"] === here.tenantId))
      throw new Error("unreachable");
    arrived.push(...events.map(({ id }) => id));
  }, 100);
  const [stuck] = await write(here.tenantId, 1);
  const [free] = await write(there.tenantId, 1);
  relay.start();
  await expect.poll(() => arrived).toEqual([free]);
  expect(relay.running()).toBe(false);
  expect(runtime.logged).toContainEqual(expect.objectContaining({ code: "outbox_relay_failed" }));
  broken = false;
  await expect.poll(() => arrived).toEqual([free, stuck]);
  await expect.poll(() => relay.running()).toBe(true);
});

test("AUTH-05 whoever asked for a new password is answered by the next round; what cannot be read keeps nobody waiting", async () => {
  const email = "robin@example.com";
  const more = { displayName: "Robin", roles: ["admin" as const], practitionerId: null };
  await createStaffUser(here.as("system"), { email, password: "a kettle sings at dawn", ...more });
  await query("insert into guard.password_request (id, sealed_email) values (uuidv7(), '1.unreadable')");
  await askPasswordReset(runtime, { email });
  const arrived: string[] = [];
  const relay = relayTo(async (events) => void arrived.push(...events.map(({ name }) => name)));
  await relay.relayAll();
  expect(arrived).toEqual(["staff/mail-planned"]);
  expect(runtime.logged).toContainEqual(expect.objectContaining({ code: "password_requests_failed" }));
  // It is dropped once nobody waits for it.
  await query(
    "update guard.password_request set asked_at = now() - interval '15 minutes', claim_until = now()",
  );
  expect(await relay.relayAll()).toBe(1);
  expect(await query("select from guard.password_request")).toEqual([]);
});

test("INFRA-11 job lag: what waits is known by studio, with its number and the age of its oldest, and the longest wait is first", async () => {
  await relayTo(async () => undefined).relayAll();
  expect(await studiosWaiting(runtime)).toEqual([]);
  await write(there.tenantId, 1);
  await database.advanceClock(60_000);
  await write(here.tenantId, 2);
  await write(there.tenantId, 1);
  const [first, second, ...others] = await studiosWaiting(runtime);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ tenantId: there.tenantId, waiting: 2 });
  expect(first?.oldestMs).toBeGreaterThanOrEqual(60_000);
  expect(second).toMatchObject({ tenantId: here.tenantId, waiting: 2 });
  expect(second?.oldestMs).toBeLessThan(60_000);
});

test("a round opens no transaction in a studio that has nothing waiting, and one in each that has", async () => {
  await relayTo(async () => undefined).relayAll();
  await write(there.tenantId, 1);
  const entered = new Set<string>();
  const { db } = runtime;
  const watched = {
    ...runtime,
    db: {
      ...db,
      withTenant: (async (tenantId, mode, work) => {
        entered.add(tenantId);
        return await db.withTenant(tenantId, mode, work);
      }) satisfies typeof db.withTenant,
    },
  };
  const relay = createOutboxRelay({
    runtime: watched,
    databaseUrl: database.appUrl,
    log: runtime.log,
    deliver: async () => undefined,
  });
  expect(await relay.relayAll()).toBe(1);
  expect([...entered]).toEqual([there.tenantId]);
});

test("what waits is read by the index of what waits alone, however much was relayed before", async () => {
  await query(
    `insert into outbox (tenant_id, name, data, relayed_at)
     select $1, 'availability/changed', '{}', app.now() from generate_series(1, 20000)`,
    [here.tenantId],
  );
  await query("vacuum analyze outbox");
  await write(there.tenantId, 3);
  // What the function asks, as whom and how it asks it.
  const [asked] = await query("select prosrc from pg_proc where oid = 'app.studios_waiting'::regproc");
  const [, question = ""] = /return query\s+(select [^;]+);/.exec(String(asked?.["prosrc"])) ?? [];
  await asOwner("set app.relay_asks = 'yes'");
  const plan = await asOwner(`explain (analyze, format json) ${question}`);
  expect(JSON.stringify(plan)).toContain('"Index Name":"outbox_waiting"');
  expect(JSON.stringify(plan)).not.toContain("Seq Scan");
  expect(JSON.stringify(plan)).not.toMatch(/"Rows Removed by Filter":[1-9]/);
});

test("stopping finishes what is under way and begins nothing new", async () => {
  const arrived: string[] = [];
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const relay = relayTo(async (events) => {
    begun.resolve();
    await released.promise;
    arrived.push(...events.map(({ id }) => id));
  });
  const [first] = await write(here.tenantId, 1);
  relay.start();
  await begun.promise;
  const stopped = relay.stop();
  released.resolve();
  await stopped;
  expect(arrived).toEqual([first]);
  expect(relay.running()).toBe(false);
  await write(here.tenantId, 1);
  expect(await waiting()).toBe(1);
});

test("what was relayed more than 30 days ago leaves the outbox, in that studio alone; what left later or waits stays", async () => {
  await query("delete from outbox");
  const leftAgo = async (tenantId: string, count: number, ago: string) =>
    await query(
      `insert into outbox (tenant_id, name, data, created_at, relayed_at)
       select $1, 'availability/changed', '{}', app.now() - interval '90 days', app.now() - $3::interval
       from generate_series(1, $2)`,
      [tenantId, count, ago],
    );
  await leftAgo(here.tenantId, 5001, "30 days 1 second");
  await leftAgo(here.tenantId, 2, "29 days 23 hours");
  await leftAgo(there.tenantId, 3, "60 days");
  const [waits] = await write(here.tenantId, 1);
  await query("update outbox set created_at = app.now() - interval '90 days' where id = $1", [waits]);
  expect(await purgeOutbox(system)).toEqual({ purged: 5001 });
  expect(await purgeOutbox(system)).toEqual({ purged: 0 });
  expect(
    await query("select tenant_id = $1 as ours, count(*)::int as n from outbox group by 1 order by 1", [
      here.tenantId,
    ]),
  ).toEqual([
    { ours: false, n: 3 },
    { ours: true, n: 3 },
  ]);
  expect(await waiting()).toBe(1);
  await expect(purgeOutbox(here.as("admin"))).rejects.toThrow("forbidden");
});

test("INFRA-10 the outbox is purged each night by itself, in every studio", async () => {
  const jobs = createJobs({
    mode: { kind: "embedded" },
    runtime,
    databaseUrl: database.appUrl,
    log: runtime.log,
  });
  try {
    await jobs.settle();
    await query("update outbox set relayed_at = app.now() - interval '31 days'");
    await write(there.tenantId, 1);
    await database.advanceClock(24 * 60 * 60_000);
    await jobs.settle();
    const old = "select from outbox where relayed_at < app.now() - interval '30 days'";
    expect(await query(old)).toEqual([]);
    expect((await query("select from outbox where tenant_id = $1", [there.tenantId])).length).toBeGreaterThan(
      0,
    );
  } finally {
    await jobs.stop();
  }
});

test("nobody but a job relays or sweeps", async () => {
  await expect(relayOutbox(here.as("admin"), async () => undefined)).rejects.toThrow("forbidden");
  await expect(expireHolds(here.as("public"), {})).rejects.toThrow("forbidden");
});
