import { randomUUID } from "node:crypto";
import type { bookSeries as bookContract } from "@quietroom/contracts/series";
import type { InputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId, type ClientId, type LocationId } from "@quietroom/domain/ids";
import { hourMs, type Instant, instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { plannedSeries, ten, weekly as everyWeek } from "../../test/planned-series.ts";
import { addLocation } from "../studio/index.ts";
import {
  bookSeries,
  bookWithOverride,
  changePlaceZone,
  extendSeries,
  moveSeries,
  previewSeries,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);

const east = "America/New_York";
const west = "America/Chicago";

/** When a visit begins and ends, what of time it takes, and by whose clock. */
async function timesOf(visit: { readonly id: string }) {
  const [row] = await query(
    `select date_part('epoch', starts_at) * 1000 as start, date_part('epoch', ends_at - starts_at) / 60 as minutes,
       blocked_from = starts_at and blocked_until = ends_at as whole, superseded, time_zone as zone, version
     from appointment where id = $1`,
    [visit.id],
  );
  return row;
}

/** How many were told that this visit is at another time. */
async function told(visit: { readonly id: string }) {
  const rows = await query(
    "select 1 from outbox where name = 'appointment/rescheduled' and data ->> 'appointmentId' = $1",
    [visit.id],
  );
  return rows.length;
}

function change(studio: TestStudio, visits: "keep_wall_time" | "keep_moment" | null, timeZone = west) {
  return changePlaceZone(studio.as("admin"), { id: studio.locationId, version: 1, timeZone, visits });
}

async function zoneOf(studio: TestStudio) {
  const [row] = await query("select time_zone, version from location where id = $1", [studio.locationId]);
  return [row?.["time_zone"], row?.["version"]];
}

test("ec-A30 ec-H2 a hold that ran out where a visit goes to is in no visit's way", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  const left = await holdTime(studio, { startsAt: wallTime(5, "11:00") });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    left.id,
  ]);
  expect(await change(studio, "keep_wall_time")).toMatchObject({ ok: true });
  expect(await timesOf(visit)).toMatchObject({ start: wallTime(5, "11:00"), zone: west, version: 3 });
});

test("ec-A30 with visits ahead a change of zone asks what is meant, and until that is said nothing is changed", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  expect(await change(studio, null)).toEqual({ ok: false, refusal: { code: "say_what_is_meant" } });
  expect(await zoneOf(studio)).toEqual([east, 1]);
  expect(await timesOf(visit)).toMatchObject({ start: wallTime(5, "10:00"), zone: east });
});

test("ec-A30 visits that keep the time on the wall are at another moment, back to back as before, and each client is told once", async () => {
  const studio = await createStudio(runtime);
  const times = ["10:00", "11:00", "12:00"];
  const visits = [];
  for (const [index, time] of times.entries())
    visits.push(await bookVisit(studio, { startsAt: wallTime(5, time), who: person(`Nora${"abc"[index]}`) }));
  expect(await change(studio, "keep_wall_time")).toEqual({ ok: true, value: { version: 2, concerned: 3 } });
  for (const [index, visit] of visits.entries()) {
    const start = wallTime(5, times[index] ?? "", west);
    expect(await timesOf(visit)).toEqual({
      start,
      minutes: 60,
      whole: true,
      superseded: false,
      zone: west,
      version: 3,
    });
    expect(await told(visit)).toBe(1);
  }
  const audited = await query(
    `select resource, detail ->> 'visits' as visits, detail ->> 'concerned' as concerned from audit_event
     where tenant_id = $1 and verb = 'scheduling.change_place_zone' order by resource, id`,
    [studio.tenantId],
  );
  expect(audited).toEqual([
    ...times.map(() => ({ resource: "appointment", visits: "keep_wall_time", concerned: null })),
    { resource: "location", visits: "keep_wall_time", concerned: "3" },
  ]);
});

test("ec-A30 visits that keep their moment stay where they are, and the wall shows another time", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  expect(await change(studio, "keep_moment")).toMatchObject({ ok: true, value: { concerned: 1 } });
  expect(await timesOf(visit)).toMatchObject({ start: wallTime(5, "10:00"), zone: west, version: 3 });
  expect(await told(visit)).toBe(1);
});

test("ec-A30 a zone by another name tells nobody anything, and one that there is not is refused", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  expect(await change(studio, "keep_moment", "Mars/Olympus")).toEqual({
    ok: false,
    refusal: { code: "unknown_zone" },
  });
  expect(await change(studio, "keep_wall_time", "America/Detroit")).toMatchObject({
    ok: true,
    value: { concerned: 0 },
  });
  expect(await timesOf(visit)).toMatchObject({
    start: wallTime(5, "10:00"),
    zone: "America/Detroit",
    version: 2,
  });
  expect(await told(visit)).toBe(0);
});

/** A series without an end from a visit on at 10:00, every week, planned through so many days ahead only. */
async function weekly(studio: TestStudio, planned: number): Promise<string> {
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ana") });
  const appointmentId = asId<AppointmentId>(visit.id);
  const rule = {
    frequency: "daily",
    every: 7,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "never" },
  } satisfies InputOf<typeof bookContract>["rule"];
  const desk = studio.as("receptionist");
  const { occurrences } = succeeded(await previewSeries(desk, { appointmentId, rule }));
  const last = localDate(wallTime(planned, "12:00"), east);
  const choices = occurrences
    .slice(1)
    .map(({ date, startsAt }) => ({ date, startsAt: date > last ? null : instant(startsAt) }));
  const version = Number((await timesOf(visit))?.["version"]);
  const form = { appointmentId, version, rule, choices, idempotencyKey: randomUUID() };
  const { seriesId } = succeeded(await bookSeries(desk, form));
  await query("delete from series_gap where series_id = $1", [seriesId]);
  await query("update series set booked_until = $2::date where id = $1", [seriesId, last]);
  return seriesId;
}

/** The times on a wall at which a series has visits. */
async function wallOf(seriesId: string, zone: string): Promise<readonly string[]> {
  const rows = await query(
    `select distinct to_char(starts_at at time zone $2, 'HH24:MI') as time from appointment
     where series_id = $1 and status <> 'cancelled' order by 1`,
    [seriesId, zone],
  );
  return rows.map(({ time }) => String(time));
}

test("ec-A30 SCHED-15 a series goes on by the clock that its visits keep: the night books the next ones beside them, and all of them move together", async () => {
  for (const [visits, zone] of [
    ["keep_wall_time", west],
    ["keep_moment", east],
  ] as const) {
    const studio = await createStudio(runtime);
    const seriesId = await weekly(studio, 26);
    expect(await change(studio, visits)).toMatchObject({ ok: true, value: { concerned: 4 } });
    expect(await extendSeries(studio.as("system"), {})).toEqual({ extended: 1, more: false });
    expect(await wallOf(seriesId, zone)).toEqual(["10:00"]);
    const standing = await query("select 1 from appointment where series_id = $1", [seriesId]);
    expect(standing).toHaveLength(13);
    const [second] = await query(
      "select id, version, starts_at from appointment where series_id = $1 order by starts_at offset 1 limit 1",
      [seriesId],
    );
    const anHourOn = instant(new Date(String(second?.["starts_at"])).getTime() + hourMs);
    const part = { scope: "following", exceptionsToo: false } as const;
    const appointmentId = asId<AppointmentId>(String(second?.["id"]));
    const version = Number(second?.["version"]);
    const move = { ...part, appointmentId, version, startsAt: anHourOn };
    expect(await moveSeries(studio.as("receptionist"), move)).toEqual({
      ok: true,
      value: { moved: 12, kept: 0 },
    });
  }
});

const riverStreet = {
  name: "River Street",
  addressLine: "7 River Street",
  city: "Chicago",
  region: "IL",
  postalCode: "60601",
  country: "US",
  phone: "",
  directions: "",
  timeZone: east,
};

test("ec-A30 visits that would meet others of their people refuse the change, all of it", async () => {
  const studio = await createStudio(runtime, { rooms: 2 });
  const other = await addLocation(studio.as("admin"), riverStreet);
  const elsewhere = asId<LocationId>(succeeded(other).locationId);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  const next = await bookVisit(studio, { startsAt: wallTime(5, "11:00"), who: person("Emil") });
  await query("update appointment set location_id = $1, room_id = null where id = $2", [elsewhere, next.id]);
  expect(await change(studio, "keep_wall_time")).toEqual({ ok: false, refusal: { code: "visits_meet" } });
  expect(await timesOf(visit)).toMatchObject({
    start: wallTime(5, "10:00"),
    zone: east,
    superseded: false,
    version: 2,
  });
  expect(await zoneOf(studio)).toEqual([east, 1]);
});

/** Books a visit that an admin puts over whatever is there, for a reason of their own. */
async function overriding(studio: TestStudio, startsAt: Instant, rule: "slot_taken" | "outside_hours") {
  const known = await bookVisit(studio, { startsAt: wallTime(9, "15:00"), who: person("Ana") });
  const [client] = await query("select client_id from appointment where id = $1", [known.id]);
  const { serviceId, practitionerId, locationId } = studio;
  const wish = {
    serviceId,
    practitionerId,
    locationId,
    startsAt,
    durationMin: null,
    mode: "telehealth",
  } as const;
  const clientId = asId<ClientId>(String(client?.["client_id"]));
  const booked = await bookWithOverride(await staffOf(studio, query), {
    ...wish,
    clientId,
    idempotencyKey: randomUUID(),
    rules: [rule],
    reason: "Her sister is in town",
  });
  return { id: succeeded(booked).appointmentId };
}

/** When a visit begins, whether it is in the calendar, and by which override it is there; what of time it claims for itself. */
async function standingOf({ id }: { readonly id: string }) {
  const [row] = await query(
    `select date_part('epoch', starts_at) * 1000 as start, superseded, override_id as "overrideId",
       date_part('epoch', previous_starts_at) * 1000 as before, claimed - tstzmultirange(tstzrange(starts_at + interval '30 minutes', ends_at)) = '{}' as "claimsSecondHalf",
       claimed = tstzmultirange(tstzrange(starts_at, ends_at)) as "claimsAll"
     from appointment where id = $1`,
    [id],
  );
  return row ?? {};
}

test.each([-30, 30])(
  "ec-A30 ec-H20 a double booking by an override (%s minutes on) goes along as it is: both an hour on, the override kept, and no third gets in",
  async (minutes) => {
    const studio = await createStudio(runtime);
    const plain = await bookVisit(studio, { startsAt: wallTime(5, "11:00"), who: person("Nora") });
    const next = await bookVisit(studio, { startsAt: wallTime(5, "13:00"), who: person("Emil") });
    const over = await overriding(studio, plus(wallTime(5, "11:00"), minutes * minuteMs), "slot_taken");
    const before = await standingOf(over);
    expect(await change(studio, "keep_wall_time")).toMatchObject({ ok: true, value: { concerned: 4 } });
    expect(await standingOf(plain)).toMatchObject({ start: wallTime(5, "11:00", west), overrideId: null });
    expect(await standingOf(next)).toMatchObject({ start: wallTime(5, "13:00", west), overrideId: null });
    const after = await standingOf(over);
    const start = plus(wallTime(5, "11:00", west), minutes * minuteMs);
    expect(before["overrideId"]).not.toBeNull();
    expect(after).toEqual({ ...before, start, before: before["start"] });
    expect(after).toMatchObject({ superseded: false, claimsSecondHalf: minutes > 0, claimsAll: false });
    // What it has for itself is nobody else's.
    const copy = `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, client_id, time_zone, booked_at,
         cancel_deadline, starts_at, ends_at, blocked_from, blocked_until)
       select tenant_id, 'scheduled', practitioner_id, location_id, service_id, mode, client_id, time_zone, booked_at, cancel_deadline,
         starts_at, ends_at, blocked_from, blocked_until from appointment where id = $1`;
    await expect(query(copy, [over.id])).rejects.toThrow("appointment_practitioner_free");
  },
);

test("ec-A30 ec-H20 a visit that is there by an override alone keeps it, and by it meets nobody whom it was not made for", async () => {
  const studio = await createStudio(runtime);
  const early = await overriding(studio, wallTime(5, "06:00"), "outside_hours");
  const { overrideId } = await standingOf(early);
  expect(overrideId).not.toBeNull();
  expect(await change(studio, "keep_wall_time")).toMatchObject({ ok: true });
  const there = { start: wallTime(5, "06:00", west), overrideId, claimsAll: true, superseded: false };
  expect(await standingOf(early)).toMatchObject(there);

  // At the next change somebody else's visit is there, at a place that has its own clock.
  const other = await addLocation(studio.as("admin"), riverStreet);
  const elsewhere = asId<LocationId>(succeeded(other).locationId);
  const next = await bookVisit(studio, { startsAt: wallTime(5, "11:00"), who: person("Emil") });
  await query(
    `update appointment set location_id = $1, room_id = null, starts_at = to_timestamp($2), ends_at = to_timestamp($2) + interval '1 hour',
       blocked_from = to_timestamp($2), blocked_until = to_timestamp($2) + interval '1 hour' where id = $3`,
    [elsewhere, wallTime(5, "06:30", "America/Denver") / 1000, next.id],
  );
  const { locationId: id } = studio;
  const again = { id, version: 2, timeZone: "America/Denver", visits: "keep_wall_time" } as const;
  const refused = { ok: false, refusal: { code: "visits_meet" } };
  expect(await changePlaceZone(studio.as("admin"), again)).toEqual(refused);
  expect(await standingOf(early)).toMatchObject(there);
  expect(await zoneOf(studio)).toEqual([west, 2]);
});

test("ec-A30 what is over keeps its zone, and of two who change it at once the second is told", async () => {
  const studio = await createStudio(runtime);
  const past = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  await query(
    `update appointment set starts_at = starts_at - interval '240 hours', ends_at = ends_at - interval '240 hours',
       blocked_from = blocked_from - interval '240 hours', blocked_until = blocked_until - interval '240 hours' where id = $1`,
    [past.id],
  );
  expect(await change(studio, null)).toMatchObject({ ok: true, value: { concerned: 0 } });
  expect(await timesOf(past)).toMatchObject({ zone: east });
  expect(await change(studio, null)).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
});

test.each(["keep_wall_time", "keep_moment"] as const)(
  "ec-A30 SCHED-15 whoever changes a zone (%s) waits for who changes a series there before they have a series themselves, so that the two never wait for each other",
  async (meaning) => {
    const studio = await createStudio(runtime);
    const { seriesId } = await plannedSeries(query).repeat(studio, ten, everyWeek(2));
    await rival("begin");
    await rival("select from location where id = $1 for share", [studio.locationId]);
    const changing = change(studio, meaning);
    const waits = async () =>
      await query(
        `select from pg_stat_activity
         where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
      );
    await vi.waitFor(async () => expect(await waits()).toHaveLength(1), { timeout: 15_000, interval: 20 });
    expect(await rival("select id from series where id = $1 for update nowait", [seriesId])).toHaveLength(1);
    await rival("commit");
    expect(await changing).toMatchObject({ ok: true, value: { concerned: 2 } });
  },
);

test("TEN-07 a zone is the admin's to change, and another studio's place is not there", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const asked = { id: ours.locationId, version: 1, timeZone: west, visits: null };
  await expect(changePlaceZone(ours.as("receptionist"), asked)).rejects.toThrow("forbidden");
  await expect(changePlaceZone(theirs.as("admin"), asked)).rejects.toThrow("not_found");
});
