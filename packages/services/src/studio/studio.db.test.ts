import { asId, type LocationId } from "@quietroom/domain/ids";
import { firstServices } from "@quietroom/domain/scheduling";
import { addDays, localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  plainRoom,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { systemContext } from "../index.ts";
import { calendarRange } from "../scheduling/index.ts";
import {
  addLocation,
  addPractitioner,
  addResource,
  listServices,
  provisionTenant,
  saveService,
  viewStudio,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const newStudio = (slug: string) => ({
  name: "Harbour Clinic",
  slug,
  tagline: "Calm care by the water",
  about: "",
  timeZone: "Europe/London",
  locale: "en-GB",
  currency: "GBP",
  primaryColor: "#3B82F6",
  phone: "+44 20 7946 0000",
  email: "hello@example.com",
  cancellationPolicy: "Cancel up to 24 hours before.",
  location: { ...place, timeZone: "Europe/London" },
  services: "first" as const,
});

const place = {
  name: "Quay",
  addressLine: "1 Quay",
  city: "London",
  region: "",
  postalCode: "E1 6AN",
  country: "GB",
  phone: "",
  directions: "",
};

const newService = {
  id: null,
  version: null,
  name: "First visit",
  description: "Two lines,\nno more.",
  durationMin: 45,
  stepMin: 15,
  maxPerDay: 4,
  maxPerWeek: 12,
  newClients: "new_only" as const,
  bufferBeforeMin: 0,
  bufferAfterMin: 10,
  priceMinor: 9_000,
  modes: ["in_person" as const],
  needsRoom: true,
  roomType: "",
  roomEquipment: [],
  roomCapacity: 2,
  roomStepFree: false,
  preferredRoomIds: [],
  deviceType: "",
  onlineBookable: true,
  active: true,
  practitionerIds: [],
};

test("TEN-11 a studio is provisioned under its own id, with address, currency and primary location", async () => {
  const tenantId = uuidv7();
  const answer = await provisionTenant(systemContext(runtime, tenantId, "test"), newStudio("harbour-clinic"));
  expect(answer).toMatchObject({ ok: true, value: { tenantId } });
  expect(
    await query("select name, currency, time_zone, status from tenant where id = $1", [tenantId]),
  ).toEqual([{ name: "Harbour Clinic", currency: "GBP", time_zone: "Europe/London", status: "active" }]);
  expect(await query("select is_primary from location where tenant_id = $1", [tenantId])).toEqual([
    { is_primary: true },
  ]);
});

test("SCHED-07 a new studio begins with eight services, none of which is shown to anybody before somebody gives it", async () => {
  const tenantId = uuidv7();
  succeeded(await provisionTenant(systemContext(runtime, tenantId, "test"), newStudio("eight-services")));
  const rows = await query(
    "select name, category, color, currency, online_bookable from service where tenant_id = $1 order by position",
    [tenantId],
  );
  expect(rows).toEqual(
    firstServices.map(({ name, category, color, onlineBookable }) => ({
      name,
      category,
      color,
      currency: "GBP",
      online_bookable: onlineBookable,
    })),
  );
  expect(rows).toHaveLength(8);
  const visitor = { runtime, actor: { kind: "public", tenantId }, requestId: uuidv7() } as const;
  expect(await viewStudio(visitor, {})).toMatchObject({ services: [] });
});

test("SCHED-07 a service keeps its category and its color, the booking page has the one and the calendar the other", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const kind = { category: "Therapy", color: "teal" } as const;
  const service = { ...newService, practitionerIds: [studio.practitionerId] };
  const saved = succeeded(await saveService(admin, { ...service, ...kind }));
  expect(saved).toMatchObject(kind);
  const { id, version } = saved;
  const again = succeeded(await saveService(admin, { ...service, id: asServiceId(id), version }));
  expect(again).toMatchObject(kind); // left out: as it was
  const page = await viewStudio(studio.as("public"), {});
  expect(page.services.find((one) => one.id === id)).toMatchObject({ category: "Therapy" });
  const others = (await listServices(admin, {})).filter((one) => one.id !== id);
  expect(others[0]).toMatchObject({ category: "", color: null });
  await query("update service set color = 'teal' where tenant_id = $1", [studio.tenantId]);
  await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const day = localDate(wallTime(2, "10:00"), "America/New_York");
  const range = await calendarRange(admin, { from: day, until: addDays(day, 1) });
  expect(range.appointments).toMatchObject([{ serviceName: "Regular session", serviceColor: "teal" }]);
});

test("an address is taken once, also when two ask at once, and nothing of the loser remains", async () => {
  const ask = async () =>
    await provisionTenant(systemContext(runtime, uuidv7(), "test"), newStudio("wanted"));
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter(({ ok }) => !ok)).toEqual([
    { ok: false, refusal: "slug_taken" },
    { ok: false, refusal: "slug_taken" },
  ]);
  expect(await query("select count(*)::int as studios from tenant where slug = 'wanted'")).toEqual([
    { studios: 1 },
  ]);
});

test("unknown zones and addresses that are none are refused and leave nothing", async () => {
  const before = await rowCounts(query);
  const context = systemContext(runtime, uuidv7(), "test");
  expect(await provisionTenant(context, { ...newStudio("fine"), timeZone: "Mars/Olympus" })).toMatchObject({
    refusal: "unknown_zone",
  });
  expect(await provisionTenant(context, newStudio("Not A Slug"))).toMatchObject({ refusal: "not_a_slug" });
  expect(await rowCounts(query)).toEqual(before);
});

test("nobody but the system provisions a studio", async () => {
  const { as } = await createStudio(runtime);
  await expect(provisionTenant(as("admin"), newStudio("mine"))).rejects.toThrow("forbidden");
});

test("locations, rooms and practitioners are the admin's to add", async () => {
  const { as, locationId } = await createStudio(runtime);
  const room = { ...plainRoom, kind: "room", locationId, name: "Loft" } as const;
  expect(await addResource(as("admin"), room)).toMatchObject({ ok: true });
  expect(await addResource(as("admin"), room)).toEqual({ ok: false, refusal: { code: "name_taken" } });
  await expect(addResource(as("receptionist"), room)).rejects.toThrow("forbidden");
  const nowhere = { ...room, locationId: asId<LocationId>(uuidv7()) };
  const unknown = { ok: false, refusal: { code: "unknown_location" } };
  expect(await addResource(as("admin"), nowhere)).toEqual(unknown);
  expect(await addLocation(as("admin"), { ...place, timeZone: "Nowhere" })).toEqual({
    ok: false,
    refusal: { code: "unknown_zone", weekday: null },
  });
  const person = { displayName: "Dr. Zoë O'Hara", title: "", bio: "" };
  expect(await addPractitioner(as("admin"), person)).toMatchObject({ value: { slug: "dr-zoe-o-hara" } });
  expect(await addPractitioner(as("admin"), person)).toMatchObject({ value: { slug: "dr-zoe-o-hara-2" } });
});

test("TEN-07 a room cannot be put into another studio's location", async () => {
  const ours = await createStudio(runtime);
  const theirs = await createStudio(runtime);
  const room = { ...plainRoom, kind: "room", locationId: theirs.locationId, name: "Stolen" } as const;
  expect(await addResource(ours.as("admin"), room)).toEqual({
    ok: false,
    refusal: { code: "unknown_location" },
  });
});

test("BOOK-01 the public page shows what is offered and nothing that is not", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const admin = studio.as("admin");
  const hidden = {
    ...newService,
    name: "Staff only",
    onlineBookable: false,
    practitionerIds: [...studio.practitionerIds],
  };
  succeeded(await saveService(admin, hidden));
  succeeded(await saveService(admin, { ...newService, name: "Archived", active: false }));
  await query("update practitioner set active = false where id = $1", [studio.practitionerIds[1]]);
  const view = await viewStudio(studio.as("public"), {});
  expect(view.services.map(({ name }) => name)).toEqual(["Regular session"]);
  expect(
    view.practitioners.map(({ id, serviceIds, locationIds }) => ({ id, serviceIds, locationIds })),
  ).toEqual([
    { id: studio.practitionerId, serviceIds: [studio.serviceId], locationIds: [studio.locationId] },
  ]);
  expect(view.open).toBe(true);
});

test("a suspended studio is shown as closed, with its phone number", async () => {
  const studio = await createStudio(runtime);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await viewStudio(studio.as("public"), {})).toMatchObject({ open: false, phone: "+1 212 555 0100" });
});

test("a service takes the studio's currency, keeps its address when renamed, and counts its versions", async () => {
  const { as, practitionerId } = await createStudio(runtime, { currency: "GBP" });
  const created = succeeded(await saveService(as("admin"), newService));
  expect(created).toMatchObject({ slug: "first-visit", currency: "GBP", version: 1, practitionerIds: [] });
  const changed = {
    ...newService,
    id: asServiceId(created.id),
    version: 1,
    name: "Intake",
    practitionerIds: [practitionerId],
  };
  expect(succeeded(await saveService(as("admin"), changed))).toMatchObject({
    slug: "first-visit",
    name: "Intake",
    version: 2,
    practitionerIds: [practitionerId],
  });
  expect(await saveService(as("admin"), changed)).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
});

test("two editors at once: one saves, the other is told", async () => {
  const { as, serviceId } = await createStudio(runtime);
  const save = async (name: string) =>
    await saveService(as("admin"), { ...newService, id: serviceId, version: 1, name });
  const answers = await Promise.all([save("One"), save("Two")]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
});

test("two people and two services of one name, added at once, get addresses of their own", async () => {
  const { as } = await createStudio(runtime);
  const person = { displayName: "Sam Sample", title: "", bio: "" };
  const people = await Promise.all([1, 2, 3].map(async () => await addPractitioner(as("admin"), person)));
  const services = await Promise.all([1, 2, 3].map(async () => await saveService(as("admin"), newService)));
  expect(new Set(people.map((answer) => succeeded(answer).slug)).size).toBe(3);
  expect(new Set(services.map((answer) => succeeded(answer).slug)).size).toBe(3);
});

test("TEN-07 another studio's service and practitioner are as good as none", async () => {
  const ours = await createStudio(runtime);
  const theirs = await createStudio(runtime);
  const admin = ours.as("admin");
  const asTheirs = { ...newService, id: theirs.serviceId, version: 1 };
  await expect(saveService(admin, asTheirs)).rejects.toThrow("not_found");
  expect(await saveService(admin, { ...newService, practitionerIds: [theirs.practitionerId] })).toEqual({
    ok: false,
    refusal: { code: "unknown_practitioner" },
  });
  expect(
    (await listServices(theirs.as("admin"), {})).map(({ name, version }) => ({ name, version })),
  ).toEqual([{ name: "Regular session", version: 1 }]);
});

test("services are the admin's to change and everyone's on the staff to see", async () => {
  const { as, practitionerId } = await createStudio(runtime);
  const therapist = as({ therapist: practitionerId });
  expect(await listServices(therapist, {})).toHaveLength(1);
  await expect(saveService(therapist, newService)).rejects.toThrow("forbidden");
  await expect(listServices(as("public"), {})).rejects.toThrow("forbidden");
});

type ServiceId = NonNullable<Parameters<typeof saveService>[1]["id"]>;

function asServiceId(id: string): ServiceId {
  return id as ServiceId;
}
