import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { instant, localDate, localTime, weekdayOf } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
  replaceLimits,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { appointmentPanel, bookSeries, previewSeries } from "./index.ts";
import { date, ten, daily, weekly, plannedSeries } from "../../test/planned-series.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const newYork = "America/New_York";
const { preview, asPreviewed, repeat, visitsOf, count, closeOn, visitOn, moveOne, versionOf } =
  plannedSeries(query);

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
