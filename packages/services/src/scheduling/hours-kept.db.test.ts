import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import { hourMs, type Instant } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { daily, date, endless, plannedSeries } from "../../test/planned-series.ts";
import { setDateOverride, setStanding } from "../studio/index.ts";
import {
  bookForClient,
  bookSeries,
  extendSeries,
  moveSeries,
  reassignVisit,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
} from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
// No deadlock is found here: whoever counts on the search for them is broken off by the statement's own limit.
await query(
  "do $$ begin execute format('alter database %I set deadlock_timeout = ''5min''', current_database()); end $$",
);
const runtime = await testRuntime(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);
const series = plannedSeries(query);

const day = 10;
const there = wallTime(day, "10:00");

/** Waits until so many of the product's own transactions wait for somebody. */
async function untilWaiting(n: number): Promise<void> {
  const waiting = async () =>
    await query(
      `select from pg_stat_activity
       where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
    );
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(n), { timeout: 20_000, interval: 20 });
}

async function clientOf(id: string): Promise<ClientId> {
  const [row] = await query("select client_id from appointment where id = $1", [id]);
  return asId<ClientId>(String(row?.["client_id"]));
}

/** Somebody takes the hour at `there`, and has not said yet whether it stays so. */
async function rivalHolds(studio: TestStudio): Promise<void> {
  await rival("begin");
  await rival(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from, blocked_until,
       time_zone, hold_expires_at)
     values ($1, 'held', $2, $3, $4, 'telehealth', $5, $6, $5, $6, 'UTC', app.now() + interval '1 hour')`,
    [
      studio.tenantId,
      studio.practitionerId,
      studio.locationId,
      studio.serviceId,
      new Date(there),
      new Date(there + hourMs),
    ],
  );
}

/** What is about to take the hour at `there`, and which visit's row it locks, where it changes one that is there. */
type Taking = { readonly take: () => Promise<unknown>; readonly row: string | null };

async function visit(studio: TestStudio, startsAt: Instant, practitioner = 0) {
  const practitionerId = studio.practitionerIds[practitioner] ?? null;
  const booked = await bookVisit(studio, { startsAt, practitionerId, who: person("Nora") });
  const [row] = await query("select version from appointment where id = $1", [booked.id]);
  return { ...booked, appointmentId: asId<AppointmentId>(booked.id), version: Number(row?.["version"]) };
}

const takers: readonly (readonly [string, (studio: TestStudio) => Promise<Taking>])[] = [
  [
    "the desk books",
    async (studio) => {
      const { serviceId, practitionerId, locationId } = studio;
      const clientId = await clientOf((await visit(studio, wallTime(5, "15:00"))).id);
      const wish = { serviceId, practitionerId, locationId, clientId, startsAt: there, durationMin: null };
      const form = { ...wish, mode: "in_person", idempotencyKey: randomUUID() } as const;
      return { take: async () => succeeded(await bookForClient(studio.as("admin"), form)), row: null };
    },
  ],
  [
    "staff move a visit",
    async (studio) => {
      const { id, appointmentId, version } = await visit(studio, wallTime(5, "15:00"));
      const move = { appointmentId, version, practitionerId: studio.practitionerId, startsAt: there };
      return { take: async () => succeeded(await rescheduleAsStaff(studio.as("admin"), move)), row: id };
    },
  ],
  [
    "a colleague's visit is given to them",
    async (studio) => {
      const { id, appointmentId, version } = await visit(studio, there, 1);
      const hand = { appointmentId, version, practitionerId: studio.practitionerId };
      return { take: async () => succeeded(await reassignVisit(studio.as("admin"), hand)), row: id };
    },
  ],
  [
    "a client moves by link",
    async (studio) => {
      const { id, context } = await visit(studio, wallTime(5, "15:00"));
      const move = { practitionerId: studio.practitionerId, startsAt: there };
      return { take: async () => succeeded(await rescheduleByLink(context, move)), row: id };
    },
  ],
  [
    "a client who is signed in moves",
    async (studio) => {
      const { id, appointmentId } = await visit(studio, wallTime(5, "15:00"));
      const client = studio.as({ client: await clientOf(id) });
      const move = { appointmentId, practitionerId: studio.practitionerId, startsAt: there };
      return { take: async () => succeeded(await rescheduleOwnVisit(client, move)), row: id };
    },
  ],
  [
    "a series begins",
    async (studio) => {
      const first = await visit(studio, wallTime(day - 1, "10:00"));
      const form = await series.asPreviewed(studio, first.id, daily(2));
      return { take: async () => succeeded(await bookSeries(studio.as("admin"), form)), row: first.id };
    },
  ],
  [
    "a series is moved",
    async (studio) => {
      const { seriesId, visit: first } = await series.repeat(studio, wallTime(day + 3, "10:00"), daily(2));
      const { appointmentId, version } = await series.visitOn(seriesId, date(day + 3));
      const part = { appointmentId, version, scope: "following", exceptionsToo: false } as const;
      const move = { ...part, startsAt: there };
      return { take: async () => succeeded(await moveSeries(studio.as("admin"), move)), row: first.id };
    },
  ],
  [
    "the night carries a series on",
    async (studio) => {
      const { seriesId } = await series.repeat(studio, wallTime(day - 7, "10:00"), endless(7));
      await query(
        `update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff', series_id = null, series_date = null
         where series_id = $1 and series_date > $2::date`,
        [seriesId, date(day - 1)],
      );
      await query("update series set booked_until = $2::date where id = $1", [seriesId, date(day - 1)]);
      return { take: async () => await extendSeries(studio.as("system"), {}), row: null };
    },
  ],
];

test.each(takers)(
  "ec-H18 SCHED-03 %s at a time whose date is blocked at that very moment: the visit stands and is named",
  async (_what, prepare) => {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
    const { take } = await prepare(studio);
    await rivalHolds(studio);
    const taking = take();
    await untilWaiting(1);
    const { practitionerId, locationId } = studio;
    const block = { practitionerId, locationId, date: date(day), blocks: [], reason: "Away" };
    const blocking = setDateOverride(studio.as("admin"), block);
    await untilWaiting(2);
    await rival("rollback");
    await taking;
    const [taken] = await query(
      "select id from appointment where practitioner_id = $1 and starts_at = $2 and status = 'scheduled'",
      [practitionerId, new Date(there)],
    );
    expect(taken).toBeDefined();
    expect(succeeded(await blocking).outsideHours).toContain(taken?.["id"]);
  },
);

const changers = ["practitioner", "location"] as const;

test.each(
  takers
    .filter(([what]) => !what.startsWith("the night"))
    .flatMap(([what, prepare]) => changers.map((whose) => [what, whose, prepare] as const)),
)(
  "ec-H18 ec-A30 where %s while the hours of a %s, or its zone, are changed, whoever waits has no visit's row yet: none of the two waits in a circle",
  async (_what, whose, prepare) => {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
    const { take, row } = await prepare(studio);
    const id = whose === "practitioner" ? studio.practitionerId : studio.locationId;
    await rival("begin");
    await rival(`select from ${whose} where id = $1 for ${whose === "location" ? "" : "no key "}update`, [
      id,
    ]);
    const taking = take();
    await untilWaiting(1);
    const free = await rival("select id from appointment where id = $1 for update nowait", [row]);
    expect(free).toHaveLength(row === null ? 0 : 1);
    await rival("commit");
    await taking;
  },
);

test("ec-H18 a client chooses a time whose date is blocked before the move is written: it is looked at again, and they are told", async () => {
  const studio = await createStudio(runtime);
  const { context, id } = await visit(studio, wallTime(5, "15:00"));
  await rival("begin");
  await rival("select from practitioner where id = $1 for no key update", [studio.practitionerId]);
  const moving = rescheduleByLink(context, { practitionerId: null, startsAt: there });
  await untilWaiting(1);
  await rival(
    `insert into date_override (tenant_id, practitioner_id, location_id, local_date, blocks, reason)
     values ($1, $2, $3, $4::date, '[]', 'Away')`,
    [studio.tenantId, studio.practitionerId, studio.locationId, date(day)],
  );
  await rival("commit");
  expect(await moving).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  const [row] = await query("select starts_at from appointment where id = $1", [id]);
  expect(row).toEqual({ starts_at: new Date(wallTime(5, "15:00")) });
});

test("ec-G12 ec-L9 whoever brings a practitioner back waits for who changes a stopped series of theirs before they have the practitioner", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await series.repeat(studio, wallTime(3, "10:00"), endless(7));
  await query("update series set stopped_because = 'practitioner_leaves' where id = $1", [seriesId]);
  await rival("begin");
  await rival("select from series where id = $1 for update", [seriesId]);
  const { practitionerId } = studio;
  const standing = { practitionerId, version: 1, active: true, onlineBookable: true, lastDay: null };
  const returning = setStanding(studio.as("admin"), standing);
  await untilWaiting(1);
  expect(
    await rival("select id from practitioner where id = $1 for share nowait", [practitionerId]),
  ).toHaveLength(1);
  await rival("commit");
  succeeded(await returning);
});
