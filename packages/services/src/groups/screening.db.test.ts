import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId, type ServiceId } from "@quietroom/domain/ids";
import {
  addClient,
  answerOfferLink,
  bookSeats,
  bookVisit,
  cancelVisit,
  clientCalled,
  createStudio,
  groupSession,
  idIn,
  inspect,
  joinLine,
  person,
  seatsInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  answerBookingRequest,
  appointmentPanel,
  holdSeats,
  listOpenSessions,
  listRequests,
  viewHold,
} from "../scheduling/index.ts";
import { offerOpening, viewOffer } from "../waitlist/index.ts";
import { groupRoster, seatClient, setScreening } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);

async function screeningStudio() {
  return await createStudio(runtime, { service: { needsScreening: true } });
}

/** Somebody of the staff with a row of their own, since who screened is a person. */
async function staffCalled(studio: TestStudio, displayName: string, role: "admin" | "therapist" = "admin") {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, $3, '-', '{admin}') returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`, displayName],
  );
  const actor = {
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId: String(row?.["id"]),
    sessionId: randomUUID(),
    practitionerId: role === "therapist" ? (studio.practitionerIds[1] ?? null) : null,
    roles: [role],
  } as const;
  return { ...studio.as("admin"), actor };
}

async function statusOf(id: string) {
  return (await query("select status from appointment where id = $1", [id]))[0]?.["status"];
}

async function screenings(studio: TestStudio) {
  return await query(
    "select client_id, screened_by from screening where tenant_id = $1 order by screened_at, id",
    [studio.tenantId],
  );
}

const approving = (id: AppointmentId) =>
  ({ appointmentId: id, version: 2, answer: "approve", word: "" }) as const;

test("SCHED-24 BOOK-07 a seat where members are screened first is asked for, also by who was screened, and approving it records who screened them", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const first = await groupSession(studio);
  const second = await groupSession(studio, { day: 6 });
  const [open] = (await listOpenSessions(studio.as("public"), {})).sessions;
  expect(open).toMatchObject({ id: first, needsScreening: true });
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(first)));
  const hold = studio.as({ link: "hold", id: idIn(studio, token) });
  expect(succeeded(await viewHold(hold, {})).approval).toBe("request");

  const seat = await bookSeats(studio, first);
  expect(await statusOf(seat.id)).toBe("requested");
  const [asked] = (await listRequests(mara, {})).bookings;
  expect(asked).toMatchObject({ appointmentId: seat.id, screening: { screened: null } });
  expect(await screenings(studio)).toEqual([]);
  succeeded(await answerBookingRequest(mara, approving(seat.id)));
  const ana = await clientCalled(runtime, studio.tenantId, "Ana");
  const kept = [{ client_id: ana, screened_by: mara.actor.staffUserId }];
  expect(await screenings(studio)).toEqual(kept);
  const { seats } = await groupRoster(mara, { groupSessionId: first });
  const ofAna = seats.find(({ clientId }) => clientId === ana);
  expect(ofAna?.screening?.screened?.by).toBe("Mara Lind");
  const panel = await appointmentPanel(mara, { appointmentId: seat.id });
  expect(panel.screening?.screened?.by).toBe("Mara Lind");

  // Screened by now, and answered like anybody else; the first screening stays.
  const again = await bookSeats(studio, second);
  expect(await statusOf(again.id)).toBe("requested");
  const noor = await staffCalled(studio, "Noor Haddad");
  succeeded(await answerBookingRequest(noor, approving(again.id)));
  expect(await screenings(studio)).toEqual(kept);
  const rows = await query(
    "select verb, action, client_id from audit_event where tenant_id = $1 and resource = 'screening'",
    [studio.tenantId],
  );
  expect(rows).toEqual([{ verb: "scheduling.answer_booking_request", action: "create", client_id: ana }]);
});

test("SCHED-24 a request that is declined says nothing about its client, and one for a visit of the service neither", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const seat = await bookSeats(studio, await groupSession(studio));
  succeeded(await answerBookingRequest(mara, { ...approving(seat.id), answer: "decline" }));
  // A visit with one practitioner is booked as the service says.
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Ben") });
  expect(await statusOf(visit.id)).toBe("scheduled");
  await query("update service set approval = 'request' where tenant_id = $1", [studio.tenantId]);
  const wish = await bookVisit(studio, { startsAt: wallTime(10, "10:00"), who: person("Cleo") });
  expect((await listRequests(mara, {})).bookings.map(({ screening }) => screening)).toEqual([null]);
  succeeded(await answerBookingRequest(mara, approving(asId<AppointmentId>(wish.id))));
  expect(await screenings(studio)).toEqual([]);
});

test("SCHED-24 staff who seat somebody unscreened are told and not stopped, record it, and take back what was a mistake", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const noor = await staffCalled(studio, "Noor Haddad");
  const groupSessionId = await groupSession(studio);
  const clientId = await addClient(runtime, studio.tenantId, person("Ana"));
  const seated = succeeded(await seatClient(mara, { groupSessionId, clientId, partySize: 1 }));
  expect(seated.screening).toEqual({ screened: null });
  expect(await statusOf(seated.appointmentId)).toBe("scheduled");
  const shown = async () =>
    (await groupRoster(mara, { groupSessionId })).seats.map(
      ({ screening }) => screening?.screened?.by ?? null,
    );
  expect(await shown()).toEqual([null]);
  const member = { clientId, serviceId: studio.serviceId };
  const set = { ...member, screened: true };
  // Said by both at once it is kept once.
  await Promise.all([mara, noor, mara, noor].map(async (who) => await setScreening(who, set)));
  expect(await screenings(studio)).toHaveLength(1);
  expect(await setScreening(mara, { ...member, screened: false })).toEqual({ screened: null });
  expect(await shown()).toEqual([null]);
  expect(await setScreening(mara, { ...member, screened: false })).toEqual({ screened: null });
  expect((await setScreening(noor, set)).screened?.by).toBe("Noor Haddad");
  expect((await setScreening(mara, set)).screened?.by).toBe("Noor Haddad");
  expect(await shown()).toEqual(["Noor Haddad"]);
  const next = await groupSession(studio, { day: 6 });
  const later = await seatClient(mara, { groupSessionId: next, clientId, partySize: 1 });
  expect(succeeded(later).screening?.screened?.by).toBe("Noor Haddad");
});

test("SCHED-24 AUD-01 a screening that several take back at once is recorded as taken back once, by whoever did", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const clientId = await addClient(runtime, studio.tenantId, person("Ana"));
  const member = { clientId, serviceId: studio.serviceId };
  // Ten say so at once first, so that each has its connection when they take it back at once.
  for (const screened of [true, false])
    await Promise.all(Array.from({ length: 10 }, () => setScreening(mara, { ...member, screened })));
  const rows = await query(
    "select action, count(*)::int from audit_event where tenant_id = $1 and resource = 'screening' group by action order by action::text",
    [studio.tenantId],
  );
  expect(rows).toEqual([
    { action: "create", count: 1 },
    { action: "delete", count: 1 },
    { action: "read", count: 18 },
  ]);
});

test("SCHED-24 ec-I17 whoever takes an offered seat where members are screened first asks for it", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const groupSessionId = await groupSession(studio, { capacity: 1 });
  const seat = await bookSeats(studio, groupSessionId);
  await joinLine(studio, person("Cleo"), { groupSessionId });
  await cancelVisit(seat);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const offer = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  if (offer.kind !== "offered") throw new Error("nobody was offered the seat");
  const link = studio.as({ link: "offer", id: offer.offerId });
  expect(succeeded(await viewOffer(link, {})).approval).toBe("request");
  succeeded(await answerOfferLink(studio, offer.offerId, "accept"));
  const { bookings } = await listRequests(mara, {});
  expect(bookings).toMatchObject([{ clientName: "Cleo Okafor", screening: { screened: null } }]);
  const told = await query("select count(*)::int from outbox where tenant_id = $1 and name = $2", [
    studio.tenantId,
    "appointment/requested",
  ]);
  expect(told).toEqual([{ count: 2 }]); // Ana's and Cleo's
  const { session } = await groupRoster(mara, { groupSessionId });
  expect(session.taken).toBe(1);
});

test("TEN-07 AUTH-53 nobody is screened for another studio's group, for one that screens nobody, or out of one's reach", async () => {
  const studio = await screeningStudio();
  const mara = await staffCalled(studio, "Mara Lind");
  const clientId = await addClient(runtime, studio.tenantId, person("Ana"));
  const other = await createStudio(runtime);
  const stranger = asId<ClientId>(await addClient(runtime, other.tenantId, person("Ben")));
  const { serviceId } = studio;
  const foreign: readonly { clientId: ClientId; serviceId: ServiceId }[] = [
    { clientId, serviceId: other.serviceId },
    { clientId: stranger, serviceId },
  ];
  for (const one of foreign)
    await expect(setScreening(mara, { ...one, screened: true })).rejects.toThrow("not_found");
  const therapist = await staffCalled(studio, "Tom", "therapist");
  await expect(setScreening(therapist, { clientId, serviceId, screened: true })).rejects.toThrow("not_found");
  await query("update service set needs_screening = false where tenant_id = $1", [studio.tenantId]);
  await expect(setScreening(mara, { clientId, serviceId, screened: true })).rejects.toThrow("not_found");
  expect(await screenings(studio)).toEqual([]);
});
