import { randomUUID } from "node:crypto";
import {
  type AppointmentId,
  asId,
  type ClientId,
  type OpeningId,
  type PractitionerId,
} from "@quietroom/domain/ids";
import { addDays, type Instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  joinLine,
  person,
  sealedWord,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { familySessions, ten } from "../../test/family-sessions.ts";
import { addLicence, listPlaces } from "../studio/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import {
  appointmentPanel,
  askToCancelByLink,
  bookForClient,
  bookWithOverride,
  cancelAsStaff,
  changePlaceZone,
  rescheduleAsStaff,
  undoCancellation,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
// No deadlock is found here: whoever counts on the search for them is broken off by the statement's own limit.
await query(
  "do $$ begin execute format('alter database %I set deadlock_timeout = ''5min''', current_database()); end $$",
);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);
const { familyStudio, versionOf } = familySessions(runtime, query);

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
const later = plus(ten, 120 * minuteMs);
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
    return succeeded(await bookWithOverride(await staffOf(studio, query), asked)).appointmentId;
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

/** Moves a visit as the desk, with whom it is. */
async function moveTo(studio: TestStudio, id: string, startsAt: Instant) {
  const [row] = await query("select practitioner_id from appointment where id = $1", [id]);
  const practitionerId = asId<PractitionerId>(String(row?.["practitioner_id"]));
  const asked = { appointmentId: asId<AppointmentId>(id), version: await versionOf(id), practitionerId };
  return await rescheduleAsStaff(studio.as("receptionist"), { ...asked, startsAt });
}

/** A visit that was cancelled in a studio of three and so many rooms, and whose room a colleague was given since. */
async function roomGivenAway(rooms: number) {
  const studio = await createStudio(runtime, { practitioners: 3, rooms });
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("there are three");
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId: first });
  const seen = await cancel(studio, visit.id);
  const asked = { ...(await wish(studio, "in_person")), practitionerId: second };
  const { appointmentId } = succeeded(await bookForClient(studio.as("receptionist"), asked));
  const roomOf = async (id: string) =>
    (await query("select room_id from appointment where id = $1", [id]))[0]?.["room_id"];
  expect(await roomOf(appointmentId)).toBe(await roomOf(visit.id));
  return { studio, visit, seen, roomOf, colleagues: appointmentId };
}

test("ec-I15 the only room is a colleague's at once: the visit does not come back, and its practitioner's hour is still offered", async () => {
  const { studio, seen } = await roomGivenAway(1);
  expect(await undo(studio, seen)).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  expect(await openingsOf(seen)).toMatchObject([{ status: "offering" }]);
});

test("ec-I15 ec-E3 its room is a colleague's by now and another of the pool is free: the visit comes back in that one, and what is recorded of it names both", async () => {
  const { studio, visit, seen, roomOf, colleagues } = await roomGivenAway(2);
  const had = await roomOf(visit.id);
  succeeded(await undo(studio, seen));
  const has = await roomOf(visit.id);
  expect(has).not.toBeNull();
  expect(has).not.toBe(await roomOf(colleagues));
  const [event] = await query(
    "select detail from audit_event where resource_id = $1 and verb = 'scheduling.undo_cancellation'",
    [visit.id],
  );
  expect(event?.["detail"]).toMatchObject({ from: had, to: has });
});

test.each([1, 2])(
  "ec-I15 ec-E8 its room was a colleague's and is free again: the visit comes back in that one; rooms: %i",
  async (rooms) => {
    const { studio, visit, seen, roomOf, colleagues } = await roomGivenAway(rooms);
    const had = await roomOf(visit.id);
    succeeded(await moveTo(studio, colleagues, plus(ten, 120 * minuteMs)));
    succeeded(await undo(studio, seen));
    expect(await roomOf(visit.id)).toBe(had);
  },
);

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

/** A visit that was moved from `ten` to two hours later, whose old hour is offered to Olga or to nobody yet, and that was cancelled then. */
async function movedThenCancelled({ offered }: { readonly offered: boolean }) {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten, mode: "telehealth" });
  if (offered) await joinLine(studio, person("Olga"));
  succeeded(await moveTo(studio, visit.id, later));
  const [left] = await query("select id from opening where caused_by_appointment_id = $1", [visit.id]);
  const openingId = asId<OpeningId>(String(left?.["id"]));
  if (offered)
    expect(await offerOpening(studio.as("system"), { openingId })).toMatchObject({ kind: "offered" });
  return { studio, seen: await cancel(studio, visit.id) };
}

test.each([true, false])(
  "ec-I15 SCHED-16 a visit that was moved, cancelled and brought back: the hour that it had left is still offered (somebody was asked: %s)",
  async (offered) => {
    const { studio, seen } = await movedThenCancelled({ offered });
    succeeded(await undo(studio, seen));
    expect(await openingsOf(seen)).toMatchObject([{ status: "offering" }, { status: "withdrawn" }]);
    const open = await query("select 1 from waitlist_offer where tenant_id = $1 and status = 'open'", [
      studio.tenantId,
    ]);
    expect(open).toHaveLength(offered ? 1 : 0);
  },
);

test("ec-I15 SCHED-16 staff who book over the kept time of a visit that was moved before leave the hour that it had left offered", async () => {
  const { studio, seen } = await movedThenCancelled({ offered: false });
  succeeded(await bookForClient(studio.as("receptionist"), await wish(studio, "telehealth", later)));
  expect(await openingsOf(seen)).toMatchObject([{ status: "offering" }, { status: "withdrawn" }]);
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

/** Waits until so many of the product's own transactions wait for somebody. */
async function untilWaiting(n: number): Promise<void> {
  const waiting = async () =>
    await query(
      `select from pg_stat_activity
       where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
    );
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(n), { timeout: 20_000, interval: 20 });
}

/** What somebody else has in hand until they say otherwise: the row of a cancelled visit or of its kept time. */
const inHand = {
  visit: "select from appointment where id = $1 for update",
  "kept time": "select from appointment where undo_hold_of = $1 for update",
} as const;

/**
 * Two who come one after the other while what the first of them needs is in somebody else's hand, so that both are under way at once; answers what
 * became of each.
 */
async function underWay<First, Second>(
  { appointmentId }: Seen,
  what: keyof typeof inHand,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<readonly [First, Second]> {
  await rival("begin");
  await rival(inHand[what], [appointmentId]);
  const one = first();
  await untilWaiting(1);
  const other = second();
  await untilWaiting(2);
  await rival("commit");
  return [await one, await other];
}

async function statusOf({ appointmentId }: Seen) {
  const [row] = await query("select status::text from appointment where id = $1", [appointmentId]);
  return row?.["status"];
}

/** A cancelled visit whose hour Olga waits for, at the very end of its grace: who asks by the hour may, who undoes it still may. */
async function atGracesEnd() {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: ten });
  await joinLine(studio, person("Olga"));
  const seen = await cancel(studio, visit.id);
  const [row] = await query(
    `update opening set offered_from = app.now() - interval '1 second' where caused_by_appointment_id = $1
     returning id`,
    [visit.id],
  );
  const openingId = asId<OpeningId>(String(row?.["id"]));
  const fill = async () => await offerOpening(studio.as("system"), { openingId });
  return { studio, seen, fill };
}

test("ec-I15 at the grace's end the waitlist is asked while staff undo: whoever was asked keeps the hour, and the undo comes too late", async () => {
  const { studio, seen, fill } = await atGracesEnd();
  const [asked, undone] = await underWay(seen, "kept time", fill, async () => await undo(studio, seen));
  expect(asked).toMatchObject({ kind: "offered" });
  expect(undone).toEqual({ ok: false, refusal: { code: "too_late" } });
  expect(await statusOf(seen)).toBe("cancelled");
});

test("ec-I15 at the grace's end staff undo while the waitlist is about to be asked: the visit is back, and nobody is", async () => {
  const { studio, seen, fill } = await atGracesEnd();
  const [undone, asked] = await underWay(seen, "kept time", async () => await undo(studio, seen), fill);
  expect(undone).toMatchObject({ ok: true });
  expect(asked).toMatchObject({ kind: "closed", status: "withdrawn" });
  expect(await statusOf(seen)).toBe("scheduled");
  expect(await query("select from waitlist_offer where tenant_id = $1", [studio.tenantId])).toEqual([]);
});

/** A cancelled visit, and another one that the desk books for the same client at the same hour. */
async function bookedAgain() {
  const studio = await createStudio(runtime);
  const seen = await cancel(studio, (await bookVisit(studio, { startsAt: ten, mode: "telehealth" })).id);
  const asked = await wish(studio);
  const book = async () => await bookForClient(studio.as("receptionist"), asked);
  return { studio, seen, book };
}

test("ec-I15 the desk books the same client at that hour while staff undo: the visit is back, and the desk is told that the time is taken", async () => {
  const { studio, seen, book } = await bookedAgain();
  const [undone, booked] = await underWay(seen, "kept time", async () => await undo(studio, seen), book);
  expect(undone).toMatchObject({ ok: true });
  expect(booked).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  expect(await statusOf(seen)).toBe("scheduled");
});

test("ec-I15 staff undo while the desk books the same client at that hour: what was booked stays, and the undo says so", async () => {
  const { studio, seen, book } = await bookedAgain();
  const [booked, undone] = await underWay(seen, "kept time", book, async () => await undo(studio, seen));
  expect(booked).toMatchObject({ ok: true });
  expect(undone).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  expect(await statusOf(seen)).toBe("cancelled");
});

test("ec-I15 of two who undo at once one does, and the client hears it once", async () => {
  const studio = await createStudio(runtime);
  const seen = await cancel(studio, (await bookVisit(studio, { startsAt: ten })).id);
  const told = async () =>
    await query("select from outbox where name = 'appointment/booked' and data ->> 'appointmentId' = $1", [
      seen.appointmentId,
    ]);
  const before = (await told()).length;
  const undoing = async () => await undo(studio, seen);
  const both = await underWay(seen, "visit", undoing, undoing);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both).toContainEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
  expect(await told()).toHaveLength(before + 1);
});

/** A cancelled visit whose room is a colleague's by now, and another of the same practitioner that the desk moves to that hour. */
async function movedOnto() {
  const { studio, seen } = await roomGivenAway(2);
  const asked = await wish(studio, "in_person", plus(ten, 120 * minuteMs));
  const { appointmentId } = succeeded(await bookForClient(studio.as("receptionist"), asked));
  const move = async () => await moveTo(studio, appointmentId, ten);
  return { seen, move, undoing: async () => await undo(studio, seen) };
}

test("ec-I15 ec-E3 the desk moves a visit to that hour while staff undo and look for another room: the visit is back, and the move is refused", async () => {
  const { seen, move, undoing } = await movedOnto();
  const [undone, moved] = await underWay(seen, "visit", undoing, move);
  expect(undone).toMatchObject({ ok: true });
  expect(moved).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  expect(await statusOf(seen)).toBe("scheduled");
});

test("ec-I15 ec-E3 staff undo while the desk moves a visit to that hour: what was moved stays, and the undo says so", async () => {
  const { seen, move, undoing } = await movedOnto();
  const [moved, undone] = await underWay(seen, "visit", move, undoing);
  expect(moved).toMatchObject({ ok: true });
  expect(undone).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  expect(await statusOf(seen)).toBe("cancelled");
});

test("ec-I15 ec-E3 whoever loses the room that they come back in to a move meanwhile comes back in the next that is free", async () => {
  const { studio, seen, roomOf } = await roomGivenAway(3);
  const practitionerId = studio.practitionerIds[2] ?? studio.practitionerId;
  const asked = { ...(await wish(studio, "in_person", plus(ten, 120 * minuteMs))), practitionerId };
  const { appointmentId } = succeeded(await bookForClient(studio.as("receptionist"), asked));
  await rival("begin");
  await rival(inHand["kept time"], [seen.appointmentId]);
  const undone = undo(studio, seen);
  await untilWaiting(1);
  succeeded(await moveTo(studio, appointmentId, ten));
  await rival("commit");
  succeeded(await undone);
  const rooms = await query(
    "select distinct room_id from appointment where tenant_id = $1 and starts_at = to_timestamp($2 / 1000.0) and status = 'scheduled'",
    [studio.tenantId, ten],
  );
  expect(rooms).toHaveLength(3);
  expect(await roomOf(seen.appointmentId)).not.toBeNull();
});
