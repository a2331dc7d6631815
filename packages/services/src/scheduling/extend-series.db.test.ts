import { randomUUID } from "node:crypto";
import { asId, type SeriesId } from "@quietroom/domain/ids";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { addLicence, removeLicence, renewLicence, viewStanding } from "../studio/index.ts";
import {
  appointmentPanel,
  bookSeries,
  cancelAsStaff,
  extendSeries,
  listUnsettledSeries,
  settleSeries,
} from "./index.ts";
import { date, ten, weekly, endless, plannedSeries } from "../../test/planned-series.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const { preview, asPreviewed, repeat, visitsOf, visitOn, plannedThrough, reached, licensedUntil } =
  plannedSeries(query);

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

test("ec-G12 ec-G14 a suspended studio's series wait and nothing of them is written; open again, they go on as if it had never been closed", async () => {
  const studio = await createStudio(runtime);
  const night = async () => await extendSeries(studio.as("system"), {});
  const seriesId = await plannedThrough(studio, 20);
  const before = await reached(seriesId);
  const setStatus = "update tenant set status = $2 where id = $1";
  await query(setStatus, [studio.tenantId, "suspended"]);
  expect(await night()).toEqual({ extended: 0, more: false });
  expect(await reached(seriesId)).toEqual(before);
  await query(setStatus, [studio.tenantId, "active"]);
  expect(await night()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ stopped: null, gaps: 0, last: date(87), visits: 13 });
});

test.each([
  ["its service", "update service set active = $2 where id = $1", "serviceId"],
  ["its place", "update location set active = $2 where id = $1", "locationId"],
  [
    "its mode",
    "update service set modes = case when $2 then '{in_person,telehealth}' else '{telehealth}' end::visit_mode[] where id = $1",
    "serviceId",
  ],
] as const)(
  "ec-G12 SCHED-30 a series that lost %s stops and is on its practitioner's list; given back it goes on by itself, and what somebody saw to does not",
  async (_what, set, key) => {
    const studio = await createStudio(runtime);
    const admin = studio.as("admin");
    const { practitionerId } = studio;
    const night = async () => await extendSeries(studio.as("system"), {});
    const listed = async () => {
      const { series } = await listUnsettledSeries(admin, { practitionerId: null });
      const standing = await viewStanding(admin, { practitionerId });
      expect(standing.stoppedSeries).toBe(series.length);
      return series.map((one) => one.seriesId);
    };
    const seriesId = await plannedThrough(studio, 20);
    await query(set, [studio[key], false]);
    expect(await night()).toEqual({ extended: 1, more: false });
    expect(await reached(seriesId)).toMatchObject({ stopped: "not_offered", until: date(20), gaps: 0 });
    expect(await listed()).toEqual([seriesId]);
    expect(await night()).toEqual({ extended: 0, more: false });

    await query(set, [studio[key], true]);
    expect(await night()).toEqual({ extended: 1, more: false });
    expect(await reached(seriesId)).toMatchObject({ stopped: null, gaps: 0, last: date(87), visits: 13 });
    expect(await listed()).toEqual([]);

    await query("update series set booked_until = $2::date where id = $1", [seriesId, date(80)]);
    await query(set, [studio[key], false]);
    expect(await night()).toEqual({ extended: 1, more: false });
    succeeded(await settleSeries(admin, { seriesId: asId<SeriesId>(seriesId), stopped: true, dates: [] }));
    expect(await listed()).toEqual([]);
    await query(set, [studio[key], true]);
    expect(await night()).toEqual({ extended: 0, more: false });
    expect(await reached(seriesId)).toMatchObject({ stopped: "not_offered" });
  },
);

test("ec-G12 a series that stopped goes on by itself through the day after its last date; later it stays on the list for a person", async () => {
  const studio = await createStudio(runtime);
  const night = async () => await extendSeries(studio.as("system"), {});
  const seriesId = await plannedThrough(studio, 20);
  const stopAt = async (day: number) =>
    await query("update series set stopped_because = 'not_offered', booked_until = $2::date where id = $1", [
      seriesId,
      date(day),
    ]);
  await stopAt(-2);
  expect(await night()).toEqual({ extended: 0, more: false });
  expect(await reached(seriesId)).toMatchObject({ stopped: "not_offered", until: date(-2), visits: 3 });
  await stopAt(-1);
  expect(await night()).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ stopped: null, last: date(87), gaps: 0, visits: 13 });
});

test("ec-G14 dates that went by while nothing carried a series on are neither booked nor gaps", async () => {
  const studio = await createStudio(runtime);
  const seriesId = await plannedThrough(studio, 20);
  await query("update series set first_date = $2::date, booked_until = $3::date where id = $1", [
    seriesId,
    date(-18),
    date(-18),
  ]);
  expect(await extendSeries(studio.as("system"), {})).toEqual({ extended: 1, more: false });
  expect(await reached(seriesId)).toMatchObject({ stopped: null, last: date(87), gaps: 0, visits: 13 });
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
