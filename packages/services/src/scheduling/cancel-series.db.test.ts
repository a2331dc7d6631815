import { randomUUID } from "node:crypto";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { addDays } from "@quietroom/domain/time";
import {
  bookSeats,
  createStudio,
  groupSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { bookSeries, cancelSeries, moveSeries, previewMoveSeries, previewSeries } from "./index.ts";
import { date, ten, plannedSeries, weekly } from "../../test/planned-series.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);
const { asPreviewed, repeat, visitsOf, visitOn, versionOf } = plannedSeries(query);

test("SCHED-15 SCHED-24 a seat of a group session repeats, moves and is cancelled as no series, nor does its session", async () => {
  const studio = await createStudio(runtime);
  const desk = studio.as("receptionist");
  const session = await groupSession(studio, { capacity: 3 });
  await bookSeats(studio, session, { partySize: 1 });
  const [seat] = await query(
    "select id from appointment where group_session_id = $1 and status = 'scheduled'",
    [session],
  );
  const refused = { ok: false, refusal: "seat_of_group" };
  for (const id of [String(seat?.["id"]), session]) {
    const appointmentId = asId<AppointmentId>(id);
    const version = await versionOf(id);
    const rule = { ...weekly(3), weekdays: [] };
    const part = { appointmentId, version, scope: "all", exceptionsToo: false } as const;
    const startsAt = wallTime(4, "10:00");
    const form = { choices: [], idempotencyKey: randomUUID() };
    expect(await previewSeries(desk, { appointmentId, rule })).toEqual(refused);
    expect(await bookSeries(desk, { appointmentId, version, rule, ...form })).toEqual(refused);
    expect(await previewMoveSeries(desk, { ...part, startsAt })).toEqual(refused);
    expect(await moveSeries(desk, { ...part, startsAt })).toEqual(refused);
    expect(await cancelSeries(desk, { ...part, reason: "" })).toEqual(refused);
    expect(await versionOf(id)).toBe(version);
  }
});

test("ec-G3 all that are still to come are cancelled, and the rule books none of them again; what has been stays", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, { ...weekly(2), ends: { by: "never" } });
  await query("update appointment set status = 'completed' where series_id = $1 and series_date = $2::date", [
    seriesId,
    date(3),
  ]);
  const asked = { ...(await visitOn(seriesId, date(17))), scope: "all", exceptionsToo: false } as const;
  const answer = succeeded(
    await cancelSeries(studio.as("receptionist"), { ...asked, reason: "Moving away" }),
  );
  expect(answer.kept).toBe(0);
  const visits = await visitsOf(seriesId);
  expect(visits[0]?.status).toBe("completed");
  expect(visits.slice(1).every(({ status }) => status === "cancelled")).toBe(true);
  expect(answer.cancelled).toBe(visits.length - 1);
  const [row] = await query("select until_date::text as until from series where id = $1", [seriesId]);
  expect(row).toEqual({ until: addDays(date(10), -1) });
});

type Asked = Awaited<ReturnType<typeof visitOn>>;

test.each([
  {
    change: "cancels a series",
    plan: async (studio: TestStudio, visit: Asked) => {
      const asked = { ...visit, scope: "following", exceptionsToo: false, reason: "Moving away" } as const;
      return await Promise.resolve(() => cancelSeries(studio.as("receptionist"), asked));
    },
    done: { cancelled: 3, kept: 0 },
  },
  {
    change: "repeats a series otherwise",
    plan: async (studio: TestStudio, { appointmentId }: Asked) => {
      const input = await asPreviewed(studio, appointmentId, weekly(2));
      return () => bookSeries(studio.as("receptionist"), input);
    },
    done: { booked: 0, leftOut: 0 },
  },
])(
  "SCHED-15 whoever $change waits for who moves one visit of it before they take the calendars, so that the two never wait for each other",
  async ({ plan, done }) => {
    const studio = await createStudio(runtime);
    const { seriesId, visit } = await repeat(studio, ten, weekly(3));
    const later = await visitOn(seriesId, date(17));
    const first = await visitOn(seriesId, date(3));
    expect(first.appointmentId).toBe(visit.id);
    const change = await plan(studio, first);
    await rival("begin");
    await rival("select from appointment where id = $1 for update", [later.appointmentId]);
    const changing = change();
    const waits = async () =>
      await query(
        `select from pg_stat_activity
         where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
      );
    await vi.waitFor(async () => expect(await waits()).toHaveLength(1), { timeout: 15_000, interval: 20 });
    expect(
      await rival(
        "select pg_try_advisory_xact_lock(hashtextextended(concat('calendar ', $1::text, ' ', $2::text), 0)) as free",
        [studio.tenantId, studio.practitionerId],
      ),
    ).toEqual([{ free: true }]);
    await rival("commit");
    const answer = await changing;
    expect(answer).toMatchObject({ ok: true, value: done });
  },
);
