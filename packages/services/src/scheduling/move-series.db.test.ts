import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
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
import { cancelAsStaff, moveSeries, previewMoveSeries, reassignVisit } from "./index.ts";
import { date, ten, daily, weekly, plannedSeries } from "../../test/planned-series.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const { repeat, visitsOf, visitOn, moveOne } = plannedSeries(query);

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

test("SCHED-15 SCHED-30 a date of a series that a colleague has by now is shown, and moved, in that colleague's diary", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 4 });
  const desk = studio.as("receptionist");
  const [mine, colleague] = studio.practitionerIds;
  if (mine === undefined || colleague === undefined) throw new Error("two are needed");
  const { seriesId } = await repeat(studio, ten, weekly(4));
  const given = { ...(await visitOn(seriesId, date(10))), practitionerId: colleague };
  succeeded(await reassignVisit(desk, given));
  const taken = async (day: number, practitionerId: PractitionerId, who: string) =>
    await bookVisit(studio, { startsAt: wallTime(day, "14:00"), practitionerId, who: person(who) });
  await taken(10, mine, "Max");
  await taken(17, colleague, "Eve");
  const ask = async () => {
    const asked = { ...(await visitOn(seriesId, date(3))), scope: "all", exceptionsToo: false } as const;
    return { ...asked, startsAt: wallTime(3, "14:00") };
  };
  const seen = succeeded(await previewMoveSeries(desk, await ask()));
  expect(seen.dates.map(({ was, problems, canMove }) => [was, problems, canMove])).toEqual(
    [3, 10, 17, 24].map((day) => [wallTime(day, "10:00"), [], true]),
  );
  const inTheWay = await taken(10, colleague, "Ida");
  const refused = succeeded(await previewMoveSeries(desk, await ask()));
  expect(refused.dates.map(({ canMove }) => canMove)).toEqual([true, false, true, true]);
  expect(await moveSeries(desk, await ask())).toEqual({ ok: false, refusal: "times_taken" });
  const gone = { appointmentId: asId<AppointmentId>(inTheWay.id), version: 2 };
  succeeded(await cancelAsStaff(desk, { ...gone, reason: "" }));
  expect(await moveSeries(desk, await ask())).toEqual({ ok: true, value: { moved: 4, kept: 0 } });
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
