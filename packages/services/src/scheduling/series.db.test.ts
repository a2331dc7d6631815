import { randomUUID } from "node:crypto";
import type { InputOf } from "@quietroom/contracts/wire";
import type { bookSeries as bookContract } from "@quietroom/contracts/series";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import type { SeriesRule } from "@quietroom/domain/series";
import { addDays, type Instant, instant, localDate, localTime, weekdayOf } from "@quietroom/domain/time";
import {
  bookSeats,
  bookVisit,
  createStudio,
  groupSession,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  replaceLimits,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { addLicence, removeLicence, renewLicence } from "../studio/index.ts";
import {
  appointmentPanel,
  bookSeries,
  cancelAsStaff,
  cancelSeries,
  extendSeries,
  moveSeries,
  previewMoveSeries,
  previewSeries,
  rescheduleAsStaff,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const newYork = "America/New_York";

/** The date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), newYork);
const ten = wallTime(3, "10:00");

/** Daily from the visit on; weekly is the same with a week between. */
function daily(count: number, every = 1): SeriesRule {
  return {
    frequency: "daily",
    every,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count },
  };
}

const weekly = (count: number) => daily(count, 7);

async function preview(studio: TestStudio, id: string, rule: SeriesRule) {
  const ruleIn = { ...rule, weekdays: [...rule.weekdays] };
  return succeeded(
    await previewSeries(studio.as("receptionist"), { appointmentId: asId<AppointmentId>(id), rule: ruleIn }),
  );
}

type Booking = InputOf<typeof bookContract>;

/** What the planner sends when nothing is changed: each date that can be had at its own time, the others left out. */
async function asPreviewed(studio: TestStudio, id: string, rule: SeriesRule): Promise<Booking> {
  const { occurrences } = await preview(studio, id, rule);
  const [row] = await query("select version from appointment where id = $1", [id]);
  return {
    appointmentId: asId<AppointmentId>(id),
    version: Number(row?.["version"]),
    rule: { ...rule, weekdays: [...rule.weekdays] },
    choices: occurrences.slice(1).map(({ date, startsAt, canBook }) => ({
      date,
      startsAt: canBook ? instant(startsAt) : null,
    })),
    idempotencyKey: randomUUID(),
  };
}

async function repeat(studio: TestStudio, startsAt: Instant, rule: SeriesRule) {
  const visit = await bookVisit(studio, { startsAt, who: person("Ana") });
  const input = await asPreviewed(studio, visit.id, rule);
  return { visit, input, ...succeeded(await bookSeries(studio.as("receptionist"), input)) };
}

/** The visits of a series as their rows say: the rule's date, and when each is on the wall. */
async function visitsOf(seriesId: string) {
  const rows = await query(
    `select series_date::text as date, starts_at as "startsAt", status, client_id as "clientId" from appointment
     where series_id = $1 order by series_date`,
    [seriesId],
  );
  return rows.map(({ date, startsAt, status, clientId }) => {
    const wall = localTime(instant(new Date(String(startsAt)).getTime()), newYork);
    return { date, on: `${wall.date} ${wall.time}`, status, clientId };
  });
}

async function count(studio: TestStudio, table: string): Promise<number> {
  const [row] = await query(`select count(*)::int as n from ${table} where tenant_id = $1`, [
    studio.tenantId,
  ]);
  return Number(row?.["n"]);
}

/** A holiday of the whole studio. */
async function closeOn(studio: TestStudio, day: string) {
  await query(
    `with somebody as (
       insert into staff_user (tenant_id, email, display_name, password_hash, roles)
       values ($1, $3, 'Mara Lind', '-', '{admin}') returning id)
     insert into closure (tenant_id, first_date, last_date, name, kind, telehealth, made_by)
     select $1, $2::date, $2::date, 'A holiday', 'public_holiday', 'closed', id from somebody`,
    [studio.tenantId, day, `${randomUUID()}@example.com`],
  );
}

test("SCHED-15 every date of a rule is shown with what stands in its way and a free time near it, and nothing is saved", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten });
  const other = await bookVisit(studio, { startsAt: wallTime(17, "10:00"), who: person("Max") });
  await closeOn(studio, date(24));
  const before = await count(studio, "appointment");
  const { occurrences, timeZone, horizon } = await preview(studio, visit.id, weekly(5));
  expect(timeZone).toBe(newYork);
  expect(horizon).toBeNull();
  expect(
    occurrences.map(({ number, date, problems, canBook }) => ({ number, date, problems, canBook })),
  ).toEqual([
    { number: 1, date: date(3), problems: [], canBook: true },
    { number: 2, date: date(10), problems: [], canBook: true },
    { number: 3, date: date(17), problems: ["slot_taken", "no_room"], canBook: false },
    { number: 4, date: date(24), problems: ["place_closed"], canBook: false },
    { number: 5, date: date(31), problems: [], canBook: true },
  ]);
  const [taken, closed] = [occurrences[2]?.proposal, occurrences[3]?.proposal];
  expect(localDate(instant(Number(taken)), newYork)).toBe(date(17));
  expect(Math.abs(Number(taken) - wallTime(17, "10:00"))).toBeGreaterThan(0);
  expect([date(23), date(25)]).toContain(localDate(instant(Number(closed)), newYork));
  expect(await count(studio, "appointment")).toBe(before);
  expect(await count(studio, "series")).toBe(0);
  expect(other.id).not.toBe(visit.id);
});

test("ec-G6 what cannot be had is booked where it was agreed, or left out; the others keep their numbers", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(17, "10:00"), who: person("Max") });
  await bookVisit(studio, { startsAt: wallTime(24, "10:00"), who: person("Eve") });
  const visit = await bookVisit(studio, { startsAt: ten });
  const { occurrences } = await preview(studio, visit.id, weekly(5));
  const input = await asPreviewed(studio, visit.id, weekly(5));
  const moved = instant(Number(occurrences[2]?.proposal));
  const choices = input.choices.map((choice) =>
    choice.date === date(17) ? { ...choice, startsAt: moved } : choice,
  );
  const answer = succeeded(await bookSeries(studio.as("receptionist"), { ...input, choices }));
  expect(answer).toMatchObject({ booked: 3, leftOut: 1 });
  const visits = await visitsOf(answer.seriesId);
  expect(visits.map(({ date }) => date)).toEqual([date(3), date(10), date(17), date(31)]);
  expect(visits[2]?.on).toBe(`${date(17)} ${localTime(moved, newYork).time}`);
  expect(new Set(visits.map(({ clientId }) => clientId)).size).toBe(1);
  expect(
    await query("select series_date::text as date, because from series_gap where series_id = $1", [
      answer.seriesId,
    ]),
  ).toEqual([{ date: date(24), because: "left_out" }]);
});

test("ec-G11 a holiday on a date is skipped or shifted, as chosen, and listed; the others keep their numbers", async () => {
  const studio = await createStudio(runtime);
  await closeOn(studio, date(17));
  await closeOn(studio, date(24));
  const visit = await bookVisit(studio, { startsAt: ten });
  const { occurrences } = await preview(studio, visit.id, weekly(5));
  expect(occurrences.map(({ number, problems }) => [number, ...problems])).toEqual([
    [1],
    [2],
    [3, "place_closed"],
    [4, "place_closed"],
    [5],
  ]);
  const shifted = instant(Number(occurrences[2]?.proposal));
  expect(localDate(shifted, newYork)).not.toBe(date(17));
  const input = await asPreviewed(studio, visit.id, weekly(5));
  const choices = input.choices.map((choice) =>
    choice.date === date(17) ? { ...choice, startsAt: shifted } : choice,
  );
  const answer = succeeded(await bookSeries(studio.as("receptionist"), { ...input, choices }));
  expect(answer).toMatchObject({ booked: 3, leftOut: 1 });
  const visits = await visitsOf(answer.seriesId);
  expect(visits.map((one) => one.date)).toEqual([date(3), date(10), date(17), date(31)]);
  const wall = localTime(shifted, newYork);
  expect(visits[2]?.on).toBe(`${wall.date} ${wall.time}`);
  expect(
    await query("select series_date::text as date, because from series_gap where series_id = $1", [
      answer.seriesId,
    ]),
  ).toEqual([{ date: date(24), because: "left_out" }]);
});

test("ec-G6 a time that was taken meanwhile books nothing at all, and the same form sent twice books once", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten });
  const input = await asPreviewed(studio, visit.id, weekly(4));
  await bookVisit(studio, { startsAt: wallTime(24, "10:00"), who: person("Max") });
  const before = [await count(studio, "appointment"), await count(studio, "outbox")];
  expect(await bookSeries(studio.as("receptionist"), input)).toEqual({ ok: false, refusal: "times_taken" });
  expect([await count(studio, "appointment"), await count(studio, "outbox")]).toEqual(before);
  const again = await asPreviewed(studio, visit.id, weekly(4));
  const both = await Promise.all([1, 2].map(async () => await bookSeries(studio.as("receptionist"), again)));
  expect(both[0]).toEqual(both[1]);
  expect(both[0]).toMatchObject({ ok: true, value: { booked: 2, leftOut: 1 } });
  expect(await visitsOf(both[0]?.ok ? both[0].value.seriesId : "")).toHaveLength(3);
  expect(await count(studio, "series")).toBe(1);
});

test("ec-D4 every date of a series counts towards the cap, those that are only planned as well", async () => {
  const studio = await createStudio(runtime);
  succeeded(
    await replaceLimits(studio.as("admin"), {
      practitionerId: studio.practitionerId,
      maxPerDay: null,
      maxPerWeek: 2,
    }),
  );
  // The Sunday after next, so that the whole week is ahead.
  const sunday = 14 - weekdayOf(date(0));
  const visit = await bookVisit(studio, { startsAt: wallTime(sunday, "10:00") });
  const { occurrences } = await preview(studio, visit.id, daily(4));
  expect(occurrences.map(({ problems }) => problems)).toEqual([[], [], ["fully_booked"], ["fully_booked"]]);
  expect(occurrences.every(({ canBook }) => canBook)).toBe(true);
});

test("a visit that is over or another studio's does not repeat", async () => {
  const studio = await createStudio(runtime);
  const { visit, input } = await repeat(studio, ten, weekly(2));
  const asked = { appointmentId: asId<AppointmentId>(visit.id), rule: input.rule };
  await query("update appointment set status = 'completed' where id = $1", [visit.id]);
  expect(await previewSeries(studio.as("receptionist"), asked)).toMatchObject({ refusal: "not_allowed" });
  const elsewhere = await createStudio(runtime);
  await expect(previewSeries(elsewhere.as("admin"), asked)).rejects.toMatchObject({ code: "not_found" });
});

/** The visit of a series on one of its dates: its id and its version. */
async function visitOn(seriesId: string, day: string) {
  const [row] = await query(
    "select id, version from appointment where series_id = $1 and series_date = $2::date",
    [seriesId, day],
  );
  return { appointmentId: asId<AppointmentId>(String(row?.["id"])), version: Number(row?.["version"]) };
}

async function moveOne(studio: TestStudio, seriesId: string, day: string, startsAt: Instant) {
  const { practitionerId } = studio;
  const visit = await visitOn(seriesId, day);
  succeeded(await rescheduleAsStaff(studio.as("receptionist"), { ...visit, practitionerId, startsAt }));
}

test("ec-G1 one that is moved is an exception: the others and the rule stay as they are", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, weekly(4));
  await moveOne(studio, seriesId, date(10), wallTime(11, "14:00"));
  expect((await visitsOf(seriesId)).map(({ on }) => on)).toEqual([
    `${date(3)} 10:00`,
    `${date(11)} 14:00`,
    `${date(17)} 10:00`,
    `${date(24)} 10:00`,
  ]);
});

test("ec-G2 ec-G4 ec-G5 this and following go on by a rule of their own; the past, exceptions and what was cancelled stay", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, weekly(6));
  const desk = studio.as("receptionist");
  await moveOne(studio, seriesId, date(10), wallTime(11, "14:00"));
  await moveOne(studio, seriesId, date(31), wallTime(32, "15:00"));
  const cancelled = await visitOn(seriesId, date(24));
  succeeded(await cancelAsStaff(desk, { ...cancelled, reason: "Away" }));
  const asked = {
    ...(await visitOn(seriesId, date(17))),
    scope: "following",
    exceptionsToo: false,
    startsAt: wallTime(18, "11:30"),
  } as const;
  expect(await moveSeries(desk, asked)).toEqual({ ok: true, value: { moved: 2, kept: 1 } });
  expect((await visitsOf(seriesId)).map(({ on }) => on)).toEqual([`${date(3)} 10:00`, `${date(11)} 14:00`]);
  const [after] = await query(
    "select id, first_date::text as first, start_time as time, date_count as count from series where follows_id = $1",
    [seriesId],
  );
  expect(after).toMatchObject({ first: date(18), time: "11:30", count: 4 });
  expect((await visitsOf(String(after?.["id"]))).map(({ date, on, status }) => [date, on, status])).toEqual([
    [date(18), `${date(18)} 11:30`, "scheduled"],
    [date(25), `${date(24)} 10:00`, "cancelled"],
    [date(32), `${date(32)} 15:00`, "scheduled"],
    [date(39), `${date(39)} 11:30`, "scheduled"],
  ]);
  // Chosen too, the exception goes with the others.
  const all = {
    ...(await visitOn(String(after?.["id"]), date(39))),
    scope: "all",
    exceptionsToo: true,
  } as const;
  const moved = await moveSeries(desk, { ...all, startsAt: wallTime(39, "13:00") });
  expect(moved).toEqual({ ok: true, value: { moved: 3, kept: 0 } });
});

test("a daily series moves by a day, each visit into the time that the one after it leaves; one that is in the way moves nothing", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, daily(3));
  const desk = studio.as("receptionist");
  const asked = {
    ...(await visitOn(seriesId, date(3))),
    scope: "all",
    exceptionsToo: false,
    startsAt: wallTime(4, "10:00"),
  } as const;
  await query("update weekly_hours set start_time = '00:00', end_time = '24:00' where tenant_id = $1", [
    studio.tenantId,
  ]);
  const other = await bookVisit(studio, { startsAt: wallTime(6, "10:00"), who: person("Max") });
  expect(await moveSeries(desk, asked)).toEqual({ ok: false, refusal: "times_taken" });
  expect((await visitsOf(seriesId)).map(({ on }) => on)).toEqual(
    [3, 4, 5].map((day) => `${date(day)} 10:00`),
  );
  const [row] = await query("select version from appointment where id = $1", [other.id]);
  const busy = { appointmentId: asId<AppointmentId>(other.id), version: Number(row?.["version"]) };
  succeeded(await cancelAsStaff(desk, { ...busy, reason: "" }));
  expect(await moveSeries(desk, asked)).toEqual({ ok: true, value: { moved: 3, kept: 0 } });
});

test("SCHED-15 ec-G4 a move is shown before it is made: where each goes, what is in its way, what stays; the times they leave are free for each other", async () => {
  const studio = await createStudio(runtime);
  await query("update weekly_hours set start_time = '00:00', end_time = '24:00' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await query("update practitioner set max_per_day = 1 where tenant_id = $1", [studio.tenantId]);
  const { seriesId } = await repeat(studio, ten, daily(4));
  await moveOne(studio, seriesId, date(4), wallTime(20, "15:00"));
  await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Max") });
  const before = await visitsOf(seriesId);
  const desk = studio.as("receptionist");
  const asked = {
    ...(await visitOn(seriesId, date(3))),
    scope: "following",
    exceptionsToo: false,
    startsAt: wallTime(4, "10:00"),
  } as const;
  const { dates, kept } = succeeded(await previewMoveSeries(desk, asked));
  expect(kept).toBe(1);
  expect(dates.map(({ was, startsAt, problems, canMove }) => [was, startsAt, problems, canMove])).toEqual([
    [wallTime(3, "10:00"), wallTime(4, "10:00"), [], true],
    [wallTime(5, "10:00"), wallTime(6, "10:00"), [], true],
    [
      wallTime(6, "10:00"),
      wallTime(7, "10:00"),
      expect.arrayContaining(["slot_taken", "fully_booked"]),
      false,
    ],
  ]);
  expect(await visitsOf(seriesId)).toEqual(before);
  // What is said is what happens.
  expect(await moveSeries(desk, asked)).toEqual({ ok: false, refusal: "times_taken" });
});

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

async function versionOf(id: string): Promise<number> {
  const [row] = await query("select version from appointment where id = $1", [id]);
  return Number(row?.["version"]);
}

test("SCHED-15 ec-G2 ec-G4 a visit of a series repeats otherwise from there on: what fits stays, what does not is cancelled, what was moved by itself is kept", async () => {
  const studio = await createStudio(runtime);
  const { seriesId: before } = await repeat(studio, ten, weekly(5));
  await moveOne(studio, before, date(31), wallTime(32, "15:00"));
  const { appointmentId, version } = await visitOn(before, date(10));
  const fits = await visitOn(before, date(24));
  const goes = await visitOn(before, date(17));
  const rule = daily(3, 14);
  const seen = await preview(studio, appointmentId, rule);
  expect(seen.leaves).toEqual([wallTime(17, "10:00")]);
  expect(seen.kept).toBe(1);
  expect(seen.occurrences.map((one) => [one.startsAt, one.problems, one.canBook])).toEqual([
    [wallTime(10, "10:00"), [], true],
    [wallTime(24, "10:00"), [], true],
    [wallTime(38, "10:00"), [], true],
  ]);
  const input = await asPreviewed(studio, appointmentId, rule);
  const answer = succeeded(await bookSeries(studio.as("receptionist"), { ...input, version }));
  expect(answer).toMatchObject({ booked: 1, leftOut: 0 });
  expect((await visitsOf(answer.seriesId)).map((one) => [one.date, one.on, one.status])).toEqual([
    [date(10), `${date(10)} 10:00`, "scheduled"],
    [date(24), `${date(24)} 10:00`, "scheduled"],
    [date(38), `${date(38)} 10:00`, "scheduled"],
  ]);
  expect(await versionOf(fits.appointmentId)).toBe(fits.version);
  expect((await visitsOf(before)).map((one) => [one.date, one.status])).toEqual([
    [date(3), "scheduled"],
    [date(17), "cancelled"],
    [date(31), "scheduled"],
  ]);
  const { history } = await appointmentPanel(studio.as("admin"), { appointmentId: goes.appointmentId });
  expect(history.at(-1)?.action).toBe("cancelled, as its series repeats otherwise");
  const [late] = await query(
    "select late_cancel as late, cancelled_by as by from appointment where id = $1",
    [goes.appointmentId],
  );
  expect(late).toEqual({ late: false, by: "staff" });
  const [old] = await query("select until_date::text as until, date_count from series where id = $1", [
    before,
  ]);
  expect(old).toEqual({ until: date(9), date_count: null });
});

test("SCHED-15 ec-G2 a series is given another end, and a date of it that is left out is cancelled", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, weekly(4));
  const { appointmentId } = await visitOn(seriesId, date(3));
  const { series } = await appointmentPanel(studio.as("admin"), { appointmentId });
  expect(series?.rule.ends).toEqual({ by: "count", count: 4 });
  const following = await visitOn(seriesId, date(17));
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: following.appointmentId });
  expect(panel.series?.rule.ends).toEqual({ by: "count", count: 2 });
  const input = await asPreviewed(studio, appointmentId, weekly(3));
  const choices = input.choices.map((one) => (one.date === date(10) ? { ...one, startsAt: null } : one));
  const answer = succeeded(await bookSeries(studio.as("receptionist"), { ...input, choices }));
  expect(answer).toMatchObject({ booked: 0, leftOut: 1 });
  expect((await visitsOf(answer.seriesId)).map((one) => one.date)).toEqual([date(3), date(17)]);
  expect((await visitsOf(seriesId)).map((one) => [one.date, one.status])).toEqual([
    [date(10), "cancelled"],
    [date(24), "cancelled"],
  ]);
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

test("ec-G14 ec-G5 a series without an end is carried on to the horizon once, and what was cancelled stays cancelled", async () => {
  const studio = await createStudio(runtime);
  const { seriesId, booked } = await repeat(studio, ten, { ...weekly(2), ends: { by: "never" } });
  expect(booked).toBe(12);
  const job = studio.as("system");
  expect(await extendSeries(job, {})).toEqual({ extended: 0, more: false });
  // As it was three weeks ago: the last three dates were not booked yet, and one before them was cancelled.
  await query(
    `update appointment set series_id = null, series_date = null
     where series_id = $1 and series_date > $2::date`,
    [seriesId, date(70)],
  );
  await query("update series set booked_until = $2::date where id = $1", [seriesId, date(60)]);
  succeeded(
    await cancelAsStaff(studio.as("receptionist"), { ...(await visitOn(seriesId, date(66))), reason: "" }),
  );
  const both = await Promise.all([extendSeries(job, {}), extendSeries(job, {})]);
  const heard = await query(
    "select count(*)::int as n from audit_event where resource = 'series' and resource_id = $1 and action = 'update'",
    [seriesId],
  );
  expect(heard).toEqual([{ n: 1 }]);
  expect(both.reduce((sum, { extended }) => sum + extended, 0)).toBe(1);
  expect(await extendSeries(job, {})).toEqual({ extended: 0, more: false });
  const visits = await visitsOf(seriesId);
  expect(visits.find(({ date: day }) => day === date(66))?.status).toBe("cancelled");
  // Those times are still taken by what stands there, so that each is named as a gap, once.
  expect(
    await query("select series_date::text as date, because from series_gap where series_id = $1 order by 1", [
      seriesId,
    ]),
  ).toEqual([73, 80, 87].map((day) => ({ date: date(day), because: "slot_taken" })));
});

test("ec-G12 a series whose practitioner is gone stops, and says why", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, { ...weekly(2), ends: { by: "never" } });
  await query("update series set booked_until = $2::date where id = $1", [seriesId, date(50)]);
  await query("update practitioner set active = false where id = $1", [studio.practitionerId]);
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 1 });
  const [row] = await query("select stopped_because as because from series where id = $1", [seriesId]);
  expect(row).toEqual({ because: "practitioner_leaves" });
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 0 });
});

test("a series of a client whose record is removed is not carried on, and goes on once it is brought back", async () => {
  const studio = await createStudio(runtime);
  const { seriesId } = await repeat(studio, ten, { ...weekly(2), ends: { by: "never" } });
  await query("update series set booked_until = $2::date where id = $1", [seriesId, date(86)]);
  const sealed = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;
  await query(
    `with somebody as (
       insert into staff_user (tenant_id, email, display_name, password_hash, roles)
       values ($1, $3, 'Mara Lind', '-', '{admin}') returning id)
     insert into client_removal (tenant_id, client_id, removed_by, reason)
     select $1, s.client_id, somebody.id, $4 from series s, somebody where s.id = $2`,
    [studio.tenantId, seriesId, `${randomUUID()}@example.com`, sealed],
  );
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 0 });
  await query(
    `update client_removal set restored_at = app.now(), restored_by = removed_by, restore_reason = reason
     where tenant_id = $1`,
    [studio.tenantId],
  );
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 1 });
});

/** A weekly series without an end of a practitioner, as it stood when only its dates through so many days ahead were planned. */
async function plannedThrough(
  studio: TestStudio,
  day: number,
  practitionerId: PractitionerId = studio.practitionerId,
): Promise<string> {
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId });
  const input = await asPreviewed(studio, visit.id, { ...weekly(2), ends: { by: "never" } });
  const choices = input.choices.map((one) => (one.date > date(day) ? { ...one, startsAt: null } : one));
  const { seriesId } = succeeded(await bookSeries(studio.as("receptionist"), { ...input, choices }));
  await query("delete from series_gap where series_id = $1", [seriesId]);
  await query("update series set booked_until = $2::date where id = $1", [seriesId, date(day)]);
  return seriesId;
}

/** How far a series is planned, its last visit, its dates that are no visits, and why it has stopped. */
async function reached(seriesId: string) {
  const [row] = await query(
    `select booked_until::text as until, stopped_because as stopped,
      (select max(series_date)::text from appointment a where a.series_id = s.id) as last,
      (select count(*)::int from appointment a where a.series_id = s.id) as visits,
      (select count(*)::int from series_gap g where g.series_id = s.id) as gaps
     from series s where id = $1`,
    [seriesId],
  );
  return row;
}

test("ADM-04 SCHED-15 a series without an end waits where the last licence expires, keeps no other waiting, and is carried on once it is renewed", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, colleague] = studio.practitionerIds;
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const carryOn = async () => await extendSeries(studio.as("system"), {});
  const waits = await plannedThrough(studio, 20);
  const goesOn = await plannedThrough(studio, 20, colleague); // has no licence on record
  const licence = { practitionerId, title: "LCSW", number: "C-1", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...licence, expiresOn: date(40) }));

  expect(await carryOn()).toEqual({ extended: 1, more: true });
  const standing = { stopped: null, gaps: 0 };
  const atExpiry = { ...standing, until: date(40), last: date(38), visits: 6 };
  expect(await reached(waits)).toEqual(atExpiry);
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(goesOn)).toMatchObject({ ...standing, last: date(87), visits: 13 });
  expect(await carryOn()).toEqual({ extended: 0, more: false });
  expect(await reached(waits)).toEqual(atExpiry);

  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewed = { practitionerId, id: asId<never>(id) };
  succeeded(await renewLicence(admin, { ...renewed, version, expiresOn: date(59) }));
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(waits)).toEqual({ ...standing, until: date(59), last: date(59), visits: 9 });
  expect(await carryOn()).toEqual({ extended: 0, more: false });

  succeeded(await removeLicence(admin, renewed)); // none on record stops nobody
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(waits)).toMatchObject({ ...standing, last: date(87), visits: 13 });
});

test("ADM-04 ec-G12 a licence that expires before the last day ends no series; whoever has left waits for no renewal", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const carryOn = async () => await extendSeries(studio.as("system"), {});
  const seriesId = await plannedThrough(studio, 20);
  const licence = { practitionerId, title: "LCSW", number: "C-1", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...licence, expiresOn: date(30) }));
  const leaves = async (day: number) =>
    await query("update practitioner set last_day = $2::date where id = $1", [practitionerId, date(day)]);
  await leaves(50);
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ until: date(30), last: date(24), stopped: null });
  expect(await carryOn()).toEqual({ extended: 0, more: false });

  await leaves(-3); // their last day has passed, and nobody renews what they need no longer
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ until: date(30), stopped: "practitioner_leaves" });
  await query("update series set stopped_because = null where id = $1", [seriesId]);
  await query("update practitioner set last_day = null, active = false where id = $1", [practitionerId]);
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ until: date(30), stopped: "practitioner_leaves" });

  await query("update series set stopped_because = null where id = $1", [seriesId]);
  await query("update practitioner set active = true where id = $1", [practitionerId]);
  await leaves(50);
  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId, id: asId<never>(id), version, expiresOn: date(200) };
  succeeded(await renewLicence(admin, renewal));
  expect(await carryOn()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toEqual({
    until: date(50),
    last: date(45),
    visits: 7,
    gaps: 0,
    stopped: "practitioner_leaves",
  });
});

/** A licence of a studio's first practitioner, which holds through the date so many days ahead; `renew` moves that date. */
async function licensedUntil(studio: TestStudio, day: number) {
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const licence = { practitionerId, title: "LCSW", number: "C-1", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...licence, expiresOn: date(day) }));
  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId, id: asId<never>(id), version };
  return {
    renew: async (until: number) =>
      succeeded(await renewLicence(admin, { ...renewal, expiresOn: date(until) })),
  };
}

const endless = (every: number): SeriesRule => ({ ...daily(2, every), ends: { by: "never" } });

test("ADM-04 SCHED-15 a new series without an end is booked to where the last licence expires, says so and leaves no gap; renewed, the night books the rest", async () => {
  const studio = await createStudio(runtime);
  const { renew } = await licensedUntil(studio, 20);
  const visit = await bookVisit(studio, { startsAt: ten, who: person("Ana") });
  const seen = await preview(studio, visit.id, endless(7));
  expect(seen).toMatchObject({ horizon: date(20), licensedUntil: date(20) });
  expect(seen.occurrences.map((one) => [one.date, one.problems])).toEqual([
    [date(3), []],
    [date(10), []],
    [date(17), []],
  ]);
  // With an end every date is settled now, and the problem is shown.
  const counted = await preview(studio, visit.id, weekly(4));
  expect(counted).toMatchObject({ horizon: null, licensedUntil: null });
  expect(counted.occurrences.at(-1)).toMatchObject({ date: date(24), problems: ["licence_expired"] });

  const input = await asPreviewed(studio, visit.id, endless(7));
  const { seriesId } = succeeded(await bookSeries(studio.as("receptionist"), input));
  const carryOn = async () => (await extendSeries(studio.as("system"), {})).extended;
  const standing = { stopped: null, gaps: 0 };
  expect(await carryOn()).toBe(0);
  const { appointmentId } = await visitOn(seriesId, date(17));
  const waitsFor = async () =>
    (await appointmentPanel(studio.as("receptionist"), { appointmentId })).series?.waitsFor;
  expect(await waitsFor()).toEqual({ practitionerName: "Practitioner 1", licensedUntil: date(20) });
  expect(await reached(seriesId)).toEqual({ ...standing, until: date(20), last: date(17), visits: 3 });
  await renew(200);
  expect(await waitsFor()).toBeNull();
  expect(await carryOn()).toBe(1);
  expect(await reached(seriesId)).toMatchObject({ ...standing, last: date(87), visits: 13 });
});

test("ADM-04 SCHED-15 a series begun by a visit after the licence waits for the renewal with all its other dates", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten, who: person("Ana") });
  const { renew } = await licensedUntil(studio, 1);
  const input = await asPreviewed(studio, visit.id, endless(7));
  expect(input.choices).toEqual([]);
  const { seriesId, booked } = succeeded(await bookSeries(studio.as("receptionist"), input));
  expect(booked).toBe(0);
  expect(await reached(seriesId)).toMatchObject({ until: date(3), last: date(3), visits: 1, gaps: 0 });
  await renew(12);
  expect((await extendSeries(studio.as("system"), {})).extended).toBe(1);
  expect(await reached(seriesId)).toMatchObject({ until: date(12), last: date(10), visits: 2, gaps: 0 });
});

test("ADM-04 SCHED-15 ec-G2 a series that repeats otherwise keeps what stands after the licence; where nothing does it waits for the renewal as well", async () => {
  const studio = await createStudio(runtime, { practitioners: 1 });
  const { seriesId: long } = await repeat(studio, ten, endless(7));
  const { renew } = await licensedUntil(studio, 20);
  const otherwise = async (before: string) => {
    const { appointmentId } = await visitOn(before, date(10));
    const seen = await preview(studio, appointmentId, endless(14));
    const input = await asPreviewed(studio, appointmentId, endless(14));
    return { seen, ...succeeded(await bookSeries(studio.as("receptionist"), input)) };
  };
  const kept = await otherwise(long);
  expect(kept.seen).toMatchObject({ horizon: date(80), licensedUntil: date(20) });
  expect(kept.seen.leaves).toEqual([17, 31, 45, 59, 73, 87].map((day) => wallTime(day, "10:00")));
  const stand = (await visitsOf(kept.seriesId)).map((one) => [one.date, one.status]);
  expect(stand).toEqual([10, 24, 38, 52, 66, 80].map((day) => [date(day), "scheduled"]));
  expect(await reached(kept.seriesId)).toMatchObject({ until: date(80), gaps: 0 });

  const { seriesId: short } = await repeat(studio, wallTime(3, "14:00"), endless(7));
  const waits = await otherwise(short);
  expect(waits.seen).toMatchObject({ horizon: date(20), licensedUntil: date(20) });
  expect(waits.seen.leaves).toEqual([wallTime(17, "14:00")]);
  expect(await reached(waits.seriesId)).toMatchObject({ until: date(20), visits: 1, gaps: 0 });
  await renew(40);
  expect((await extendSeries(studio.as("system"), {})).extended).toBe(1);
  expect(await reached(waits.seriesId)).toMatchObject({ last: date(38), visits: 3, gaps: 0 });
});

test("ADM-04 SCHED-15 a series that repeats on other days waits for the renewal from the licence on: what of the old one leaves keeps no date in reach", async () => {
  const studio = await createStudio(runtime, { practitioners: 1 });
  const { seriesId } = await repeat(studio, ten, endless(7));
  const { renew } = await licensedUntil(studio, 20);
  const { appointmentId } = await visitOn(seriesId, date(10));
  const seen = await preview(studio, appointmentId, endless(13)); // no other date of the old series is one of the new
  expect(seen).toMatchObject({ horizon: date(20), licensedUntil: date(20) });
  expect(seen.leaves).toHaveLength(11);
  const input = await asPreviewed(studio, appointmentId, endless(13));
  const next = succeeded(await bookSeries(studio.as("receptionist"), input));
  expect(await reached(next.seriesId)).toMatchObject({ until: date(20), visits: 1, gaps: 0 });
  await renew(40);
  expect((await extendSeries(studio.as("system"), {})).extended).toBe(1);
  expect(await reached(next.seriesId)).toMatchObject({ last: date(36), visits: 3, gaps: 0 });
});
