import {
  addTravelPeriod as addContract,
  removeTravelPeriod as removeContract,
} from "@quietroom/contracts/own-zone";
import type { InputOf } from "@quietroom/contracts/wire";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  holdInput,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { calendarRange, explainTime, holdSlot, listSlots } from "../scheduling/index.ts";
import { addTravelPeriod, removeTravelPeriod, setOwnZone, viewOwnZone } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const newYork = "America/New_York";
const chicago = "America/Chicago"; // an hour behind, on every date of both

function date(day: number): string {
  return localDate(wallTime(day, "12:00"), newYork);
}

async function studioOf() {
  return await createStudio(runtime, { hours: [["09:00", "17:00"]] });
}

/** First and last start of a day that are offered, on New York's wall. */
async function span(studio: TestStudio, day: number, mode: "in_person" | "telehealth") {
  const { choice } = holdInput(studio, { startsAt: instant(0), mode });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(day), days: 1 });
  const times = starts.map((start) =>
    new Date(start).toLocaleTimeString("en-GB", { timeZone: newYork, timeStyle: "short" }),
  );
  return times.length === 0 ? null : [times[0], times.at(-1)];
}

async function goesBy(studio: TestStudio, timeZone: string | null) {
  return succeeded(
    await setOwnZone(studio.as("admin"), {
      practitionerId: asId<PractitionerId>(studio.practitionerId),
      timeZone,
    }),
  );
}

async function travels(studio: TestStudio, changes: Partial<InputOf<typeof addContract>> = {}) {
  return await addTravelPeriod(studio.as("admin"), {
    practitionerId: asId<PractitionerId>(studio.practitionerId),
    firstDate: date(5),
    lastDate: date(6),
    timeZone: chicago,
    away: true,
    ...changes,
  });
}

test("ec-A28 hours in person are the place's, hours by video the practitioner's own, in search, hold, trace and calendar", async () => {
  const studio = await studioOf();
  expect(await span(studio, 3, "telehealth")).toEqual(["09:00", "16:00"]);
  expect(await goesBy(studio, "US/Central")).toMatchObject({ clocks: { timeZone: chicago } });
  expect(await span(studio, 3, "in_person")).toEqual(["09:00", "16:00"]);
  expect(await span(studio, 3, "telehealth")).toEqual(["10:00", "17:00"]);
  const early = holdInput(studio, { startsAt: wallTime(3, "09:00"), mode: "telehealth" });
  expect(await holdSlot(studio.as("public"), early)).toMatchObject({ refusal: { code: "outside_hours" } });
  const late = holdInput(studio, { startsAt: wallTime(3, "17:00"), mode: "telehealth" });
  succeeded(await holdSlot(studio.as("public"), late));
  const { practitionerId } = studio;
  const why = await explainTime(studio.as("admin"), {
    ...early.choice,
    practitionerId,
    date: date(3),
    time: "09:00",
  });
  expect(why.obstacles).toMatchObject([
    { rule: "outside_hours", zone: chicago, date: date(3), hours: [["09:00", "17:00"]], openUntil: null },
  ]);
  // The calendar shows both as time in which they work.
  const { openHours } = await calendarRange(studio.as("admin"), { from: date(4), until: date(5) });
  const open = openHours.filter((hours) => hours.practitionerId === practitionerId);
  expect(Math.min(...open.map(({ start }) => start))).toBe(wallTime(4, "09:00"));
  expect(Math.max(...open.map(({ end }) => end))).toBe(wallTime(4, "18:00"));
  await goesBy(studio, null);
  expect(await span(studio, 4, "telehealth")).toEqual(["09:00", "16:00"]);
});

test("ec-A28 ec-B11 visits keep their moment, and those that lie outside the hours now are named by their mode", async () => {
  const studio = await studioOf();
  const video = await bookVisit(studio, { startsAt: wallTime(3, "09:00"), mode: "telehealth" });
  await bookVisit(studio, { startsAt: wallTime(4, "09:00"), mode: "in_person", who: person("Ben") });
  expect((await goesBy(studio, chicago)).outsideHours).toEqual([video.id]);
  expect(await query("select starts_at from appointment where id = $1", [video.id])).toEqual([
    { starts_at: new Date(wallTime(3, "09:00")) },
  ]);
  expect(
    await setOwnZone(studio.as("admin"), {
      practitionerId: asId<PractitionerId>(studio.practitionerId),
      timeZone: "Mars/Olympus",
    }),
  ).toEqual({ ok: false, refusal: { code: "unknown_zone", field: "timeZone" } });
});

test("ec-A29 while they travel hours by video go by the clock there, and nobody meets them in person", async () => {
  const studio = await studioOf();
  const inPerson = await bookVisit(studio, { startsAt: wallTime(5, "12:00"), mode: "in_person" });
  const saved = succeeded(await travels(studio));
  expect(saved.outsideHours).toEqual([inPerson.id]);
  expect(await span(studio, 4, "telehealth")).toEqual(["09:00", "16:00"]);
  expect(await span(studio, 5, "telehealth")).toEqual(["10:00", "17:00"]);
  expect(await span(studio, 6, "telehealth")).toEqual(["10:00", "17:00"]);
  expect(await span(studio, 7, "telehealth")).toEqual(["09:00", "16:00"]);
  expect([await span(studio, 5, "in_person"), await span(studio, 6, "in_person")]).toEqual([null, null]);
  expect(await span(studio, 7, "in_person")).toEqual(["09:00", "16:00"]);
  const [trip] = saved.clocks.travels;
  const asked = removeContract.input.parse({ practitionerId: studio.practitionerId, id: trip?.id });
  expect((await removeTravelPeriod(studio.as("admin"), asked)).value.clocks.travels).toEqual([]);
  expect(await span(studio, 6, "in_person")).toEqual(["09:00", "16:00"]);
  await expect(removeTravelPeriod(studio.as("admin"), asked)).rejects.toMatchObject({ code: "not_found" });
  succeeded(await travels(studio, { away: false }));
  expect(await span(studio, 6, "in_person")).toEqual(["09:00", "16:00"]);
});

test("ec-A29 of each date one clock is right: a second period is refused, also when both come at once", async () => {
  const studio = await studioOf();
  const meets = { ok: false, refusal: { code: "overlapping_travel", field: "firstDate" } };
  const [one, other] = await Promise.all([
    travels(studio),
    travels(studio, { firstDate: date(6), lastDate: date(9) }),
  ]);
  expect(one.ok).not.toBe(other.ok);
  expect(one.ok ? other : one).toEqual(meets);
  expect(await travels(studio, { firstDate: date(20), lastDate: date(19) })).toMatchObject({
    refusal: { code: "end_before_start" },
  });
  expect(
    await travels(studio, { firstDate: date(20), lastDate: date(21), timeZone: "Nowhere" }),
  ).toMatchObject({
    refusal: { code: "unknown_zone" },
  });
  await expect(
    query(
      `insert into travel_period (tenant_id, practitioner_id, first_date, last_date, time_zone, away)
       select tenant_id, practitioner_id, last_date, last_date, 'UTC', false from travel_period where tenant_id = $1`,
      [studio.tenantId],
    ),
  ).rejects.toThrow(/travel_period_no_overlap/);
});

test("another studio's practitioner has no clocks here, and a colleague's are not a therapist's to set", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const other = await studioOf();
  const practitionerId = asId<PractitionerId>(studio.practitionerIds[1] ?? "");
  await expect(viewOwnZone(other.as("admin"), { practitionerId })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(setOwnZone(other.as("admin"), { practitionerId, timeZone: null })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await viewOwnZone(studio.as("receptionist"), { practitionerId })).toEqual({
    timeZone: null,
    travels: [],
  });
  await expect(
    setOwnZone(studio.as("receptionist"), { practitionerId, timeZone: null }),
  ).rejects.toMatchObject({ code: "forbidden" });
});
