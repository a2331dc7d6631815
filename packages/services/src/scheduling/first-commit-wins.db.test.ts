import {
  began,
  bookInput,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  plainRoom,
  replaceHours,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { listServices as listed, saveService as contract } from "@quietroom/contracts/studio";
import { asId, type Id, type ResourceId } from "@quietroom/domain/ids";
import { addDays, localDate } from "@quietroom/domain/time";
import { expect, test, vi } from "vitest";
import {
  addLicence,
  listServices,
  removeLicence,
  renewLicence,
  saveBookingRules,
  saveClosure,
  saveResource,
  saveService,
  setDateOverride,
  setOutOfService,
  setStanding,
  viewBookingRules,
  viewStudio,
} from "../studio/index.ts";
import { appointmentPanel, bookHold, holdSlot, listSlots, viewAppointment } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);

function date(day: number): string {
  return addDays(localDate(began, "America/New_York"), day);
}

async function block(studio: TestStudio, day: number) {
  return await setDateOverride(studio.as("admin"), {
    practitionerId: studio.practitionerId,
    locationId: studio.locationId,
    date: date(day),
    blocks: [],
    reason: "Away",
  });
}

test("ec-H18 staff block a time that a visitor holds: whoever confirms after that is told, and other times are named", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  succeeded(await block(studio, 3));
  const answer = await bookHold(hold.context, bookInput(person("Lea")));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  expect(answer.ok ? [] : answer.refusal.alternatives).toHaveLength(3);
  expect(await query("select status from appointment where id = $1", [hold.id])).toEqual([
    { status: "held" },
  ]);
});

test("ec-H18 confirmed first, the visit stands, and whoever blocks the time is told which it is", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  expect(succeeded(await block(studio, 3)).outsideHours).toEqual([visit.id]);
  expect(await query("select status from appointment where id = $1", [visit.id])).toEqual([
    { status: "scheduled" },
  ]);
});

test("ec-H18 both at once: either the visit stands and was named, or its client was told", async () => {
  for (const day of [3, 4, 5, 6]) {
    const studio = await createStudio(runtime);
    const hold = await holdTime(studio, { startsAt: wallTime(day, "10:00") });
    const [booked, blocked] = await Promise.all([
      bookHold(hold.context, bookInput(person("Max"))),
      block(studio, day),
    ]);
    const [row] = await query("select status from appointment where id = $1", [hold.id]);
    expect(row).toEqual({ status: booked.ok ? "scheduled" : "held" });
    if (!booked.ok) expect(booked.refusal.code).toBe("outside_hours");
    expect(succeeded(blocked).outsideHours).toEqual(booked.ok ? [hold.id] : []);
  }
});

/** How many of the product's own transactions wait for somebody. */
async function waiting() {
  const [row] = await query(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
  );
  return row?.["n"];
}

const changes: readonly (readonly [string, (studio: TestStudio) => Promise<readonly string[]>])[] = [
  ["a date of theirs is blocked", async (studio) => succeeded(await block(studio, 3)).outsideHours],
  [
    "their week changes",
    async (studio) => {
      const { practitionerId } = studio;
      const saved = await replaceHours(studio.as("admin"), { practitionerId, rows: [] });
      return succeeded(saved).outsideHours;
    },
  ],
  [
    "the place is closed",
    async (studio) => {
      const closure = { locationId: studio.locationId, firstDate: date(3), lastDate: date(3), part: null };
      const said = { name: "Repairs", kind: "closure", telehealth: "closed" } as const;
      const wish = { id: null, version: null, ...closure, ...said };
      const saved = await saveClosure(await staffOf(studio, query), wish);
      return succeeded(saved).visits.map(({ id }) => id);
    },
  ],
  [
    "the room is put out of service",
    async (studio) => {
      const lost = await loseRoom(studio, await heldRoom(studio), "out_of_service");
      return lost.displaced.map(({ id }) => id);
    },
  ],
  [
    "the room is retired",
    async (studio) => {
      const lost = await loseRoom(studio, await heldRoom(studio), "out_of_use");
      return lost.displaced.map(({ id }) => id);
    },
  ],
  [
    "a licence of theirs is written down that expires before",
    async (studio) => {
      const { practitionerId } = studio;
      const said = { practitionerId, ...licence(2) };
      return await lastOf(studio, succeeded(await addLicence(studio.as("admin"), said)).bookedAfter);
    },
  ],
  [
    "their licence is said to expire before",
    async (studio) => {
      const { practitionerId } = studio;
      const id = await licensed(studio, 30);
      const said = { practitionerId, id, version: 1, expiresOn: date(2) };
      return await lastOf(studio, succeeded(await renewLicence(studio.as("admin"), said)).bookedAfter);
    },
  ],
  [
    "of their licences the one that holds longest is struck off",
    async (studio) => {
      const { practitionerId } = studio;
      await licensed(studio, 2);
      const id = await licensed(studio, 30);
      const removed = succeeded(await removeLicence(studio.as("admin"), { practitionerId, id }));
      return await lastOf(studio, removed.bookedAfter);
    },
  ],
];

const licence = (day: number) => ({
  title: "LCSW",
  number: `C-${day}`,
  state: "New York",
  expiresOn: date(day),
});

/** A licence that the first practitioner has had for long, by nobody who would be waited for. */
async function licensed(studio: TestStudio, day: number) {
  const { title, number, state, expiresOn } = licence(day);
  const [row] = await query(
    `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [studio.tenantId, studio.practitionerId, title, number, state, expiresOn],
  );
  return asId<Id<"licence">>(String(row?.["id"]));
}

/** The last visits of the first practitioner, of which an answer says only how many there are. */
async function lastOf(studio: TestStudio, count: number): Promise<readonly string[]> {
  const rows = await query(
    `select id from appointment where practitioner_id = $1 and status = 'scheduled' order by starts_at desc limit $2`,
    [studio.practitionerId, count],
  );
  return rows.map(({ id }) => String(id));
}

/** The room that a visitor holds on the fourth day from now, whether it is booked by now or not. */
async function heldRoom(studio: TestStudio) {
  const [row] = await query("select room_id from appointment where practitioner_id = $1 and starts_at = $2", [
    studio.practitionerId,
    new Date(wallTime(3, "10:00")),
  ]);
  return row?.["room_id"];
}

test.each(changes)(
  "ec-H18 SCHED-03 ec-E5 %s while somebody books who has read how it was: the visit stands and is among those that are told of",
  async (_what, change) => {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
    const admin = studio.as("admin");
    const rules = await viewBookingRules(admin, {});
    succeeded(await saveBookingRules(admin, { ...rules, ownOverlaps: "refuse" }));
    const known = await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Lea") });
    const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
    // The one who books stops between the hours and the visit: their own visits are being looked at elsewhere.
    await rival("begin");
    await rival(
      `select pg_advisory_xact_lock(hashtextextended(concat('visits ', tenant_id, ' ', client_id), 0))
       from appointment where id = $1`,
      [known.id],
    );
    const booking = bookHold(hold.context, bookInput(person("Lea")));
    await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 15_000, interval: 20 });
    const changing = change(studio);
    await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 15_000, interval: 20 });
    // Nobody else waits for it: another's hour is booked meanwhile.
    const practitionerId = studio.practitionerIds[1] ?? null;
    await bookVisit(studio, { startsAt: wallTime(4, "12:00"), practitionerId, who: person("Max") });
    await rival("commit");
    succeeded(await booking);
    expect(await changing).toContain(hold.id);
  },
);

async function setFlags(
  studio: TestStudio,
  flags: { readonly active: boolean; readonly onlineBookable: boolean },
) {
  const { practitionerId } = studio;
  succeeded(await setStanding(studio.as("admin"), { practitionerId, version: 1, lastDay: null, ...flags }));
}

test("ec-H18 a practitioner who was deactivated while a visitor filled in the form is not booked, and the hold stays one", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await setFlags(studio, { active: false, onlineBookable: true });
  expect(await bookHold(hold.context, bookInput(person("Lea")))).toEqual({
    ok: false,
    refusal: { code: "unknown_service", alternatives: [] },
  });
  expect(await query("select status from appointment where id = $1", [hold.id])).toEqual([
    { status: "held" },
  ]);
});

test("ec-H18 BOOK-03 what is held of somebody who went off online booking is kept to, within their hours", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await setFlags(studio, { active: true, onlineBookable: false });
  expect(await bookHold(hold.context, bookInput(person("Lea")))).toMatchObject({ ok: true });

  const other = await createStudio(runtime);
  const closed = await holdTime(other, { startsAt: wallTime(3, "10:00") });
  await setFlags(other, { active: true, onlineBookable: false });
  succeeded(await block(other, 3));
  expect(await bookHold(closed.context, bookInput(person("Lea")))).toMatchObject({
    refusal: { code: "outside_hours" },
  });
});

/** Puts a room out of service on the fourth day from now, or out of use for good. */
async function loseRoom(studio: TestStudio, roomId: unknown, how: "out_of_service" | "out_of_use") {
  const id = asId<ResourceId>(String(roomId));
  const admin = studio.as("admin");
  const asked = { firstDate: date(3), firstTime: "00:00", lastDate: date(3), lastTime: "24:00" };
  if (how === "out_of_service") {
    const period = { ...asked, reason: "Leaking roof" };
    return succeeded(await setOutOfService(admin, { id, version: 1, period }));
  }
  const fields = { ...plainRoom, name: "Old room", active: false };
  return succeeded(await saveResource(admin, { ...fields, id, version: 1 }));
}

const roomOf = async (id: string) =>
  (await query("select status, room_id as room from appointment where id = $1", [id]))[0];

test.each(["out_of_service", "out_of_use"] as const)(
  "ec-E5 ec-H18 a held room that is %s by the time the form is sent is not booked: another is, or the visitor is told",
  async (how) => {
    const studio = await createStudio(runtime, { rooms: 2 });
    const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
    const room = (await roomOf(hold.id))?.["room"];
    await loseRoom(studio, room, how);
    expect(await bookHold(hold.context, bookInput(person("Lea")))).toMatchObject({ ok: true });
    expect(await roomOf(hold.id)).toEqual({
      status: "scheduled",
      room: studio.roomIds.find((id) => id !== room),
    });

    const one = await createStudio(runtime, { rooms: 1 });
    const only = await holdTime(one, { startsAt: wallTime(3, "10:00") });
    await loseRoom(one, one.roomIds[0], how);
    const refused = await bookHold(only.context, bookInput(person("Max")));
    expect(refused).toMatchObject({ ok: false, refusal: { code: "no_room" } });
    expect(await roomOf(only.id)).toEqual({ status: "held", room: one.roomIds[0] });
  },
);

/** What the studio's one service is made of, as the editor sends it. */
async function serviceFields(studio: TestStudio) {
  const [service] = listed.output.parse(await listServices(studio.as("admin"), {}));
  if (service === undefined) throw new Error("no service");
  const { slug, currency: _currency, ...fields } = service;
  return { slug, fields };
}

async function archive(studio: TestStudio) {
  const { slug, fields } = await serviceFields(studio);
  const asked = contract.input.parse({ ...fields, active: false });
  succeeded(await saveService(studio.as("admin"), asked));
  return { slug, fields };
}

test("ec-L9 an archived service is off the page and cannot be had; its visits stand with their name, length and price", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await archive(studio);
  expect((await viewStudio(studio.as("public"), {})).services).toEqual([]);
  expect(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "13:00") })),
  ).toMatchObject({ refusal: { code: "unknown_service" } });
  const { serviceId, practitionerId, locationId } = studio;
  const asked = {
    choice: { serviceId, practitionerId, locationId, mode: "in_person" as const },
    from: date(1),
    days: 7,
  };
  expect(await listSlots(studio.as("public"), asked)).toMatchObject({
    starts: [],
    noneBecause: "not_offered",
  });
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    serviceName: "Regular session",
    priceMinor: 12_000,
    status: "scheduled",
    canCancel: true,
  });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId(visit.id) });
  expect(panel).toMatchObject({ serviceName: "Regular session", client: { name: "Ana Okafor" } });
  expect(panel.history.map(({ action }) => action)).toEqual(["held", "booked"]);
});

test("ec-L10 the address of an archived service is given to no other: an old link leads nowhere, and never to the new one", async () => {
  const studio = await createStudio(runtime);
  const old = await archive(studio);
  const again = contract.input.parse({ ...old.fields, id: null, version: null, priceMinor: 30_000 });
  const added = succeeded(await saveService(studio.as("admin"), again));
  expect(added.slug).not.toBe(old.slug);
  const shown = (await viewStudio(studio.as("public"), {})).services;
  expect(shown.map(({ slug }) => slug)).toEqual([added.slug]);
  expect(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "13:00") })),
  ).toMatchObject({ refusal: { code: "unknown_service" } });
});
