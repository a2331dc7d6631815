import { type AppointmentId, asId, type ClientId, type PractitionerId } from "@quietroom/domain/ids";
import {
  addClient,
  bookSeats,
  cancelVisit,
  clientCalled,
  createStudio,
  groupSession,
  inspect,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  appointmentPanel,
  cancelAsStaff,
  changeStatus,
  correctStatus,
  viewAppointment,
} from "../scheduling/index.ts";
import { cancelGroupSession, groupRoster, seatClient } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);

/** A session of which somebody had a seat and did not come, a week ago; and another of its class, of so many seats, to come. */
async function absence({
  capacity = 2,
  practitioners = 1,
}: {
  readonly capacity?: number;
  readonly practitioners?: number;
} = {}) {
  const studio = await createStudio(runtime, { practitioners });
  const sessionId = await groupSession(studio);
  const seat = await bookSeats(studio, sessionId);
  const clientId = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ana"));
  await query(
    `update appointment set starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '7 days',
       blocked_from = blocked_from - interval '7 days', blocked_until = blocked_until - interval '7 days'
     where tenant_id = $1 and capacity is not null`,
    [studio.tenantId],
  );
  await query(
    `update appointment set starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '7 days',
       blocked_from = blocked_from - interval '7 days', blocked_until = blocked_until - interval '7 days' where id = $1`,
    [seat.id],
  );
  const admin = studio.as("admin");
  succeeded(await changeStatus(admin, { appointmentId: seat.id, version: 2, to: "no_show" }));
  const next = await groupSession(studio, { capacity });
  return { studio, admin, sessionId, missed: seat.id, clientId, next };
}

function makingUp(clientId: ClientId, groupSessionId: AppointmentId, makesUpFor: AppointmentId) {
  return { groupSessionId, clientId, partySize: 1, makesUpFor };
}

async function rosterOf(studio: TestStudio, groupSessionId: AppointmentId) {
  return (await groupRoster(studio.as("admin"), { groupSessionId })).seats;
}

test("SCHED-24 whoever missed a session has a seat in another without paying anew, and both rosters and both visits say so", async () => {
  const { studio, admin, sessionId, missed, clientId, next } = await absence();
  expect(await rosterOf(studio, sessionId)).toMatchObject([{ canMakeUp: true, madeUpIn: null }]);
  const seated = succeeded(await seatClient(admin, makingUp(clientId, next, missed)));
  const made = asId<AppointmentId>(seated.appointmentId);
  const [kept] = await query("select price_minor, makes_up_for, party_size from appointment where id = $1", [
    made,
  ]);
  expect(kept).toEqual({ price_minor: 0, makes_up_for: missed, party_size: 1 });
  expect(await rosterOf(studio, sessionId)).toMatchObject([
    { canMakeUp: false, madeUpIn: { groupSessionId: next }, makesUpFor: null },
  ]);
  expect(await rosterOf(studio, next)).toMatchObject([
    { canMakeUp: false, madeUpIn: null, makesUpFor: { groupSessionId: sessionId } },
  ]);
  const panel = await appointmentPanel(admin, { appointmentId: made });
  expect(panel).toMatchObject({ makesUpFor: { groupSessionId: sessionId }, madeUpIn: null, priceMinor: 0 });
  expect(panel.history.map(({ action }) => action)).toEqual(["seated, to make up for a missed session"]);
  const before = await appointmentPanel(admin, { appointmentId: missed });
  expect(before).toMatchObject({ madeUpIn: { groupSessionId: next }, makesUpFor: null });
  // Whoever they bring along pays.
  succeeded(await cancelAsStaff(admin, { appointmentId: made, version: panel.version, reason: "" }));
  const two = { ...makingUp(clientId, next, missed), partySize: 2 };
  const { appointmentId } = succeeded(await seatClient(admin, two));
  const [both] = await query("select price_minor from appointment where id = $1", [appointmentId]);
  const [session] = await query("select price_minor from appointment where id = $1", [next]);
  expect(both).toEqual(session);
});

test("SCHED-24 what was missed is made up once, also by two at once, and again only when that seat is cancelled", async () => {
  const { studio, admin, sessionId, missed, clientId, next } = await absence();
  const other = await groupSession(studio, { day: 6 });
  const answers = await Promise.all(
    [next, other].map(async (one) => await seatClient(admin, makingUp(clientId, one, missed))),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "made_up" } });
  const [standing] = await query(
    "select id, version from appointment where makes_up_for = $1 and status <> 'cancelled'",
    [missed],
  );
  const appointmentId = asId<AppointmentId>(String(standing?.["id"]));
  succeeded(
    await cancelAsStaff(admin, { appointmentId, version: Number(standing?.["version"]), reason: "" }),
  );
  expect(await rosterOf(studio, sessionId)).toMatchObject([{ canMakeUp: true, madeUpIn: null }]);
  succeeded(await seatClient(admin, makingUp(clientId, other, missed)));
  await expect(
    query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at, blocked_from,
         blocked_until, time_zone, cancel_deadline, booked_at, group_session_id, party_size, makes_up_for)
       select tenant_id, 'scheduled', practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at, blocked_from,
         blocked_until, time_zone, cancel_deadline, booked_at, group_session_id, 1, makes_up_for
       from appointment where makes_up_for = $1 and status <> 'cancelled'`,
      [missed],
    ),
  ).rejects.toThrow("appointment_made_up_once");
});

test("SCHED-24 a session that was called off is made up, and not by whoever had cancelled their seat before", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio);
  const left = await bookSeats(studio, groupSessionId);
  const stayed = await bookSeats(studio, groupSessionId, { name: "Ben" });
  await cancelVisit(left);
  await query(
    "update appointment set cancelled_at = cancelled_at - interval '1 minute' where id = $1", // the clock of a test may stand still
    [left.id],
  );
  succeeded(await cancelGroupSession(admin, { groupSessionId, version: 1, reason: "" }));
  const next = await groupSession(studio, { day: 6 });
  const ana = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ana"));
  const ben = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ben"));
  expect(await seatClient(admin, makingUp(ana, next, left.id))).toMatchObject({
    refusal: { code: "not_missed" },
  });
  succeeded(await seatClient(admin, makingUp(ben, next, stayed.id)));
  const seats = await rosterOf(studio, groupSessionId);
  expect(
    seats.map(({ clientName, canMakeUp, madeUpIn }) => [clientName, canMakeUp, madeUpIn !== null]),
  ).toEqual([
    ["Ana Okafor", false, false],
    ["Ben Okafor", false, true],
  ]);
});

test("SCHED-24 of a make-up session that is called off the seat that was missed first is made up again, and only that", async () => {
  const { studio, admin, sessionId, missed, clientId, next } = await absence();
  const made = succeeded(await seatClient(admin, makingUp(clientId, next, missed)));
  succeeded(await cancelGroupSession(admin, { groupSessionId: next, version: 1, reason: "" }));
  expect(await rosterOf(studio, sessionId)).toMatchObject([{ canMakeUp: true }]);
  expect(await rosterOf(studio, next)).toMatchObject([{ canMakeUp: false }]);
  const third = await groupSession(studio, { day: 6 });
  const again = asId<AppointmentId>(made.appointmentId);
  expect(await seatClient(admin, makingUp(clientId, third, again))).toMatchObject({
    refusal: { code: "not_missed" },
  });
  succeeded(await seatClient(admin, makingUp(clientId, third, missed)));
});

test("SCHED-24 BOOK-07 who only asked for a seat hears that the session is called off, and has none to make up for", async () => {
  const studio = await createStudio(runtime, { service: { needsScreening: true } });
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio);
  const seat = await bookSeats(studio, groupSessionId);
  succeeded(await cancelGroupSession(admin, { groupSessionId, version: 1, reason: "" }));
  const [row] = await query("select status, request_ended from appointment where id = $1", [seat.id]);
  expect(row).toEqual({ status: "cancelled", request_ended: "called_off" });
  const told = await query("select count(*)::int from outbox where tenant_id = $1 and name = $2", [
    studio.tenantId,
    "appointment/cancelled",
  ]);
  expect(told).toEqual([{ count: 1 }]);
  expect(succeeded(await viewAppointment(seat.context, {}))).toMatchObject({
    status: "cancelled",
    requestEnded: null,
  });
  expect(await rosterOf(studio, groupSessionId)).toMatchObject([{ canMakeUp: false }]);
  const next = await groupSession(studio, { day: 6 });
  const ana = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ana"));
  expect(await seatClient(admin, makingUp(ana, next, seat.id))).toMatchObject({
    refusal: { code: "not_missed" },
  });
});

test("TEN-07 SCHED-24 who may not see the session in which a seat is made up, or for which, is told neither when nor where", async () => {
  const { studio, admin, sessionId, missed, clientId } = await absence({ practitioners: 2 });
  const [first = "", second = ""] = studio.practitionerIds;
  const next = await groupSession(studio, { day: 6, practitionerId: asId<PractitionerId>(second) });
  const { appointmentId } = succeeded(await seatClient(admin, makingUp(clientId, next, missed)));
  const made = asId<AppointmentId>(appointmentId);
  const as = (practitionerId: string) => {
    const { actor } = admin;
    if (actor.kind !== "staff") throw new Error("an admin is of the staff");
    return { ...admin, actor: { ...actor, roles: ["therapist"] as const, practitionerId } };
  };
  const before = await groupRoster(as(first), { groupSessionId: sessionId });
  expect(before.seats).toMatchObject([{ madeUpIn: null, canMakeUp: false }]);
  expect(await appointmentPanel(as(first), { appointmentId: missed })).toMatchObject({ madeUpIn: null });
  const after = await groupRoster(as(second), { groupSessionId: next });
  expect(after.seats).toMatchObject([{ makesUpFor: null }]);
  expect(await appointmentPanel(as(second), { appointmentId: made })).toMatchObject({ makesUpFor: null });
  expect(await rosterOf(studio, sessionId)).toMatchObject([{ madeUpIn: { groupSessionId: next } }]);
});

test("SCHED-24 ec-J8 a no-show that is made up for is not put right until the make-up session is cancelled", async () => {
  const { studio, admin, missed, clientId, next } = await absence();
  const made = succeeded(await seatClient(admin, makingUp(clientId, next, missed)));
  const mara = await staffOf(studio, query); // a reason is somebody's
  const right = { appointmentId: missed, version: 3, to: "completed", reason: "Came late" } as const;
  expect(await correctStatus(mara, right)).toEqual({ ok: false, refusal: { code: "made_up" } });
  const appointmentId = asId<AppointmentId>(made.appointmentId);
  succeeded(await cancelAsStaff(admin, { appointmentId, version: 1, reason: "" }));
  succeeded(await correctStatus(mara, right));
  expect(await seatClient(admin, makingUp(clientId, next, missed))).toMatchObject({
    refusal: { code: "not_missed" },
  });
  expect(await rosterOf(studio, next)).toMatchObject([{ status: "cancelled" }]);
});

test("SCHED-24 TEN-07 nothing is made up that was not missed, by somebody else, in another class, over the seats or out of reach", async () => {
  const { studio, admin, missed, clientId, next } = await absence({ capacity: 1 });
  const refused = async (ask: Parameters<typeof seatClient>[1]) => {
    const answer = await seatClient(admin, ask);
    return answer.ok ? "seated" : answer.refusal.code;
  };
  const ben = await addClient(runtime, studio.tenantId, person("Ben"));
  expect(await refused(makingUp(asId(ben), next, missed))).toBe("not_missed");
  expect(await refused(makingUp(clientId, next, next))).toBe("not_missed");
  succeeded(await seatClient(admin, { groupSessionId: next, clientId: asId(ben), partySize: 1 }));
  expect(await refused(makingUp(clientId, next, missed))).toBe("full");
  const other = await absence();
  await expect(seatClient(admin, makingUp(clientId, next, other.missed))).rejects.toThrow("not_found");
  // Another class: a session of a service of its own.
  const foreign = await groupSession(studio, { day: 6 });
  const [copy] = await query(
    `insert into service (tenant_id, slug, name, duration_min, price_minor, currency, modes)
     select tenant_id, 'other', 'Other', duration_min, price_minor, currency, modes from service where id = $1 returning id`,
    [studio.serviceId],
  );
  await query("update appointment set service_id = $2 where id = $1", [foreign, copy?.["id"]]);
  expect(await refused(makingUp(clientId, foreign, missed))).toBe("not_missed");
  await expect(query("update appointment set makes_up_for = id where id = $1", [missed])).rejects.toThrow(
    "appointment_makes_up",
  );
});
