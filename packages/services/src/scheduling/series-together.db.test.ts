import { randomUUID } from "node:crypto";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import type { SeriesRule } from "@quietroom/domain/series";
import { type Instant, instant, localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { familySessions, ten } from "../../test/family-sessions.ts";
import { addLicence, renewLicence } from "../studio/index.ts";
import {
  appointmentPanel,
  bookSeries,
  cancelSeries,
  extendSeries,
  listUnsettledSeries,
  moveSeries,
  previewMoveSeries,
  previewSeries,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const { familyStudio, versionOf } = familySessions(runtime, query);

const newYork = "America/New_York";
const dateOf = (day: number) => localDate(wallTime(day, "12:00"), newYork);

const everyWeek = (ends: SeriesRule["ends"]) =>
  ({
    frequency: "daily",
    every: 7,
    weekdays: [] as number[],
    monthlyBy: "date",
    missing: "skip",
    ends,
  }) as const;

/** What the planner sends when nothing is changed, of a visit that both hold at ten. */
async function planned(studio: TestStudio, id: string, ends: SeriesRule["ends"]) {
  const appointmentId = asId<AppointmentId>(id);
  const rule = { ...everyWeek(ends), weekdays: [] };
  const seen = succeeded(await previewSeries(studio.as("receptionist"), { appointmentId, rule }));
  const choices = seen.occurrences
    .slice(1)
    .map((one) => ({ date: one.date, startsAt: one.canBook ? instant(one.startsAt) : null }));
  const version = await versionOf(id);
  return { seen, input: { appointmentId, version, rule, choices, idempotencyKey: randomUUID() } };
}

async function together(studio: TestStudio, startsAt: Instant = ten) {
  return await bookVisit(studio, { startsAt, practitionerId: null, who: person("Family") });
}

async function heldBy(seriesId: string) {
  return await query(
    `select series_date::text as date, practitioner_id as lead, with_practitioner_ids as others, status, starts_at = any($2::timestamptz[]) as "atTen"
     from appointment where series_id = $1 order by series_date`,
    [seriesId, [4, 11, 18, 25].map((day) => new Date(wallTime(day, "10:00")))],
  );
}

test("SCHED-15 SCHED-11 a visit of two repeats with both: each date is judged for both, booked for both or for neither, and moved and cancelled with both", async () => {
  const { alone, together: family, ana, ben } = await familyStudio();
  const desk = alone.as("receptionist");
  const visit = await together(family);
  const panel = await appointmentPanel(desk, { appointmentId: asId<AppointmentId>(visit.id) });
  expect(panel.canRepeat).toBe(true);
  await bookVisit(alone, { startsAt: wallTime(11, "10:30"), practitionerId: ben });
  const { seen, input } = await planned(family, visit.id, { by: "count", count: 4 });
  expect(seen.occurrences.map(({ problems }) => problems)).toEqual([[], ["slot_taken"], [], []]);
  // The time proposed instead is free for both.
  expect(seen.occurrences[1]?.proposal).not.toBeNull();
  expect(seen.occurrences[1]?.proposal).not.toBe(wallTime(11, "10:00"));

  const { seriesId, booked } = succeeded(await bookSeries(desk, input));
  expect(booked).toBe(2);
  const both = { lead: ana, others: [ben], status: "scheduled", atTen: true };
  expect(await heldBy(seriesId)).toEqual([4, 18, 25].map((day) => ({ ...both, date: dateOf(day) })));

  // Where one of them was taken since, none of it is booked.
  const second = await together(family, wallTime(4, "14:00"));
  const other = await planned(family, second.id, { by: "count", count: 3 });
  await bookVisit(alone, { startsAt: wallTime(18, "14:00"), practitionerId: ben, who: person("Quick") });
  expect(await bookSeries(desk, other.input)).toEqual({ ok: false, refusal: "times_taken" });
  expect(await query("select 1 from series where tenant_id = $1", [alone.tenantId])).toHaveLength(1);

  const part = { scope: "all", exceptionsToo: false } as const;
  const at = async () => ({
    appointmentId: asId<AppointmentId>(visit.id),
    version: await versionOf(visit.id),
  });
  const whole = { ...(await at()), ...part, startsAt: wallTime(4, "10:30") };
  const moves = succeeded(await previewMoveSeries(desk, whole));
  expect(moves.dates.map(({ canMove }) => canMove)).toEqual([true, true, true]); // their own times are in nobody's way
  expect(succeeded(await moveSeries(desk, whole))).toEqual({ moved: 3, kept: 0 });
  const [next] = await query("select id, with_practitioner_ids as others from series where follows_id = $1", [
    seriesId,
  ]);
  expect(next?.["others"]).toEqual([ben]);
  const after = await heldBy(String(next?.["id"]));
  expect(after.map(({ lead, others }) => [lead, others])).toEqual(after.map(() => [ana, [ben]]));
  expect(after).toHaveLength(3);
  expect(succeeded(await cancelSeries(desk, { ...(await at()), ...part, reason: "" }))).toEqual({
    cancelled: 3,
    kept: 0,
  });
});

test("SCHED-15 SCHED-11 ec-G14 ADM-04 a series of two without an end goes on with both, as far as the licence of either; whoever leaves of them ends it", async () => {
  const { alone, together: family, ana, ben } = await familyStudio();
  const admin = alone.as("admin");
  const licence = { practitionerId: ben, title: "LCSW", number: "C-1", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...licence, expiresOn: dateOf(20) }));
  const visit = await together(family);
  const { seen, input } = await planned(family, visit.id, { by: "never" });
  expect(seen).toMatchObject({ horizon: dateOf(20), licensedUntil: dateOf(20) });
  const { seriesId } = succeeded(await bookSeries(admin, input));
  const carryOn = async () => (await extendSeries(alone.as("system"), {})).extended;
  expect(await carryOn()).toBe(0);
  expect((await heldBy(seriesId)).map(({ date }) => date)).toEqual([4, 11, 18].map(dateOf));

  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId: ben, id: asId<never>(id), version };
  succeeded(await renewLicence(admin, { ...renewal, expiresOn: dateOf(300) }));
  await query("update practitioner set last_day = $2::date where id = $1", [ben, dateOf(26)]);
  expect(await carryOn()).toBe(1);
  const visits = await heldBy(seriesId);
  expect(visits.map(({ date, lead, others }) => [date, lead, others])).toEqual(
    [4, 11, 18, 25].map((day) => [dateOf(day), ana, [ben]]),
  );
  // It is on the list of whoever decides about what stands with the one who leaves.
  const { series } = await listUnsettledSeries(alone.as({ therapist: ben }), { practitionerId: ben });
  expect(series).toMatchObject([{ seriesId, stopped: true, gaps: [] }]);
});
