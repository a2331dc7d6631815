import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type Id, type SeriesId } from "@quietroom/domain/ids";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import {
  bookSeats,
  bookVisit,
  createStudio,
  groupSession,
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
import { changeGroupSession } from "../groups/index.ts";
import { answerTimeOff, askTimeOff, listTimeOff, setStanding, viewStanding } from "../studio/index.ts";
import {
  appointmentPanel,
  bookSeries,
  cancelAsStaff,
  extendSeries,
  listAffectedVisits,
  listUnsettledSeries,
  previewSeries,
  reassignVisit,
  settleSeries,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");

const threePeople = { practitioners: 3, rooms: 3 } as const;

function colleagues(studio: TestStudio) {
  const [away, second, third] = studio.practitionerIds;
  if (away === undefined || second === undefined || third === undefined) throw new Error("three are needed");
  return { away, second, third };
}

async function list(studio: TestStudio, from: number, until: number | null = from) {
  return await listAffectedVisits(studio.as("admin"), {
    practitionerId: studio.practitionerId,
    firstDate: date(from),
    lastDate: until === null ? null : date(until),
    part: null,
  });
}

/** Time off of the studio's first practitioner, covered by the last. */
async function timeOff(studio: TestStudio, day: number, decision: "approved" | null) {
  const by = await staffOf(studio, query);
  const { id, version } = succeeded(
    await askTimeOff(by, {
      practitionerId: studio.practitionerId,
      firstDate: date(day),
      lastDate: date(day),
      part: null,
      reason: "",
      coverId: colleagues(studio).third,
    }),
  );
  if (decision !== null)
    succeeded(await answerTimeOff(by, { id: asId<Id<"time_off">>(id), version, decision, answer: "" }));
}

const reassigned = async (studio: TestStudio, id: string, practitionerId: TestStudio["practitionerId"]) =>
  reassignVisit(studio.as("receptionist"), {
    appointmentId: asId<AppointmentId>(id),
    version: await versionOf(id),
    practitionerId,
  });

async function versionOf(id: string) {
  const [row] = await query("select version from appointment where id = $1", [id]);
  return Number(row?.["version"]);
}

async function openings(studio: TestStudio) {
  return (await query("select id from opening where tenant_id = $1", [studio.tenantId])).length;
}

const at = (studio: TestStudio, day: number, time: string, name: string) =>
  bookVisit(studio, {
    startsAt: wallTime(day, time),
    practitionerId: studio.practitionerId,
    who: person(name),
  });

test("SCHED-30 SCHED-04 what stands in time off is listed with who could take each: the cover first, and only who is really free", async () => {
  const studio = await createStudio(runtime, threePeople);
  const { second, third } = colleagues(studio);
  const early = await at(studio, 3, "10:00", "Ana");
  const late = await at(studio, 3, "14:00", "Ben");
  await at(studio, 4, "10:00", "Cleo");
  await bookVisit(studio, {
    startsAt: wallTime(3, "14:30"),
    practitionerId: third,
    who: person("Dora"),
  });
  await timeOff(studio, 3, "approved");
  const { practitioner, visits, visitCount } = await list(studio, 3);
  expect(practitioner.id).toBe(studio.practitionerId);
  expect(visitCount).toBe(2);
  expect(visits.map(({ appointmentId, clientName }) => [appointmentId, clientName])).toEqual([
    [early.id, "Ana Okafor"],
    [late.id, "Ben Okafor"],
  ]);
  expect(visits.map(({ free }) => free.map(({ id, covers }) => [id, covers]))).toEqual([
    [
      [third, true],
      [second, false],
    ],
    [[second, false]],
  ]);
  expect((await list(studio, 3, null)).visitCount).toBe(3);
  const [audit] = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'scheduling.list_affected_visits' order by at limit 1",
    [studio.tenantId],
  );
  expect(audit?.["detail"]).toMatchObject({ clientIds: [expect.any(String), expect.any(String)] });
});

test("SCHED-30 each visit proposes the three nearest free times: with the same practitioner once they are back, with a colleague if they have left", async () => {
  const studio = await createStudio(runtime, { ...threePeople, hours: [["09:00", "11:00"]] });
  const { away, second, third } = colleagues(studio);
  await at(studio, 3, "10:00", "Ana");
  await at(studio, 2, "10:00", "Ben");
  await timeOff(studio, 3, null); // asked for only: the hours of that date stand, and are proposed to nobody
  const proposed = async (until: number | null) => (await list(studio, 3, until)).visits[0]?.times;
  expect(await proposed(3)).toEqual(
    [
      [4, "09:00"],
      [4, "09:30"],
      [4, "10:00"],
    ].map(([day, time]) => ({
      startsAt: wallTime(Number(day), String(time)),
      practitionerId: away,
      practitionerName: "Practitioner 1",
    })),
  );
  const own = studio.as({ therapist: away });
  const asked = { practitionerId: away, firstDate: date(3), lastDate: null, part: null };
  expect(
    (await listAffectedVisits(own, asked)).visits[0]?.times.map(({ practitionerId }) => practitionerId),
  ).toEqual([away, away, away]);
  succeeded(
    await setStanding(studio.as("admin"), {
      practitionerId: away,
      version: 1,
      onlineBookable: true,
      active: false,
      lastDay: null,
    }),
  );
  const withOthers = await proposed(null);
  expect(withOthers?.map(({ startsAt }) => startsAt)).toEqual([
    wallTime(3, "09:00"),
    wallTime(3, "09:30"),
    wallTime(4, "09:00"),
  ]);
  expect(
    withOthers?.every(({ practitionerId }) => [second, third].includes(practitionerId as typeof second)),
  ).toBe(true);
  expect((await listAffectedVisits(own, asked)).visits[0]?.times).toEqual([]);
});

test("SCHED-30 ec-J7 a reassigned visit keeps its time and its client is told; the time of whoever is away is free and offered to nobody", async () => {
  const studio = await createStudio(runtime, threePeople);
  const { away, third } = colleagues(studio);
  const visit = await at(studio, 3, "10:00", "Ana");
  const other = await at(studio, 3, "12:00", "Ben");
  await timeOff(studio, 3, null); // asked for, and not answered yet: their hours still stand
  expect(await reassigned(studio, visit.id, third)).toEqual({ ok: true, value: { version: 3 } });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId<AppointmentId>(visit.id) });
  expect(panel).toMatchObject({ practitionerId: third, startsAt: wallTime(3, "10:00"), status: "scheduled" });
  expect(panel.history.at(-1)?.action).toBe("given to a colleague");
  const told = await query(
    "select data from outbox where tenant_id = $1 and name = 'appointment/rescheduled'",
    [studio.tenantId],
  );
  expect(told.map(({ data }) => data)).toMatchObject([{ appointmentId: visit.id, version: 3 }]);
  expect((await list(studio, 3)).visits.map(({ appointmentId }) => appointmentId)).toEqual([other.id]);
  succeeded(
    await cancelAsStaff(studio.as("admin"), {
      appointmentId: asId<AppointmentId>(other.id),
      version: await versionOf(other.id),
      reason: "",
      wishOf: "studio",
    }),
  );
  const [cancelled] = await query("select late_cancel from appointment where id = $1", [other.id]);
  expect(cancelled).toEqual({ late_cancel: false });
  expect(await openings(studio)).toBe(0);
  // On a day that nobody asked off, the same frees an hour for the waitlist.
  const plain = await at(studio, 5, "10:00", "Cleo");
  succeeded(await reassigned(studio, plain.id, third));
  expect(await openings(studio)).toBe(1);
  expect(away).toBe(studio.practitionerId);
});

test("SCHED-30 who comes too late is told who is still free, and a visit somebody changed meanwhile is left alone", async () => {
  const studio = await createStudio(runtime, threePeople);
  const { second, third } = colleagues(studio);
  const visit = await at(studio, 3, "10:00", "Ana");
  const one = await at(studio, 4, "10:00", "Ben");
  const stale = await versionOf(visit.id);
  const both = await bookVisit(studio, {
    startsAt: wallTime(3, "10:00"),
    practitionerId: third,
    who: person("Cleo"),
  });
  expect(both.id).not.toBe(visit.id);
  expect(await reassigned(studio, visit.id, third)).toMatchObject({
    ok: false,
    refusal: { code: "slot_taken", free: [{ id: second, covers: false }] },
  });
  succeeded(await reassigned(studio, visit.id, second));
  const again = await reassignVisit(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(visit.id),
    version: stale,
    practitionerId: third,
  });
  expect(again).toEqual({ ok: false, refusal: { code: "changed_meanwhile", free: [] } });
  // Two hand two visits of one time to one colleague at once: one of them is refused, with who is left.
  const own = await bookVisit(studio, {
    startsAt: wallTime(4, "10:00"),
    practitionerId: second,
    who: person("Dora"),
  });
  const answers = await Promise.all([reassigned(studio, one.id, third), reassigned(studio, own.id, third)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const lost = answers.find(({ ok }) => !ok);
  expect(lost).toMatchObject({ refusal: { code: "slot_taken" } });
  // A therapist gives nothing into a colleague's calendar, and lists their own alone.
  const me = studio.as({ therapist: studio.practitionerId });
  const mine = { practitionerId: studio.practitionerId, firstDate: date(4), lastDate: date(4), part: null };
  expect((await listAffectedVisits(me, mine)).visits.every(({ free }) => free.length === 0)).toBe(true);
  await expect(listAffectedVisits(me, { ...mine, practitionerId: second })).rejects.toThrow("not_found");
});

test("SCHED-30 ec-F9 a group session stands in the list once, with who can lead it instead; its seats follow it", async () => {
  const studio = await createStudio(runtime, threePeople);
  const { second, third } = colleagues(studio);
  const groupSessionId = await groupSession(studio, { capacity: 3, day: 5 });
  await bookSeats(studio, groupSessionId);
  const { visits } = await list(studio, 5);
  expect(visits).toMatchObject([
    { appointmentId: groupSessionId, clientName: null, group: { capacity: 3, openOnline: true } },
  ]);
  expect(visits[0]?.free.map(({ id }) => id).toSorted()).toEqual([second, third].toSorted());
  succeeded(
    await changeGroupSession(studio.as("admin"), {
      groupSessionId,
      version: await versionOf(groupSessionId),
      practitionerId: third,
      capacity: 3,
      openOnline: true,
    }),
  );
  expect((await list(studio, 5)).visits).toEqual([]);
});

const tokyo = "Asia/Tokyo";

test.each([
  ["an own zone", "update practitioner set time_zone = $2 where tenant_id = $1 and $3::date <= $4::date"],
  [
    "where they travel",
    `insert into travel_period (tenant_id, practitioner_id, first_date, last_date, time_zone, away)
     select tenant_id, id, $3::date, $4::date, $2, false from practitioner where tenant_id = $1`,
  ],
])(
  "ec-A28 ec-A29 ec-B12 SCHED-30 days off by video are dates of %s: what the engine closes then is what every list names, and what it keeps open stays off them",
  async (_case, goesByTokyo) => {
    const studio = await createStudio(runtime, threePeople);
    const { practitionerId } = studio;
    await query(goesByTokyo, [studio.tenantId, tokyo, date(1), date(12)]);
    const byVideo = async (day: number, who: string) =>
      await bookVisit(studio, {
        startsAt: wallTime(day, "09:00", tokyo),
        mode: "telehealth",
        practitionerId,
        who: person(who),
      });
    const off = await byVideo(5, "Ana"); // in New York it is the evening before
    const after = await byVideo(6, "Ben"); // and this is the evening of the day off
    await timeOff(studio, 5, "approved");
    const named = async (day: number) => (await list(studio, day)).visits.map((one) => one.appointmentId);
    expect([await named(5), await named(6)]).toEqual([[off.id], [after.id]]);
    const { timeOff: rows } = await listTimeOff(studio.as("admin"), {});
    expect(rows.map(({ visits }) => visits.map(({ id }) => id))).toEqual([[off.id]]);
    // The cover comes first for what stands in the days off, and who frees it frees nobody's hour.
    const [mine] = (await list(studio, 5)).visits;
    expect(mine?.free.map(({ covers }) => covers)).toEqual([true, false]);
    const [theirs] = (await list(studio, 6)).visits;
    expect(theirs?.free.map(({ covers }) => covers)).toEqual([false, false]);
    const leaves = "update practitioner set last_day = $2::date where id = $1";
    await query(leaves, [practitionerId, date(5)]);
    expect(await viewStanding(studio.as("admin"), { practitionerId })).toMatchObject({ standing: 1 });
    await query(leaves, [practitionerId, null]);
    for (const [visit, opened] of [
      [off, 0],
      [after, 1],
    ] as const) {
      const gone = { appointmentId: asId<AppointmentId>(visit.id), version: await versionOf(visit.id) };
      succeeded(await cancelAsStaff(studio.as("receptionist"), { ...gone, reason: "" }));
      expect(await openings(studio)).toBe(opened);
    }
  },
);

test("ec-G12 a series that crosses its practitioner's last day goes on to it and stops, which staff have on their list until somebody saw to it", async () => {
  const studio = await createStudio(runtime, threePeople);
  const { practitionerId } = studio;
  const visit = await at(studio, 3, "10:00", "Ana");
  const rule = {
    frequency: "daily",
    every: 7,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "never" },
  } as const;
  const asked = { appointmentId: asId<AppointmentId>(visit.id), rule: { ...rule, weekdays: [] } };
  const { occurrences } = succeeded(await previewSeries(studio.as("admin"), asked));
  const { seriesId } = succeeded(
    await bookSeries(studio.as("admin"), {
      ...asked,
      version: await versionOf(visit.id),
      choices: occurrences
        .slice(1)
        .map((one, index) => ({ date: one.date, startsAt: index === 0 ? instant(one.startsAt) : null })),
      idempotencyKey: randomUUID(),
    }),
  );
  // As if it had been planned long ago: all dates from the third on are still to come.
  await query("delete from series_gap where series_id = $1", [seriesId]);
  await query("update series set booked_until = $2::date where id = $1", [seriesId, date(10)]);
  const standing = { practitionerId, onlineBookable: true, active: true } as const;
  const leave = { ...standing, version: 1, lastDay: date(24) };
  succeeded(await setStanding(studio.as("admin"), leave));
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 1 });
  const dates = async () =>
    (
      await query(
        "select series_date::text as date from appointment where series_id = $1 and status <> 'cancelled' order by 1",
        [seriesId],
      )
    ).map((row) => row["date"]);
  expect(await dates()).toEqual([date(3), date(10), date(17), date(24)]);
  expect(await query("select 1 from series_gap where series_id = $1", [seriesId])).toEqual([]);
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 0 });
  expect(await viewStanding(studio.as("admin"), { practitionerId })).toMatchObject({ stoppedSeries: 1 });
  const unsettled = async () =>
    (await listUnsettledSeries(studio.as("receptionist"), { practitionerId: null })).series;
  expect(await unsettled()).toMatchObject([
    { seriesId, clientName: "Ana Okafor", time: "10:00", bookedUntil: date(24), stopped: true, gaps: [] },
  ]);

  // They stay a week longer after all: it goes on, and stops again there.
  succeeded(
    await setStanding(studio.as("admin"), { ...standing, version: 2, lastDay: addDays(date(24), 8) }),
  );
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 1 });
  expect((await dates()).at(-1)).toBe(date(31));
  const seen = { seriesId: asId<SeriesId>(seriesId), stopped: true, dates: [] };
  const elsewhere = await createStudio(runtime);
  await expect(settleSeries(elsewhere.as("admin"), seen)).rejects.toThrow("not_found");
  succeeded(await settleSeries(studio.as("receptionist"), seen));
  succeeded(await settleSeries(studio.as("receptionist"), seen));
  expect(await unsettled()).toEqual([]);
  // Seen to is seen to: what somebody arranged with the client is not booked over.
  succeeded(await setStanding(studio.as("admin"), { ...standing, version: 3, lastDay: null }));
  expect(await extendSeries(studio.as("system"), {})).toMatchObject({ extended: 0 });
});
