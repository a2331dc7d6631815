import {
  addClient,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { Prisma } from "@quietroom/db";
import { appointmentStatuses, blockingStatuses } from "@quietroom/domain/scheduling";
import { dayMs, hourMs, instant, interval, minuteMs, plus } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { type BusyAsk, busyQuery, loadBusy } from "./busy.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** Looks at the question from inside a verb's transaction: as the application role, under row security. */
const explain = defineVerb<BusyAsk, readonly string[]>({
  name: "test.explain",
  permission: "job:run",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input }) {
    const plan = await tx.$queryRaw<Record<string, string>[]>(Prisma.sql`explain ${busyQuery(input)}`);
    return plan.map((line) => Object.values(line)[0] ?? "");
  },
});

const load = defineVerb<BusyAsk, Awaited<ReturnType<typeof loadBusy>>>({
  name: "test.load_busy",
  permission: "job:run",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, input }) => await loadBusy(tx, input),
});

/** Asks again and again on one connection, and says how often the question was planned for the values at hand, and how often for any. */
const plans = defineVerb<readonly BusyAsk[], Record<"forThese" | "forAny", number>[]>({
  name: "test.plans",
  permission: "job:run",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input }) {
    for (const ask of input) await loadBusy(tx, ask);
    return await tx.$queryRaw`
      select custom_plans::int as "forThese", generic_plans::int as "forAny"
      from pg_prepared_statements where statement like '%as owner_id%' and statement !~ 'explain|pg_prepared_statements'`;
  },
});

async function fill(studio: Awaited<ReturnType<typeof createStudio>>, days: number): Promise<void> {
  await addClient(runtime, studio.tenantId, person("Ana"));
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, room_id, service_id, client_id, mode, starts_at,
       ends_at, blocked_from, blocked_until, time_zone, cancel_deadline, booked_at)
     select $1, 'scheduled', $2, $3, $4, $5, c.id, 'in_person', s, s + interval '50 minutes', s - interval '5 minutes',
       s + interval '60 minutes', 'UTC', s, app.now()
     from client c, generate_series(app.now() - make_interval(days => $6), app.now() + make_interval(days => $6), interval '90 minutes') s
     where c.tenant_id = $1`,
    [studio.tenantId, studio.practitionerId, studio.locationId, studio.roomIds[0], studio.serviceId, days],
  );
  await query("analyze appointment");
}

test("the busy question finds its range in an index as the application role, for people and for rooms", async () => {
  const studio = await createStudio(runtime);
  await fill(studio, 300);
  const now = instant(Date.now());
  const ask = {
    tenantId: studio.tenantId,
    now,
    practitionerIds: studio.practitionerIds,
    roomIds: studio.roomIds,
    deviceIds: [],
    window: interval(now, plus(now, 30 * dayMs)),
    except: null,
    offersYieldFor: null,
  };
  const plan = await explain(studio.as("system"), ask);
  const conditions = plan.filter((line) => line.includes("Index Cond") && line.includes("starts_at"));
  expect(conditions).toHaveLength(3);
  for (const condition of conditions) {
    expect(condition).toMatch(/tenant_id = /);
    expect(condition).toMatch(/starts_at > .*starts_at < /);
  }
  expect(plan.join("\n")).toContain("appointment_by_practitioner");
  expect(plan.join("\n")).not.toContain("Seq Scan on appointment");
  // What other calendars take is found in its index by its end, however much of it is over.
  await query(
    `insert into external_busy (tenant_id, practitioner_id, source, external_key, busy_from, busy_until)
     select $1, $2, 'calendar', encode(sha256(s::text::bytea), 'hex'), s, s + interval '30 minutes'
     from generate_series(app.now() - interval '600 days', app.now() + interval '60 days', interval '3 hours') s`,
    [studio.tenantId, studio.practitionerId],
  );
  await query("vacuum analyze external_busy");
  const elsewhere = (await explain(studio.as("system"), { ...ask, roomIds: [] })).join("\n");
  expect(elsewhere).toMatch(
    /external_busy_by_end.*\n *Index Cond: .*tenant_id = .*practitioner_id = .*busy_until > .*busy_from < /,
  );
  expect(elsewhere).not.toContain("Seq Scan on external_busy");
  // Where the visits are held is in the index as well.
  await query("vacuum analyze appointment");
  const withPlaces = await explain(studio.as("system"), { ...ask, roomIds: [], withPlaces: true });
  expect(withPlaces.join("\n")).toContain("Index Only Scan using appointment_by_practitioner");
});

test("the busy question is planned once for all askers, whether of one person or of a team", async () => {
  const studio = await createStudio(runtime, { practitioners: 20, rooms: 3 });
  await fill(studio, 100);
  const now = instant(Date.now());
  const asks = Array.from({ length: 20 }, (_, turn) => ({
    tenantId: studio.tenantId,
    now,
    practitionerIds: turn % 2 === 0 ? studio.practitionerIds.slice(0, 1) : studio.practitionerIds,
    roomIds: studio.roomIds,
    deviceIds: [],
    window: interval(now, plus(now, 30 * dayMs)),
    except: null,
    offersYieldFor: null,
  }));
  expect(await plans(studio.as("system"), asks)).toEqual([{ forThese: 0, forAny: 20 }]);
});

test("SCHED-11 what is taken is the blocked range, of every status that blocks and no other", async () => {
  const studio = await createStudio(runtime);
  await fill(studio, 1);
  const now = instant(Date.now());
  const window = interval(plus(now, -dayMs), plus(now, dayMs));
  const ask = {
    tenantId: studio.tenantId,
    now,
    practitionerIds: studio.practitionerIds,
    roomIds: studio.roomIds,
    deviceIds: [],
    window,
    except: null,
    offersYieldFor: null,
  };
  const [one] = await query(
    "select id, starts_at from appointment where tenant_id = $1 and starts_at > app.now() order by starts_at",
    [studio.tenantId],
  );
  const startsAt = Number(one?.["starts_at"]);
  const blocked = { start: startsAt - 5 * minuteMs, end: startsAt + 60 * minuteMs };
  const isTaken = async (asked: BusyAsk = ask) => {
    const busy = await load(studio.as("system"), asked);
    const has = (owner: string | undefined) =>
      busy.get(owner ?? "")?.some((time) => time.start === blocked.start && time.end === blocked.end) ??
      false;
    return [has(studio.practitionerId), has(studio.roomIds[0])];
  };
  for (const status of appointmentStatuses) {
    await query(
      `update appointment set status = $2::appointment_status,
         cancelled_at = case when $2 = 'cancelled' then app.now() end,
         hold_expires_at = case when $2 = 'held' then app.now() + interval '1 minute' end,
         request_expires_at = case when $2 = 'requested' then app.now() + interval '1 minute' end where id = $1`,
      [one?.["id"], status],
    );
    const blocks = blockingStatuses.some((blocking) => blocking === status);
    expect.soft(await isTaken(), status).toEqual([blocks, blocks]);
  }
  await query("update appointment set status = 'scheduled', cancelled_at = null where id = $1", [
    one?.["id"],
  ]);
  expect(await isTaken({ ...ask, except: String(one?.["id"]) })).toEqual([false, false]);
  // At its edges the window is half-open like everything else.
  expect(await isTaken({ ...ask, window: interval(instant(blocked.end), plus(now, dayMs)) })).toEqual([
    false,
    false,
  ]);
  expect(await isTaken({ ...ask, window: interval(plus(now, -dayMs), instant(blocked.start)) })).toEqual([
    false,
    false,
  ]);
  expect(await isTaken({ ...ask, window: interval(instant(blocked.end - 1), plus(now, dayMs)) })).toEqual([
    true,
    true,
  ]);
});

test("ec-I3 a hold counts to its last millisecond; the longest visit there can be is seen from its end", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "00:00");
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from,
       blocked_until, time_zone, hold_expires_at)
     select $1, 'held', $2, $3, $4, 'telehealth', s, s + interval '8 hours', s - interval '2 hours', s + interval '10 hours', 'UTC', s
     from (select $5::timestamptz as s) at`,
    [studio.tenantId, studio.practitionerId, studio.locationId, studio.serviceId, new Date(startsAt)],
  );
  const ask = {
    tenantId: studio.tenantId,
    practitionerIds: studio.practitionerIds,
    roomIds: [],
    deviceIds: [],
    except: null,
    offersYieldFor: null,
  };
  const end = plus(startsAt, 10 * hourMs);
  const seen = async (now: number, from: number, until: number) =>
    (
      await load(studio.as("system"), {
        ...ask,
        now: instant(now),
        window: interval(instant(from), instant(until)),
      })
    ).size;
  expect(await seen(startsAt, end - 1, end + hourMs)).toBe(1);
  expect(await seen(startsAt, startsAt - 4 * hourMs, startsAt - 2 * hourMs + 1)).toBe(1);
  expect(await seen(startsAt + 1, end - 1, end + hourMs)).toBe(0);
  // All of the twelve hours that a block may last can lie on either side of its start.
  await query(
    "update appointment set blocked_from = starts_at, blocked_until = starts_at + interval '12 hours' where tenant_id = $1",
    [studio.tenantId],
  );
  expect(await seen(startsAt, startsAt + 12 * hourMs - 1, startsAt + 13 * hourMs)).toBe(1);
  await query(
    `update appointment set ends_at = starts_at + interval '1 second', blocked_until = starts_at + interval '1 second',
       blocked_from = starts_at + interval '1 second' - interval '12 hours' where tenant_id = $1`,
    [studio.tenantId],
  );
  const blockedFrom = startsAt + 1000 - 12 * hourMs;
  expect(await seen(startsAt, blockedFrom - hourMs, blockedFrom + 1)).toBe(1);
});
