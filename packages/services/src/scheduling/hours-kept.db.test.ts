import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import { hourMs, instant, type Instant } from "@quietroom/domain/time";
import {
  answerOfferLink,
  bookVisit,
  createStudio,
  freedHour,
  groupSession,
  inspect,
  person,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { daily, date, endless, plannedSeries } from "../../test/planned-series.ts";
import {
  changeGroupSession,
  moveSession,
  previewRepeatSession,
  repeatSession,
  scheduleGroupSession,
} from "../groups/index.ts";
import { setDateOverride, setStanding } from "../studio/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import {
  answerBookingRequest,
  bookForClient,
  bookSeries,
  changePlaceZone,
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
// Those whose transactions are under way while verbs do their work.
const rival = await inspect(database);
const somebody = await inspect(database);
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

/** The date of `there` is blocked, and somebody has not said yet whether it stays so. */
async function rivalBlocks({ tenantId, practitionerId, locationId }: TestStudio): Promise<void> {
  await rival(
    `insert into date_override (tenant_id, practitioner_id, location_id, local_date, blocks, reason)
     values ($1, $2, $3, $4::date, '[]', 'Away')`,
    [tenantId, practitionerId, locationId, date(day)],
  );
}

/**
 * What is about to take the hour at `there`, and which visit's row it locks, where it changes one that is there; `meets`: whom it waits for once it
 * keeps the hours, instead of who holds that hour.
 */
type Taking = {
  readonly take: () => Promise<unknown>;
  readonly row: string | null;
  readonly meets?: () => Promise<void>;
};

async function visit(studio: TestStudio, startsAt: Instant, practitioner = 0) {
  const practitionerId = studio.practitionerIds[practitioner] ?? null;
  const booked = await bookVisit(studio, { startsAt, practitionerId, who: person("Nora") });
  const [row] = await query("select version from appointment where id = $1", [booked.id]);
  return { ...booked, appointmentId: asId<AppointmentId>(booked.id), version: Number(row?.["version"]) };
}

/** A session led by one of the studio's people, and the version it has. */
async function session(studio: TestStudio, onDay: number, practitioner = 0) {
  const practitionerId = studio.practitionerIds[practitioner] ?? studio.practitionerId;
  return { groupSessionId: await groupSession(studio, { day: onDay, practitionerId }), version: 1 };
}

/** The hour at `there` is freed and offered to Olga. */
async function offered(studio: TestStudio) {
  const openingId = await freedHour(studio, query, { startsAt: there, waiting: ["Olga"] });
  const offer = await offerOpening(studio.as("system"), { openingId });
  if (offer.kind !== "offered") throw new Error("nobody was asked");
  const [held] = await query("select appointment_id as id from waitlist_offer where id = $1", [
    offer.offerId,
  ]);
  return { openingId, offerId: offer.offerId, holdId: String(held?.["id"]) };
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
    "a session is set",
    async (studio) => {
      const wish = sessionInput(studio, { day });
      return { take: async () => succeeded(await scheduleGroupSession(studio.as("admin"), wish)), row: null };
    },
  ],
  [
    "a session is moved",
    async (studio) => {
      const move = { ...(await session(studio, 5)), date: date(day), time: "10:00", roomId: null };
      const take = async () => succeeded(await moveSession(studio.as("admin"), move));
      return { take, row: move.groupSessionId };
    },
  ],
  [
    "a session is held again",
    async (studio) => {
      const { groupSessionId, version } = await session(studio, day - 1);
      const ask = {
        groupSessionId,
        rule: { ...daily(2), weekdays: [], ends: { by: "count", count: 2 } as const },
      };
      const { occurrences } = succeeded(await previewRepeatSession(studio.as("admin"), ask));
      const choices = occurrences
        .slice(1)
        .map((one) => ({ date: one.date, startsAt: instant(one.startsAt) }));
      const again = { ...ask, version, choices };
      const take = async () => succeeded(await repeatSession(studio.as("admin"), again));
      return { take, row: groupSessionId };
    },
  ],
  [
    "somebody leads a session in the place of a colleague",
    async (studio) => {
      const led = await session(studio, day, 1);
      const { practitionerId } = studio;
      const change = { ...led, practitionerId, coFacilitatorId: null, capacity: 4, openOnline: true };
      const take = async () => succeeded(await changeGroupSession(studio.as("admin"), change));
      return { take, row: led.groupSessionId };
    },
  ],
  [
    "an offer of the waitlist is accepted",
    async (studio) => {
      const { openingId, offerId, holdId } = await offered(studio);
      return {
        take: async () => succeeded(await answerOfferLink(studio, offerId, "accept")),
        row: holdId,
        meets: async () => {
          await rival("begin");
          await rival("select from opening where id = $1 for update", [openingId]);
        },
      };
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
    const { take, meets = async () => await rivalHolds(studio) } = await prepare(studio);
    await meets();
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

const meanwhile: readonly (readonly [string, (studio: TestStudio) => Promise<unknown>, string])[] = [
  ["its date is blocked", rivalBlocks, "outside_hours"],
  [
    "another calendar takes it",
    async ({ tenantId, practitionerId }) =>
      await rival(
        `insert into external_busy (tenant_id, practitioner_id, source, external_key, busy_from, busy_until)
         values ($1, $2, 'first', repeat('a', 64), $3, $4)`,
        [tenantId, practitionerId, new Date(there), new Date(there + hourMs)],
      ),
    "slot_taken",
  ],
  [
    "their licence turns out to expire before",
    async ({ tenantId, practitionerId }) =>
      await rival(
        `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
         values ($1, $2, 'LCSW', 'C-1', 'New York', $3)`,
        [tenantId, practitionerId, date(day - 1)],
      ),
    "outside_hours",
  ],
  [
    "its only room is retired",
    async ({ tenantId }) =>
      await rival("update resource set active = false where tenant_id = $1", [tenantId]),
    "no_room",
  ],
];

test.each(meanwhile)(
  "ec-H18 a client chooses a time, and before the move is written %s: it is looked at again, and they are told",
  async (_what, change, code) => {
    const studio = await createStudio(runtime, { rooms: 1 });
    const { context, id } = await visit(studio, wallTime(5, "15:00"));
    await rival("begin");
    await rival("select from practitioner where id = $1 for no key update", [studio.practitionerId]);
    const moving = rescheduleByLink(context, { practitionerId: null, startsAt: there });
    await untilWaiting(1);
    await change(studio);
    await rival("commit");
    expect(await moving).toMatchObject({ ok: false, refusal: { code } });
    const [row] = await query("select starts_at from appointment where id = $1", [id]);
    expect(row).toEqual({ starts_at: new Date(wallTime(5, "15:00")) });
  },
);

test("ec-H18 ec-I12 an offer is accepted whose date is being blocked: it waits for that, and its hour is not given", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const { offerId, holdId } = await offered(studio);
  await rival("begin");
  await rival("select from practitioner where id = $1 for no key update", [studio.practitionerId]);
  const accepting = answerOfferLink(studio, offerId, "accept");
  await untilWaiting(1);
  await rivalBlocks(studio);
  await rival("commit");
  expect(await accepting).toMatchObject({ ok: false, refusal: { code: "withdrawn" } });
  expect(await query("select from appointment where id = $1", [holdId])).toEqual([]);
});

test("ec-H18 ec-L9 a request is approved while its practitioner's last day is being said: it waits for that, and is not", async () => {
  const studio = await createStudio(runtime, { service: { approval: "request" } });
  const { appointmentId, version } = await visit(studio, there);
  await rival("begin");
  await rival("update practitioner set last_day = $2::date where id = $1", [
    studio.practitionerId,
    date(day - 1),
  ]);
  const answer = { appointmentId, version, answer: "approve", word: "" } as const;
  const approving = answerBookingRequest(studio.as("admin"), answer);
  await untilWaiting(1);
  await rival("commit");
  expect(await approving).toMatchObject({ ok: false, refusal: { code: "time_off" } });
  const [row] = await query("select status from appointment where id = $1", [appointmentId]);
  expect(row).toEqual({ status: "requested" });
});

test("ec-A30 ec-H18 a series is begun and moved while the zone of its place waits to be changed: neither waits for the other in a circle", async () => {
  const studio = await createStudio(runtime, { rooms: 2 });
  const first = await visit(studio, wallTime(3, "10:00"));
  const form = await series.asPreviewed(studio, first.id, daily(2));
  await rival("begin");
  await rival("select from location where id = $1 for share", [studio.locationId]);
  const zone = { id: studio.locationId, version: 1, timeZone: "America/Chicago" };
  const changing = changePlaceZone(studio.as("admin"), { ...zone, visits: "keep_wall_time" });
  await untilWaiting(1);
  const { seriesId } = succeeded(await bookSeries(studio.as("admin"), form));
  await somebody("begin");
  await somebody("select from practitioner where id = $1 for no key update", [studio.practitionerId]);
  const visitThen = await series.visitOn(seriesId, date(3));
  const part = { ...visitThen, scope: "following", exceptionsToo: false } as const;
  const moving = moveSeries(studio.as("admin"), { ...part, startsAt: wallTime(3, "13:00") });
  await untilWaiting(2);
  await rival("commit");
  await untilWaiting(2);
  await somebody("commit");
  succeeded(await moving);
  expect(succeeded(await changing)).toMatchObject({ concerned: 2 });
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
