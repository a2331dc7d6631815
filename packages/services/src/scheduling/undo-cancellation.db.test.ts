import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import { addDays, localDate, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  sealedWord,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { familySessions, ten } from "../../test/family-sessions.ts";
import { addLicence, listPlaces } from "../studio/index.ts";
import {
  appointmentPanel,
  askToCancelByLink,
  bookForClient,
  bookWithOverride,
  cancelAsStaff,
  changePlaceZone,
  undoCancellation,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const { familyStudio, versionOf } = familySessions(runtime, query);

/** Somebody of the studio who has a row of their own: an override is some person's word. */
async function adminOf(studio: TestStudio) {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, 'Mara Lind', '-', '{admin}') returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`],
  );
  const actor = {
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId: String(row?.["id"]),
    sessionId: randomUUID(),
    practitionerId: null,
    roles: ["admin"],
  } as const;
  return { ...studio.as("admin"), actor };
}

/** What staff fill in to book for a client of the studio's, an hour from `ten` unless another is named. */
async function wish(studio: TestStudio, mode: "in_person" | "telehealth" = "telehealth", startsAt = ten) {
  const [client] = await query("select id from client where tenant_id = $1 limit 1", [studio.tenantId]);
  const { serviceId, practitionerId, locationId } = studio;
  const clientId = asId<ClientId>(String(client?.["id"]));
  const choice = { serviceId, practitionerId, locationId, mode, durationMin: null } as const;
  return { ...choice, clientId, startsAt, idempotencyKey: randomUUID() };
}

const over = { reason: "Her sister is in town", rules: ["slot_taken" as const] };

async function cancel(studio: TestStudio, id: string, reason = "") {
  const appointmentId = asId<AppointmentId>(id);
  const asked = { appointmentId, version: await versionOf(id), reason };
  const { version } = succeeded(await cancelAsStaff(studio.as("admin"), asked));
  return { appointmentId, version };
}

type Seen = Awaited<ReturnType<typeof cancel>>;

async function undoUntil(studio: TestStudio, { appointmentId }: Seen) {
  return (await appointmentPanel(studio.as("admin"), { appointmentId })).undoUntil;
}

async function openingsOf({ appointmentId }: Seen) {
  return await query(
    "select status::text, offered_from from opening where caused_by_appointment_id = $1 order by id",
    [appointmentId],
  );
}

const undo = async (studio: TestStudio, seen: Seen) => await undoCancellation(studio.as("admin"), seen);
const notAllowed = { ok: false, refusal: { code: "not_allowed" } };
const atOnce = { status: "offering", offered_from: null };

async function hasNoGrace(studio: TestStudio, seen: Seen): Promise<void> {
  expect(await undoUntil(studio, seen)).toBeNull();
  expect(new Set((await openingsOf(seen)).map(({ offered_from: from }) => from))).toEqual(new Set([null]));
  expect(await query("select 1 from appointment where undo_hold_of = $1", [seen.appointmentId])).toEqual([]);
  expect(await undo(studio, seen)).toEqual(notAllowed);
}

test("ec-I15 ec-H20 of two visits over each other neither has a grace: what is there by an override, nor what it lies over", async () => {
  const studio = await createStudio(runtime);
  const plain = await bookVisit(studio, { startsAt: ten, mode: "telehealth" });
  const half = await wish(studio, "telehealth", plus(ten, 30 * minuteMs));
  const book = async () => {
    const asked = { ...half, ...over, idempotencyKey: randomUUID() };
    return succeeded(await bookWithOverride(await adminOf(studio), asked)).appointmentId;
  };
  const first = await cancel(studio, await book());
  await hasNoGrace(studio, first);
  expect(await openingsOf(first)).toEqual([atOnce]);
  await book();
  const below = await cancel(studio, plain.id);
  await hasNoGrace(studio, below);
  expect(await openingsOf(below)).toEqual([atOnce]);
});

test("ec-I15 SCHED-11 what several hold together has no grace: each of their hours is offered at once", async () => {
  const { together } = await familyStudio();
  const visit = await bookVisit(together, { startsAt: ten, practitionerId: null });
  const seen = await cancel(together, visit.id);
  await hasNoGrace(together, seen);
  expect(await openingsOf(seen)).toEqual([atOnce, atOnce]);
});

test("ec-I15 the only room is a colleague's at once: the visit does not come back, and its practitioner's hour is still offered", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("there are two");
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId: first });
  const seen = await cancel(studio, visit.id);
  expect(await undoUntil(studio, seen)).not.toBeNull();
  const asked = { ...(await wish(studio, "in_person")), practitionerId: second };
  succeeded(await bookForClient(studio.as("receptionist"), asked));
  expect(await undoUntil(studio, seen)).toBeNull();
  expect(await undo(studio, seen)).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  expect(await openingsOf(seen)).toMatchObject([{ status: "offering" }]);
  expect(await query("select 1 from appointment where undo_hold_of = $1", [visit.id])).toEqual([]);
});

test("ec-I15 ec-C4 where the longer of two buffers counts, staff who book beside a kept time leave it, and what they book over it is promised no more", async () => {
  const service = { bufferBeforeMin: 0, bufferAfterMin: 30 };
  const studio = await createStudio(runtime, { service });
  await query("update tenant set buffer_sum = 'max' where id = $1", [studio.tenantId]);
  const visit = await bookVisit(studio, { startsAt: ten, mode: "telehealth" });
  const seen = await cancel(studio, visit.id);
  const before = await wish(studio, "telehealth", plus(ten, -90 * minuteMs));
  succeeded(
    await bookForClient(studio.as("receptionist"), { ...before, startsAt: plus(ten, 90 * minuteMs) }),
  );
  expect(await undoUntil(studio, seen)).not.toBeNull();
  succeeded(await bookForClient(studio.as("receptionist"), await wish(studio)));
  expect(await undoUntil(studio, seen)).toBeNull();
  expect(await undo(studio, seen)).toEqual({ ok: false, refusal: { code: "slot_taken" } });
});

test("ec-I15 ec-A30 a kept time is no visit of its place, and a change of the place's zone ends it", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten, mode: "telehealth" });
  const seen = await cancel(studio, visit.id);
  expect(await listPlaces(studio.as("admin"), {})).toMatchObject([{ visitsAhead: 0, visitsOutside: 0 }]);
  const change = { id: studio.locationId, version: 1, timeZone: "America/Chicago", visits: null };
  expect(await changePlaceZone(studio.as("admin"), change)).toMatchObject({ ok: true });
  await hasNoGrace(studio, seen);
  expect(await openingsOf(seen)).toEqual([atOnce]);
});

test("ec-I15 a visit does not come back to somebody who is no longer active", async () => {
  const studio = await createStudio(runtime);
  const seen = await cancel(studio, (await bookVisit(studio, { startsAt: ten })).id);
  const active = async (is: boolean) =>
    await query("update practitioner set active = $2 where tenant_id = $1", [studio.tenantId, is]);
  await active(false);
  expect(await undo(studio, seen)).toEqual(notAllowed);
  await active(true);
  expect(await undo(studio, seen)).toMatchObject({ ok: true });
});

test("ec-I15 ADM-04 an hour that was never freed after all is not offered when a licence is renewed", async () => {
  const studio = await createStudio(runtime);
  const seen = await cancel(studio, (await bookVisit(studio, { startsAt: ten })).id);
  succeeded(await undo(studio, seen));
  const on = localDate(ten, "America/New_York");
  const terms = { practitionerId: studio.practitionerId, title: "LCSW", state: "New York" };
  const admin = studio.as("admin");
  succeeded(await addLicence(admin, { ...terms, number: "C-1", expiresOn: addDays(on, -1) }));
  succeeded(await addLicence(admin, { ...terms, number: "C-2", expiresOn: on }));
  expect(await openingsOf(seen)).toMatchObject([{ status: "withdrawn" }]);
});

test("ec-I15 SCHED-17 what a client wrote when they asked for it stays, beside the words of staff and after an undo", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten, who: person("Ana") });
  await query("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [
    visit.id,
  ]);
  succeeded(await askToCancelByLink(visit.context, { reason: "My train" }));
  const why = { table: "appointment", column: "cancel_reason", rowId: visit.id };
  const words = async () => await sealedWord(runtime, studio.tenantId, why);
  for (const [said, stands] of [
    ["", "My train"],
    ["She rang, too", "My train\nShe rang, too"],
  ] as const) {
    const seen = await cancel(studio, visit.id, said);
    expect(await words()).toBe(stands);
    succeeded(await undo(studio, seen));
    expect(await words()).toBe("My train");
  }
});
