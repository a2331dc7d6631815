import { asId, type Id, type SeriesId } from "@quietroom/domain/ids";
import type { LocalDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { date, endless, plannedSeries, ten } from "../../test/planned-series.ts";
import { answerTimeOff, askTimeOff, viewStanding } from "../studio/index.ts";
import {
  bookSeries,
  cancelAsStaff,
  cancelSeries,
  countUnsettledSeries,
  extendSeries,
  listUnsettledSeries,
  moveSeries,
  settleSeries,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const { asPreviewed, closeOn, plannedThrough, versionOf, visitOn } = plannedSeries(query);

async function away(studio: TestStudio, firstDate: LocalDate, lastDate: LocalDate) {
  const as = await staffOf(studio, query);
  const { practitionerId } = studio;
  const wish = { practitionerId, firstDate, lastDate, part: null, reason: "", coverId: null };
  const { id, version } = succeeded(await askTimeOff(as, wish));
  const answer = { version, decision: "approved", answer: "" } as const;
  succeeded(await answerTimeOff(as, { id: asId<Id<"time_off">>(id), ...answer }));
}

const night = async (studio: TestStudio) => await extendSeries(studio.as("system"), {});

async function listed(studio: TestStudio, as = studio.as("receptionist")) {
  const { series, seriesCount } = await listUnsettledSeries(as, { practitionerId: null });
  expect(series).toHaveLength(seriesCount);
  expect(await countUnsettledSeries(as, {})).toEqual({ unsettled: seriesCount });
  return series.map((one) => [one.seriesId, ...one.gaps.map((gap) => `${gap.date} ${gap.because}`)]);
}

const on = (because: string, ...days: number[]) => days.map((day) => `${date(day)} ${because}`);

test("SCHED-15 ec-G14 what the night could not book in a holiday is on the list in the morning, once for the series, until a person has seen to each date", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, colleague] = studio.practitionerIds;
  const seriesId = await plannedThrough(studio, 20);
  await plannedThrough(studio, 20, colleague); // who is there: of that one every date is booked
  await away(studio, date(22), date(39));
  expect(await listed(studio)).toEqual([]);
  await night(studio);
  await night(studio);
  expect(await listed(studio)).toEqual([[seriesId, ...on("time_off", 24, 31, 38)]]);
  const { series } = await listUnsettledSeries(studio.as("receptionist"), { practitionerId: null });
  const { appointmentId } = await visitOn(seriesId, date(17));
  expect(series).toMatchObject([
    {
      clientName: expect.stringMatching(/ /),
      practitionerName: "Practitioner 1",
      time: "10:00",
      stopped: false,
      gaps: [{ day: date(24) }, { day: date(31) }, { day: date(38) }],
      visit: { appointmentId, day: date(17) },
    },
  ]);

  // Seen to is what was shown and no more: the two others wait on.
  const as = await staffOf(studio, query);
  const seen = { seriesId: asId<SeriesId>(seriesId), stopped: false, dates: [date(24)] };
  succeeded(await settleSeries(as, seen));
  succeeded(await settleSeries(await staffOf(studio, query), seen));
  expect(await listed(studio)).toEqual([[seriesId, ...on("time_off", 31, 38)]]);
  expect(
    await query(
      `select series_date::text as date, settled_by as "by" from series_gap where settled_at is not null and tenant_id = $1`,
      [studio.tenantId],
    ),
  ).toEqual([{ date: date(24), by: as.actor.staffUserId }]);
  const heard = await query(
    `select client_id is not null as "named", detail from audit_event
     where tenant_id = $1 and verb = 'scheduling.settle_series' and resource_id = $2`,
    [studio.tenantId, seriesId],
  );
  expect(heard).toEqual([1, 2].map(() => ({ named: true, detail: { stopped: false, dates: [date(24)] } })));
  await night(studio); // nothing is listed anew
  succeeded(await settleSeries(as, { ...seen, dates: [date(31), date(38)] }));
  expect(await listed(studio)).toEqual([]);
});

test("SCHED-15 ec-G14 a date leaves the list by itself once the same service is booked for its client that day, and comes back when that is cancelled", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, colleague] = studio.practitionerIds;
  const seriesId = await plannedThrough(studio, 20);
  await away(studio, date(22), date(32));
  await night(studio);
  const both = [[seriesId, ...on("time_off", 24, 31)]];
  expect(await listed(studio)).toEqual(both);
  const other = { practitionerId: colleague ?? null };
  await bookVisit(studio, { ...other, startsAt: wallTime(24, "10:00"), who: person("Somebody") });
  expect(await listed(studio)).toEqual(both);
  const { id } = await bookVisit(studio, { ...other, startsAt: wallTime(24, "15:00") });
  expect(await listed(studio)).toEqual([[seriesId, ...on("time_off", 31)]]);
  // A client who does not come had it all the same: the place was kept for them (ec-D6).
  const [was] = await query("select status from appointment where id = $1", [id]);
  await query("update appointment set status = 'no_show' where id = $1", [id]);
  expect(await listed(studio)).toEqual([[seriesId, ...on("time_off", 31)]]);
  await query("update appointment set status = $2 where id = $1", [id, was?.["status"]]);
  const visit = { appointmentId: asId<Id<"appointment">>(id), version: await versionOf(id), reason: "" };
  succeeded(await cancelAsStaff(studio.as("receptionist"), visit));
  expect(await listed(studio)).toEqual(both);
  // A visit of another series of theirs is no other time for this one.
  const second = await bookVisit(studio, { ...other, startsAt: wallTime(24, "13:00") });
  expect(await listed(studio)).toEqual([[seriesId, ...on("time_off", 31)]]);
  const input = await asPreviewed(studio, second.id, endless(50));
  succeeded(await bookSeries(studio.as("receptionist"), input));
  expect(await listed(studio)).toEqual(both);
});

test("SCHED-15 ec-G11 a holiday that the night meets is news; what a planner left out is none, nor is a date that is over or behind the end of its series", async () => {
  const studio = await createStudio(runtime);
  await closeOn(studio, date(24));
  const visit = await bookVisit(studio, { startsAt: ten });
  const input = await asPreviewed(studio, visit.id, endless(7));
  expect(input.choices.find((one) => one.startsAt === null)?.date).toBe(date(24));
  const { seriesId } = succeeded(await bookSeries(studio.as("receptionist"), input));
  expect(await listed(studio)).toEqual([]);
  await closeOn(studio, date(94));
  await query("update series_gap set series_date = $2::date, because = 'place_closed' where series_id = $1", [
    seriesId,
    date(0),
  ]);
  expect(await listed(studio)).toEqual([[seriesId, ...on("place_closed", 0)]]);
  const dated = async (day: number) =>
    await query("update series_gap set series_date = $2::date where series_id = $1", [seriesId, date(day)]);
  await dated(-1);
  expect(await listed(studio)).toEqual([]);
  await dated(94);
  expect(await listed(studio)).toEqual([[seriesId, ...on("place_closed", 94)]]);
  // Moved with its series it waits on, and leaves the list with the end of it.
  const from = { ...(await visitOn(seriesId, date(10))), scope: "following", exceptionsToo: false } as const;
  succeeded(await moveSeries(studio.as("receptionist"), { ...from, startsAt: wallTime(11, "11:00") }));
  const [moved] = await query("select id from series where follows_id = $1", [seriesId]);
  const movedId = String(moved?.["id"]);
  expect(await listed(studio)).toEqual([[movedId, ...on("place_closed", 95)]]);
  const end = { ...(await visitOn(movedId, date(18))), scope: "following", exceptionsToo: false } as const;
  succeeded(await cancelSeries(studio.as("receptionist"), { ...end, reason: "" }));
  expect(await listed(studio)).toEqual([]);
});

test("SCHED-15 ec-G14 AUTH-53 each sees to the series of those whose visits are theirs to manage, and to no other", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [own, colleague] = studio.practitionerIds;
  if (own === undefined || colleague === undefined) throw new Error("two are needed");
  const seriesId = await plannedThrough(studio, 20, own);
  await away(studio, date(22), date(26));
  await night(studio);
  const [me, other] = [studio.as({ therapist: own }), studio.as({ therapist: colleague })];
  const news = [[seriesId, ...on("time_off", 24)]];
  expect(await listed(studio, me)).toEqual(news);
  expect(await listed(studio, other)).toEqual([]);
  const elsewhere = await createStudio(runtime);
  expect(await listed(elsewhere)).toEqual([]);
  const seen = { seriesId: asId<SeriesId>(seriesId), stopped: false, dates: [date(24)] };
  await expect(settleSeries(other, seen)).rejects.toThrow("not_found");
  await expect(settleSeries(elsewhere.as("admin"), seen)).rejects.toThrow("not_found");
  expect(await listed(studio)).toEqual(news);

  // Whoever sees the lists of everybody can look at that of one, and nobody thereby beyond their own.
  const ofOne = async (practitionerId: typeof own, as = studio.as("receptionist")) =>
    (await listUnsettledSeries(as, { practitionerId })).series.map((one) => one.seriesId);
  expect(await ofOne(own)).toEqual([seriesId]);
  expect(await ofOne(colleague)).toEqual([]);
  expect(await ofOne(own, other)).toEqual([]);

  // Held with a colleague, it is on the list of both.
  await query("update series set with_practitioner_ids = array[$2::uuid] where id = $1", [
    seriesId,
    colleague,
  ]);
  expect(await listed(studio, other)).toEqual(news);
  expect(await ofOne(colleague)).toEqual([seriesId]);
});

test("SCHED-15 ec-G12 a series of a client whose record is removed is nobody's to see to, ended or with dates that are not booked, until it is brought back", async () => {
  const studio = await createStudio(runtime);
  const seriesId = await plannedThrough(studio, 20);
  await away(studio, date(22), date(26));
  await night(studio);
  await query("update series set stopped_because = 'practitioner_leaves' where id = $1", [seriesId]);
  const news = [[seriesId, ...on("time_off", 24)]];
  expect(await listed(studio)).toEqual(news);
  const { practitionerId } = studio;
  const stopped = async () => (await viewStanding(studio.as("admin"), { practitionerId })).stoppedSeries;
  expect(await stopped()).toBe(1);
  const { actor } = await staffOf(studio, query);
  await query(
    `insert into client_removal (tenant_id, client_id, removed_by, reason)
     select tenant_id, client_id, $2, $3 from series where id = $1`,
    [seriesId, actor.staffUserId, `k0:${"A".repeat(16)}:${"A".repeat(22)}:`],
  );
  expect(await listed(studio)).toEqual([]);
  expect(await stopped()).toBe(0);
  await query(
    `update client_removal set restored_at = app.now(), restored_by = removed_by, restore_reason = reason
     where tenant_id = $1`,
    [studio.tenantId],
  );
  expect(await listed(studio)).toEqual(news);
});
