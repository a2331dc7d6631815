import { asId, type LocationId } from "@quietroom/domain/ids";
import { instant, localDate, localTime } from "@quietroom/domain/time";
import {
  bookVisit,
  cancelVisit,
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
import { addLocation, listPlaces, savePlace } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const place = {
  name: "River Street",
  addressLine: "7 River Street",
  city: "Hoboken",
  region: "NJ",
  postalCode: "07030",
  country: "US",
  phone: "",
  directions: "",
  opening: Array.from({ length: 7 }, (): [string, string] => ["06:00", "22:00"]),
};

async function addPlace(studio: TestStudio) {
  const added = await addLocation(studio.as("admin"), { ...place, timeZone: "America/New_York" });
  return asId<LocationId>(succeeded(added).locationId);
}

test("TEN-18 a place is added, corrected and taken out of use, and each change is audited", async () => {
  const studio = await createStudio(runtime);
  const id = await addPlace(studio);
  const moved = { ...place, addressLine: "9 River Street", postalCode: "07031" };
  const saved = succeeded(await savePlace(studio.as("admin"), { ...moved, id, version: 1, active: true }));
  expect(saved).toMatchObject({ ...moved, id, version: 2, isPrimary: false, active: true, visitsAhead: 0 });
  succeeded(await savePlace(studio.as("admin"), { ...moved, id, version: 2, active: false }));

  const places = await listPlaces(studio.as("receptionist"), {});
  expect(places.map(({ name, isPrimary, active }) => ({ name, isPrimary, active }))).toEqual([
    { name: "Main Street", isPrimary: true, active: true },
    { name: "River Street", isPrimary: false, active: false },
  ]);
  const audited = await query(
    `select action from audit_event where tenant_id = $1 and resource = 'location' and resource_id = $2
     order by action`,
    [studio.tenantId, id],
  );
  expect(audited.map(({ action }) => action)).toEqual(["create", "update", "update"]);
});

test("TEN-18 a place with visits ahead stays in use until they are gone, and the main place always", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const id = await addPlace(studio);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  await query("update appointment set location_id = $1, room_id = null where id = $2", [id, visit.id]);

  const leave = (version: number) => savePlace(admin, { ...place, id, version, active: false });
  expect(await leave(1)).toEqual({
    ok: false,
    refusal: { code: "visits_ahead", field: "active", weekday: null },
  });
  expect((await listPlaces(admin, {})).find((one) => one.id === id)?.visitsAhead).toBe(1);
  await cancelVisit(visit);
  expect(await leave(1)).toMatchObject({ ok: true, value: { active: false, visitsAhead: 0 } });

  const main = { ...place, id: studio.locationId, version: 1, active: false };
  expect(await savePlace(admin, main)).toEqual({
    ok: false,
    refusal: { code: "is_primary", field: "active", weekday: null },
  });
});

test("of two who correct a place at once the second is told, and nothing is overwritten", async () => {
  const studio = await createStudio(runtime);
  const id = await addPlace(studio);
  const answers = await Promise.all(
    ["Left", "Right"].map((name) =>
      savePlace(studio.as("admin"), { ...place, name, id, version: 1, active: true }),
    ),
  );
  const [kept] = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  expect(answers.filter(({ ok }) => !ok)).toEqual([
    { ok: false, refusal: { code: "changed_meanwhile", field: null, weekday: null } },
  ]);
  expect((await listPlaces(studio.as("admin"), {})).find((one) => one.id === id)).toEqual(kept);
});

test("TEN-07 places are the admin's to change, and another studio's are not there", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const change = { ...place, id: ours.locationId, version: 1, active: true };
  await expect(savePlace(ours.as("receptionist"), change)).rejects.toThrow("forbidden");
  await expect(savePlace(theirs.as("admin"), change)).rejects.toThrow("not_found");
  expect(await listPlaces(theirs.as("admin"), {})).toHaveLength(1);
});

const zone = "America/New_York";
const date = (day: number) => localDate(wallTime(day, "12:00"), zone);

/** Opens the studio's main place at these hours every day. */
async function openAt(studio: TestStudio, range: readonly [string, string] | null) {
  const main = (await listPlaces(studio.as("admin"), {})).find(({ isPrimary }) => isPrimary);
  const { id = "", version = 0 } = main ?? {};
  const opening = place.opening.map(() => range && ([...range] as [string, string]));
  return await savePlace(studio.as("admin"), { ...place, id: asId(id), version, active: true, opening });
}

/** The first and the last start that a visitor is offered on a date, on the wall. */
async function firstAndLast(studio: TestStudio, day: number) {
  const { choice } = holdInput(studio, { startsAt: wallTime(day, "10:00") });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(day), days: 1 });
  const times = starts.map((start) => localTime(instant(start), zone).time);
  return [times[0], times.at(-1)];
}

test("ec-B13 SCHED-05 hours wider than the place's are offered as far as it is open, and the rule is named to who asks why", async () => {
  const studio = await createStudio(runtime, { hours: [["05:00", "23:00"]] });
  expect(await firstAndLast(studio, 3)).toEqual(["05:00", "22:00"]);
  succeeded(await openAt(studio, ["08:00", "12:00"]));
  expect(await firstAndLast(studio, 3)).toEqual(["08:00", "11:00"]);

  const late = holdInput(studio, { startsAt: wallTime(3, "11:30") });
  expect(await holdSlot(studio.as("public"), late)).toMatchObject({ refusal: { code: "outside_hours" } });
  const { practitionerId, serviceId, locationId } = studio;
  const asked = {
    practitionerId,
    serviceId,
    locationId,
    mode: "in_person",
    date: date(3),
    time: "11:30",
  } as const;
  expect(await explainTime(studio.as("admin"), asked)).toMatchObject({
    obstacles: [{ rule: "outside_opening", date: date(3), opening: ["08:00", "12:00"] }],
    staffMayBook: false,
  });
  const { openHours } = await calendarRange(studio.as("admin"), { from: date(3), until: date(4) });
  expect(openHours).toEqual([{ practitionerId, start: wallTime(3, "08:00"), end: wallTime(3, "12:00") }]);
  succeeded(await openAt(studio, null));
  expect(await firstAndLast(studio, 3)).toEqual([undefined, undefined]);
});

test("SCHED-29 a new place is open from 06:00 to 22:00 until somebody says otherwise", async () => {
  const studio = await createStudio(runtime);
  const { opening: _usual, ...unsaid } = place;
  const added = await addLocation(studio.as("admin"), { ...unsaid, timeZone: zone });
  const { locationId } = succeeded(added);
  const row = (await listPlaces(studio.as("admin"), {})).find(({ id }) => id === locationId);
  expect(row?.opening).toEqual(place.opening);
});

test("ec-B10 opening hours that are none are refused with the weekday to blame, and nothing is saved", async () => {
  const studio = await createStudio(runtime);
  expect(await openAt(studio, ["17:00", "09:00"])).toEqual({
    ok: false,
    refusal: { code: "reversed_range", field: "opening", weekday: 0 },
  });
  const opening = place.opening.map((range, weekday) =>
    weekday === 5 ? (["09:00", "09:10"] as [string, string]) : range,
  );
  expect(await addLocation(studio.as("admin"), { ...place, opening, timeZone: zone })).toEqual({
    ok: false,
    refusal: { code: "range_too_short", weekday: 5 },
  });
  const [main, ...others] = await listPlaces(studio.as("admin"), {});
  expect(main).toMatchObject({ name: "Main Street", version: 1 });
  expect(others).toEqual([]);
});

test("SCHED-03 shorter opening hours move no visit, and those that stand outside are counted", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Nora") });
  await bookVisit(studio, { startsAt: wallTime(5, "15:00"), who: person("Emil") });
  expect(succeeded(await openAt(studio, ["09:00", "12:00"]))).toMatchObject({
    visitsAhead: 2,
    visitsOutside: 1,
  });
});
