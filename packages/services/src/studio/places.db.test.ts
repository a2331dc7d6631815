import { asId, type LocationId } from "@quietroom/domain/ids";
import {
  bookVisit,
  cancelVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
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
  expect(await leave(1)).toEqual({ ok: false, refusal: { code: "visits_ahead", field: "active" } });
  expect((await listPlaces(admin, {})).find((one) => one.id === id)?.visitsAhead).toBe(1);
  await cancelVisit(visit);
  expect(await leave(1)).toMatchObject({ ok: true, value: { active: false, visitsAhead: 0 } });

  const main = { ...place, id: studio.locationId, version: 1, active: false };
  expect(await savePlace(admin, main)).toEqual({
    ok: false,
    refusal: { code: "is_primary", field: "active" },
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
    { ok: false, refusal: { code: "changed_meanwhile", field: null } },
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
