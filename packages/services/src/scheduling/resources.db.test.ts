import { randomUUID } from "node:crypto";
import type { InputOf } from "@quietroom/contracts/wire";
import type { saveResource as saveContract } from "@quietroom/contracts/resources";
import { type AppointmentId, asId, type PractitionerId, type ResourceId } from "@quietroom/domain/ids";
import { hourMs, type Instant, localDate, minuteMs } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  plainRoom,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { addResource, listResources, saveResource, saveService, setOutOfService } from "../studio/index.ts";
import {
  appointmentPanel,
  explainTime,
  holdSlot,
  listSlots,
  reassignResource,
  rescheduleAsStaff,
  rescheduleByLink,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);

/** The local date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");
const ten = wallTime(3, "10:00");

type Wishes = Parameters<typeof createStudio>[1];
type Saved = Partial<InputOf<typeof saveContract>>;

/** The wall times that a visitor is offered on one date with one practitioner. */
async function offered(studio: TestStudio, who: number, mode: "in_person" | "telehealth" = "in_person") {
  const practitionerId = studio.practitionerIds[who] ?? null;
  const { choice } = holdInput(studio, { startsAt: ten, mode, practitionerId });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(3), days: 1 });
  return starts.map((start) => localTimes.format(start));
}

const localTimes = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
});

async function book(studio: TestStudio, who: number, startsAt: Instant = ten) {
  const practitionerId = studio.practitionerIds[who] ?? null;
  return await bookVisit(studio, { startsAt, practitionerId, who: person(`Client${who}`) });
}

/** What a visit has, as the row says. */
async function has(id: string) {
  const [row] = await query(
    `select room_id as room, preferred_room_id as preferred, device_id as device, version,
       (extract(epoch from room_until - blocked_until) / 60)::int as "roomMin",
       (extract(epoch from device_until - blocked_until) / 60)::int as "deviceMin" from appointment where id = $1`,
    [id],
  );
  return row;
}

/** The version of what has a version, before it is changed. */
async function versionOf(table: "resource" | "appointment" | "service", id: string): Promise<number> {
  const [row] = await query(`select version from ${table} where id = $1`, [id]);
  return Number(row?.["version"]);
}

async function saveRoom(studio: TestStudio, index: number, wishes: Saved) {
  const id = String(studio.roomIds[index]);
  const fields = { ...plainRoom, name: `Room ${index + 1}`, active: true, ...wishes };
  const version = await versionOf("resource", id);
  return succeeded(await saveResource(studio.as("admin"), { ...fields, id: asId<ResourceId>(id), version }));
}

async function addDevice(studio: TestStudio, name: string, wishes: Saved = {}) {
  const { locationId } = studio;
  const fields = { ...plainRoom, type: "Ultrasound", ...wishes, kind: "device", locationId, name } as const;
  return succeeded(await addResource(studio.as("admin"), fields)).id;
}

/** Puts one out of service on the fourth day from now, from one time until another. */
async function putOut(studio: TestStudio, id: string, firstTime = "00:00", lastTime = "24:00") {
  const period = { firstDate: date(3), firstTime, lastDate: date(3), lastTime, reason: "Leaking roof" };
  const asked = { id: asId<ResourceId>(id), version: await versionOf("resource", id), period };
  return succeeded(await setOutOfService(studio.as("admin"), asked));
}

const reassigning = async (studio: TestStudio, visit: string, from: unknown, to: unknown) =>
  await reassignResource(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(visit),
    version: await versionOf("appointment", visit),
    from: asId<ResourceId>(String(from)),
    to: asId<ResourceId>(String(to)),
  });

async function studioWith(wishes: Wishes = {}) {
  return await createStudio(runtime, wishes);
}

test("ec-E1 two practitioners, one room: the second is not offered the hour that the first has it", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 1 });
  expect(await offered(studio, 1)).toContain("10:00");
  await book(studio, 0);
  const left = await offered(studio, 1);
  expect(left).not.toContain("09:30");
  expect(left).not.toContain("10:00");
  expect(left).not.toContain("10:30");
  expect(left).toContain("11:00");
});

test("ec-E2 three rooms, three taken: nobody is offered the hour in person, and everybody by video", async () => {
  const studio = await studioWith({ practitioners: 4, rooms: 3 });
  for (const who of [0, 1]) await book(studio, who);
  expect(await offered(studio, 3)).toContain("10:00");
  await book(studio, 2);
  expect(await offered(studio, 3)).not.toContain("10:00");
  expect(await offered(studio, 3, "telehealth")).toContain("10:00");
  const held = await holdSlot(
    studio.as("public"),
    holdInput(studio, { startsAt: ten, practitionerId: studio.practitionerIds[3] ?? null }),
  );
  expect(held).toMatchObject({ ok: false, refusal: { code: "no_room" } });
});

test("SCHED-14 only a room that is what the service asks for will do: its type, all of its equipment, its size and its step-free way", async () => {
  const studio = await studioWith({
    rooms: 3,
    service: {
      roomType: "studio",
      roomEquipment: ["Couch", "Mirror, large"],
      roomCapacity: 3,
      roomStepFree: true,
    },
  });
  expect(await offered(studio, 0)).toEqual([]);
  const fits = { type: "Studio", equipment: ["couch", "Mirror, large", "Lamp"], capacity: 3, stepFree: true };
  await saveRoom(studio, 0, { ...fits, stepFree: false });
  await saveRoom(studio, 1, { ...fits, capacity: 2 });
  await saveRoom(studio, 2, { ...fits, equipment: ["Couch"] });
  expect(await offered(studio, 0)).toEqual([]);
  await saveRoom(studio, 2, { ...fits, type: "Office" });
  expect(await offered(studio, 0)).toEqual([]);
  const { choice } = holdInput(studio, { startsAt: ten });
  const none = await listSlots(studio.as("public"), { choice, from: date(3), days: 1 });
  expect(none.noneBecause).toBe("not_offered");
  const { practitionerId, serviceId, locationId } = studio;
  const at = {
    practitionerId,
    serviceId,
    locationId,
    mode: "in_person",
    date: date(3),
    time: "10:00",
  } as const;
  expect((await explainTime(studio.as("admin"), at)).obstacles).toEqual([
    { rule: "no_room", needs: ["studio", "Couch", "Mirror, large"], rooms: [] },
  ]);
  await saveRoom(studio, 1, fits);
  expect(await offered(studio, 0)).toContain("10:00");
  expect((await has((await book(studio, 0)).id))?.["room"]).toBe(studio.roomIds[1]);
});

test("ec-E3 four at once for one hour in four rooms: each gets one; six for four: four do, and two are told that no room is left", async () => {
  for (const [people, rooms] of [
    [4, 4],
    [6, 4],
  ] as const) {
    const studio = await studioWith({ practitioners: people, rooms });
    const answers = await Promise.all(
      studio.practitionerIds.map(async (practitionerId) =>
        holdSlot(studio.as("public"), holdInput(studio, { startsAt: ten, practitionerId })),
      ),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
    expect(refused).toEqual(Array.from({ length: people - rooms }, () => "no_room"));
    const taken = await query("select distinct room_id from appointment where tenant_id = $1", [
      studio.tenantId,
    ]);
    expect(taken).toHaveLength(rooms);
  }
});

test("ec-E4 the preferred room first; when it is taken another one, and the visit keeps what was preferred", async () => {
  const studio = await studioWith({ practitioners: 3, rooms: 3 });
  const [first, second, third] = studio.roomIds;
  await query("update service set preferred_room_ids = $2 where id = $1", [
    studio.serviceId,
    [third, second],
  ]);
  const visits = [await book(studio, 0), await book(studio, 1), await book(studio, 2)];
  expect(await has(visits[0]?.id ?? "")).toMatchObject({ room: third, preferred: null });
  expect(await has(visits[1]?.id ?? "")).toMatchObject({ room: second, preferred: third });
  expect(await has(visits[2]?.id ?? "")).toMatchObject({ room: first, preferred: third });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId(visits[2]?.id ?? "") });
  expect(panel).toMatchObject({ roomName: "Room 1", preferredRoomName: "Room 3", deviceName: null });
});

test("ec-E4 a service prefers rooms of its own studio only, and each once", async () => {
  const studio = await studioWith({ rooms: 2 });
  const elsewhere = await studioWith();
  const device = await addDevice(studio, "Sono 1");
  const [service] = await query("select version from service where id = $1", [studio.serviceId]);
  const save = async (ids: readonly (string | undefined)[]) =>
    await saveService(studio.as("admin"), {
      id: studio.serviceId,
      version: Number(service?.["version"]),
      name: "Regular session",
      description: "",
      durationMin: 60,
      stepMin: 30,
      bufferBeforeMin: 0,
      bufferAfterMin: 0,
      maxPerDay: null,
      maxPerWeek: null,
      newClients: "anyone",
      priceMinor: 12_000,
      modes: ["in_person"],
      needsRoom: true,
      roomType: "",
      roomEquipment: [],
      roomCapacity: 2,
      roomStepFree: false,
      preferredRoomIds: ids.map((id) => asId<ResourceId>(String(id))),
      deviceType: "",
      onlineBookable: true,
      active: true,
      practitionerIds: [studio.practitionerId],
    });
  const unknown = { ok: false, refusal: { code: "unknown_room" } };
  expect(await save([elsewhere.roomIds[0]])).toEqual(unknown);
  expect(await save([device])).toEqual(unknown);
  const [one, two] = studio.roomIds;
  expect(succeeded(await save([two, one, two])).preferredRoomIds).toEqual([two, one]);
});

test("ec-E6 a room and a device or neither: without a free device nothing is held, and the database refuses one to two visits", async () => {
  const studio = await studioWith({ practitioners: 3, rooms: 3, service: { deviceType: "ultrasound" } });
  expect(await offered(studio, 0)).toEqual([]);
  const one = await addDevice(studio, "Sono 1", { cleaningMin: 15 });
  const two = await addDevice(studio, "Sono 2", { cleaningMin: 15 });
  const visits = [await book(studio, 0), await book(studio, 1)];
  expect(await has(visits[0]?.id ?? "")).toMatchObject({
    room: studio.roomIds[0],
    device: one,
    deviceMin: 15,
  });
  expect(await has(visits[1]?.id ?? "")).toMatchObject({
    room: studio.roomIds[1],
    device: two,
    roomMin: null,
  });
  expect(await offered(studio, 2)).not.toContain("10:00");
  expect(await offered(studio, 2)).not.toContain("11:00"); // being cleaned until a quarter past
  expect(await offered(studio, 2)).toContain("11:30");
  const practitionerId = studio.practitionerIds[2] ?? null;
  const held = await holdSlot(studio.as("public"), holdInput(studio, { startsAt: ten, practitionerId }));
  expect(held).toMatchObject({ ok: false, refusal: { code: "no_device" } });
  const rows = await query("select id from appointment where tenant_id = $1", [studio.tenantId]);
  expect(rows).toHaveLength(2);
  await expect(
    query("update appointment set device_id = $2, device_until = null where id = $1", [visits[1]?.id, one]),
  ).rejects.toThrow("appointment_device_free");
  const { serviceId, locationId } = studio;
  const asked = { serviceId, locationId, mode: "in_person", date: date(3), time: "10:30" } as const;
  const why = await explainTime(studio.as("admin"), {
    ...asked,
    practitionerId: asId<PractitionerId>(String(practitionerId)),
  });
  const taken = [{ start: ten, end: ten + 75 * minuteMs, outOfService: false }];
  expect(why.obstacles).toEqual([
    {
      rule: "no_device",
      needs: ["ultrasound"],
      devices: [
        { name: "Sono 1", taken },
        { name: "Sono 2", taken },
      ],
    },
  ]);
});

test("ec-E6 five at once for the last device: one has it, with a room, and the others leave nothing behind", async () => {
  const studio = await studioWith({ practitioners: 5, rooms: 5, service: { deviceType: "Ultrasound" } });
  await addDevice(studio, "Sono 1");
  const answers = await Promise.all(
    studio.practitionerIds.map(async (practitionerId) =>
      holdSlot(studio.as("public"), holdInput(studio, { startsAt: ten, practitionerId })),
    ),
  );
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
  expect(refused).toEqual(["no_device", "no_device", "no_device", "no_device"]);
  const rows = await query(
    "select room_id is not null and device_id is not null as both from appointment where tenant_id = $1",
    [studio.tenantId],
  );
  expect(rows).toEqual([{ both: true }]);
});

test("ec-E7 cleaning keeps the room and not its people: a range of its own, in the offer, at the commit and in the database", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 1 });
  await saveRoom(studio, 0, { cleaningMin: 30 });
  const visit = await book(studio, 0);
  expect(await has(visit.id)).toMatchObject({ room: studio.roomIds[0], roomMin: 30 });
  // The room is clean at half past eleven; a visit before ten must leave it the time.
  expect(await offered(studio, 1)).not.toContain("11:00");
  expect(await offered(studio, 1)).toContain("11:30");
  expect(await offered(studio, 0)).not.toContain("11:00");
  expect(await offered(studio, 0, "telehealth")).toContain("11:00");
  expect(await offered(studio, 1, "telehealth")).toContain("10:00");
  const early = await offered(studio, 1);
  expect(early).not.toContain("09:00");
  await expect(
    query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, room_id, service_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, hold_expires_at)
       values ($1, 'held', $2, $3, $4, $5, 'in_person', $6, $7, $6, $7, 'UTC', $7)`,
      [
        studio.tenantId,
        studio.practitionerIds[1],
        studio.locationId,
        studio.roomIds[0],
        studio.serviceId,
        new Date(ten + hourMs),
        new Date(ten + 2 * hourMs),
      ],
    ),
  ).rejects.toThrow("appointment_room_free");
});

test("ec-H2 ec-E7 a hold that ran out stands in nobody's way with its cleaning either", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 1 });
  await saveRoom(studio, 0, { cleaningMin: 30 });
  const over = await holdTime(studio, { startsAt: ten });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    over.id,
  ]);
  const visit = await book(studio, 1, wallTime(3, "11:00"));
  expect(await has(visit.id)).toMatchObject({ room: studio.roomIds[0] });
  expect(await query("select superseded from appointment where id = $1", [over.id])).toEqual([
    { superseded: true },
  ]);
});

test("ec-E8 a move lets go of room and device and takes others in one step; one that fails lets go of nothing", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 2, service: { deviceType: "Ultrasound" } });
  const one = await addDevice(studio, "Sono 1", { cleaningMin: 10 });
  const two = await addDevice(studio, "Sono 2");
  await saveRoom(studio, 0, { cleaningMin: 20 });
  const visit = await book(studio, 0);
  const eleven = wallTime(3, "11:00");
  expect(await has(visit.id)).toMatchObject({
    room: studio.roomIds[0],
    roomMin: 20,
    device: one,
    deviceMin: 10,
  });
  // Somebody else has the first room and the first device at half past eleven.
  const other = await book(studio, 1, wallTime(3, "11:30"));
  expect(await has(other.id)).toMatchObject({ room: studio.roomIds[0], device: one });
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: eleven })).toMatchObject({
    ok: true,
  });
  expect(await has(visit.id)).toMatchObject({
    room: studio.roomIds[1],
    roomMin: null,
    device: two,
    deviceMin: null,
  });
  // The old hour is free for both again.
  expect(await offered(studio, 1)).toContain("10:00");
  const before = await has(visit.id);
  await query("update resource set active = false where id = $1", [two]);
  const answer = await rescheduleAsStaff(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(visit.id),
    version: Number(before?.["version"]),
    practitionerId: studio.practitionerId,
    startsAt: wallTime(3, "12:00"),
  });
  expect(answer).toMatchObject({ ok: false, refusal: { code: "no_device" } });
  expect(await has(visit.id)).toEqual(before);
});

test("ec-E5 out of service: nothing new is booked into it, what is booked is listed with what is free instead, and one press gives it that", async () => {
  const studio = await studioWith({ practitioners: 3, rooms: 2 });
  const [first, second] = studio.roomIds;
  const visit = await book(studio, 0);
  await book(studio, 0, wallTime(4, "10:00")); // another day
  const out = await putOut(studio, String(first));
  expect(out).toMatchObject({
    outOfService: {
      firstDate: date(3),
      firstTime: "00:00",
      lastDate: date(4),
      lastTime: "00:00",
      reason: "Leaking roof",
    },
    displacedCount: 1,
    displaced: [{ id: visit.id, startsAt: ten, date: date(3), instead: { id: second, name: "Room 2" } }],
  });
  // One room is left.
  await book(studio, 1, wallTime(3, "14:00"));
  expect(await offered(studio, 2)).not.toContain("14:00");
  const { serviceId, locationId } = studio;
  const asked = { serviceId, locationId, mode: "in_person", date: date(3), time: "14:00" } as const;
  const practitionerId = asId<PractitionerId>(String(studio.practitionerIds[2]));
  expect((await explainTime(studio.as("admin"), { ...asked, practitionerId })).obstacles).toMatchObject([
    {
      rule: "no_room",
      rooms: [
        { name: "Room 1", taken: [{ outOfService: true }] },
        { name: "Room 2", taken: [{ outOfService: false }] },
      ],
    },
  ]);
  expect(await reassigning(studio, visit.id, first, second)).toMatchObject({ ok: true });
  const { history } = await appointmentPanel(studio.as("admin"), { appointmentId: asId(visit.id) });
  expect(history.at(-1)).toMatchObject({ action: "given another room or device", actor: "staff" });
  expect(await has(visit.id)).toMatchObject({ room: second });
  const { resources } = await listResources(studio.as("admin"), {});
  expect(resources.map(({ displacedCount }) => displacedCount)).toEqual([0, 0]);
  expect(
    await query(
      "select name, data ->> 'version' as version from outbox where tenant_id = $1 and name = 'appointment/resource-changed'",
      [studio.tenantId],
    ),
  ).toEqual([
    { name: "appointment/resource-changed", version: String(await versionOf("appointment", visit.id)) },
  ]);
});

test("ec-E5 where nothing is free nothing is proposed, and what was free a moment ago is refused, with the visit as it was", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 2 });
  const [first, second] = studio.roomIds;
  const visit = await book(studio, 0);
  const other = await book(studio, 1);
  expect((await putOut(studio, String(first))).displaced).toMatchObject([{ id: visit.id, instead: null }]);
  const before = await has(visit.id);
  const none = { ok: false, refusal: { code: "no_room" } };
  expect(await reassigning(studio, visit.id, first, second)).toEqual(none);
  expect(await reassigning(studio, visit.id, first, first)).toEqual(none);
  expect(await reassigning(studio, visit.id, second, first)).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  expect(await has(visit.id)).toEqual(before);
  expect(await has(other.id)).toMatchObject({ room: second });
  // Somebody retires the second one: its visit to come is listed there.
  await saveRoom(studio, 1, { active: false });
  const { resources } = await listResources(studio.as("admin"), {});
  expect(resources.map(({ name, active, displacedCount }) => [name, active, displacedCount])).toEqual([
    ["Room 1", true, 1],
    ["Room 2", false, 1],
  ]);
});

test("ec-E5 a device out of service is given back as well, by its own pool; and a time that is over is not told", async () => {
  const studio = await studioWith({ rooms: 1, service: { deviceType: "Ultrasound" } });
  const one = await addDevice(studio, "Sono 1", { cleaningMin: 10 });
  const two = await addDevice(studio, "Sono 2", { cleaningMin: 45 });
  const visit = await book(studio, 0);
  const { displaced } = await putOut(studio, one, "10:30", "10:45");
  expect(displaced).toMatchObject([{ id: visit.id, instead: { id: two, name: "Sono 2" } }]);
  expect(await reassigning(studio, visit.id, one, two)).toMatchObject({ ok: true });
  expect(await has(visit.id)).toMatchObject({ room: studio.roomIds[0], device: two, deviceMin: 45 });
  await query(
    "update resource set out_from = app.now() - interval '2 hours', out_until = app.now() where id = $1",
    [one],
  );
  const { resources } = await listResources(studio.as("admin"), {});
  expect(resources.find(({ id }) => id === one)?.outOfService).toBeNull();
  expect(await offered(studio, 0)).toContain("14:00");
});

test("a change is based on what was loaded; a period has a length; and back into service is back in the offer", async () => {
  const studio = await studioWith({ rooms: 1 });
  const id = asId<ResourceId>(String(studio.roomIds[0]));
  const admin = studio.as("admin");
  const period = { firstDate: date(3), firstTime: "10:00", lastDate: date(3), lastTime: "10:00", reason: "" };
  const refusal = (code: string) => ({ ok: false, refusal: { code } });
  expect(await setOutOfService(admin, { id, version: 1, period })).toEqual(refusal("end_before_start"));
  const long = { ...period, lastDate: date(400) };
  expect(await setOutOfService(admin, { id, version: 1, period: long })).toEqual(refusal("too_long"));
  expect(await setOutOfService(admin, { id, version: 7, period: null })).toEqual(
    refusal("changed_meanwhile"),
  );
  await putOut(studio, id);
  expect(await offered(studio, 0)).toEqual([]);
  const fields = { ...plainRoom, name: "Room 1", active: true };
  expect(await saveResource(admin, { ...fields, id, version: 1 })).toEqual(refusal("changed_meanwhile"));
  expect(await setOutOfService(admin, { id, version: 2, period: null })).toMatchObject({ ok: true });
  expect(await offered(studio, 0)).toContain("10:00");
});

test("AUTH-53 TEN-07 AUD-01 rooms are the admin's to change; a therapist sees their own visits in them; another studio's are not there", async () => {
  const studio = await studioWith({ practitioners: 2, rooms: 2 });
  const elsewhere = await studioWith();
  const [first, second] = studio.roomIds;
  const visit = await book(studio, 0);
  await putOut(studio, String(first));
  const me = studio.as({ therapist: String(studio.practitionerIds[1]) });
  const { resources } = await listResources(me, {});
  expect(resources.map(({ displacedCount }) => displacedCount)).toEqual([0, 0]);
  const asked = { id: asId<ResourceId>(String(first)), version: 2, period: null };
  await expect(setOutOfService(me, asked)).rejects.toThrow("forbidden");
  await expect(setOutOfService(elsewhere.as("admin"), asked)).rejects.toThrow("not_found");
  const reassign = {
    appointmentId: asId<AppointmentId>(visit.id),
    version: 2,
    from: asId<ResourceId>(String(first)),
    to: asId<ResourceId>(String(second)),
  };
  await expect(reassignResource(me, reassign)).rejects.toThrow("not_found");
  await expect(reassignResource(elsewhere.as("admin"), reassign)).rejects.toThrow("not_found");
  const stranger = { ...reassign, to: asId<ResourceId>(randomUUID()) };
  expect(await reassignResource(studio.as("admin"), stranger)).toEqual({
    ok: false,
    refusal: { code: "no_room" },
  });
  const rows = await query(
    "select resource, action, outcome from audit_event where tenant_id = $1 and verb = 'studio.set_out_of_service' order by id",
    [studio.tenantId],
  );
  expect(rows[0]).toEqual({ resource: "room", action: "update", outcome: "done" });
});
