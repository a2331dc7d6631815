import {
  bookedClient,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  sealedWord,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { hourMs } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import {
  answerBookingRequest,
  appointmentPanel,
  cancelAsStaff,
  cancelByLink,
  changeStatus,
  expireRequests,
  holdSlot,
  listOwnVisits,
  listRequests,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
  viewAppointment,
  viewOwnVisit,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const startsAt = wallTime(9, "10:00");

async function approvingStudio(wishes: Parameters<typeof createStudio>[1] = {}) {
  return await createStudio(runtime, { ...wishes, service: { approval: "request" } });
}

/** A request, at version 2. */
async function requested(studio: TestStudio, name = "Ana") {
  return await bookVisit(studio, { startsAt, who: person(name) });
}

const asked = (id: string, version = 2, word = "") => ({
  appointmentId: asId<AppointmentId>(id),
  version,
  word,
});

async function rowOf(id: string) {
  const [row] = await query(
    "select status, version, cancelled_by, late_cancel, request_ended from appointment where id = $1",
    [id],
  );
  return row;
}

async function eventsAbout(id: string) {
  const rows = await query("select name from outbox where data ->> 'appointmentId' = $1 order by seq", [id]);
  return rows.map(({ name }) => name);
}

async function ranOut(id: string): Promise<void> {
  await query(
    "update appointment set request_expires_at = app.now() - interval '1 millisecond' where id = $1",
    [id],
  );
}

test("BOOK-06 where the studio approves each visit, confirming sends a request that takes its time and is no booking yet", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  expect(await rowOf(visit.id)).toMatchObject({ status: "requested", version: 2 });
  expect(await eventsAbout(visit.id)).toEqual(["appointment/held", "appointment/requested"]);
  expect(await holdSlot(studio.as("public"), holdInput(studio, { startsAt }))).toMatchObject({
    refusal: { code: "slot_taken" },
  });
  const shown = succeeded(await viewAppointment(visit.context, {}));
  expect(shown).toMatchObject({
    status: "requested",
    canCancel: true,
    canReschedule: false,
    canAskToCancel: false,
    requestEnded: null,
  });
  const [kept] = await query(
    "select request_expires_at - booked_at = interval '24 hours' as a_day from appointment where id = $1",
    [visit.id],
  );
  expect(kept).toEqual({ a_day: true });
  const { bookings } = await listRequests(studio.as("receptionist"), {});
  expect(bookings).toMatchObject([
    { appointmentId: visit.id, clientName: "Ana Okafor", expiresAt: shown.requestExpiresAt, startsAt },
  ]);
  const panel = await appointmentPanel(studio.as("receptionist"), asked(visit.id));
  expect(panel).toMatchObject({ canAnswer: true, nextStatuses: [], canCancel: false, canReschedule: false });
});

test("BOOK-06 how long a request waits, and how long before its start it ends, are the studio's to set", async () => {
  const studio = await approvingStudio();
  await query("update tenant set request_answer_hours = 336, request_lead_min = 1440 where id = $1", [
    studio.tenantId,
  ]);
  const visit = await requested(studio);
  expect(succeeded(await viewAppointment(visit.context, {})).requestExpiresAt).toBe(startsAt - 24 * hourMs);
});

test("BOOK-06 SCHED-09 approved, it is a booking like any other and is confirmed; once", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  const staff = studio.as("receptionist");
  const before = succeeded(await viewAppointment(visit.context, {}));
  succeeded(await answerBookingRequest(staff, { ...asked(visit.id), answer: "approve" }));
  expect(await rowOf(visit.id)).toMatchObject({ status: "scheduled", version: 3 });
  expect((await eventsAbout(visit.id)).at(-1)).toBe("appointment/booked");
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    status: "scheduled",
    cancelDeadline: before.cancelDeadline,
    canReschedule: false,
    requestExpiresAt: null,
  });
  for (const answer of ["approve", "decline"] as const)
    expect(await answerBookingRequest(staff, { ...asked(visit.id, 3), answer })).toEqual({
      ok: false,
      refusal: { code: "no_request", rules: [], canOverride: false },
    });
});

test("BOOK-06 an approved visit goes to no time that nobody approved: its client is asked to call, by link and signed in, and staff move it", async () => {
  const studio = await approvingStudio();
  const kim = await bookedClient(studio, query, { name: "Kim", day: 9 });
  const appointmentId = asId<AppointmentId>(kim.appointmentId);
  const staff = studio.as("receptionist");
  succeeded(await answerBookingRequest(staff, { ...asked(appointmentId), answer: "approve" }));
  const client = studio.as({ client: kim.clientId });
  const move = { practitionerId: null, startsAt: wallTime(10, "15:00") };
  const refusal = { code: "call_to_book", alternatives: [] };
  const byLink = studio.as({ link: "appointment", id: appointmentId });
  expect(await rescheduleByLink(byLink, move)).toEqual({ ok: false, refusal });
  expect(await rescheduleOwnVisit(client, { ...move, appointmentId })).toEqual({ ok: false, refusal });
  const choices = { status: "scheduled", canCancel: true, canReschedule: false };
  expect(succeeded(await viewAppointment(byLink, {}))).toMatchObject(choices);
  expect(await viewOwnVisit(client, { appointmentId })).toMatchObject(choices);
  expect((await listOwnVisits(client, {})).coming).toMatchObject([choices]);
  expect(await rowOf(appointmentId)).toMatchObject({ version: 3 });
  const { practitionerId } = studio;
  succeeded(await rescheduleAsStaff(staff, { ...move, practitionerId, appointmentId, version: 3 }));
});

test("BOOK-06 WAIT-04 declined, its time is free at once and goes to the waitlist, and the client is told with the studio's word", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  const answer = { ...asked(visit.id, 2, "I am away that week."), answer: "decline" } as const;
  succeeded(await answerBookingRequest(studio.as("receptionist"), answer));
  expect(await rowOf(visit.id)).toMatchObject({
    status: "cancelled",
    cancelled_by: "staff",
    late_cancel: false,
    request_ended: "declined",
  });
  expect((await eventsAbout(visit.id)).at(-1)).toBe("appointment/request-ended");
  expect(await query("select cause from opening where caused_by_appointment_id = $1", [visit.id])).toEqual([
    { cause: "cancelled" },
  ]);
  await holdTime(studio, { startsAt });
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    status: "cancelled",
    requestEnded: "declined",
    studioWord: "I am away that week.",
  });
  const word = { table: "appointment", column: "studio_word", rowId: visit.id };
  expect(await sealedWord(runtime, studio.tenantId, word)).toBe("I am away that week.");
});

test("BOOK-06 nobody answers: the database's clock ends the request, its time is free, and an answer that comes later is refused", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  const job = studio.as("system");
  expect(await expireRequests(job, {})).toEqual({ expired: 0 });
  await ranOut(visit.id);
  expect(await answerBookingRequest(studio.as("admin"), { ...asked(visit.id), answer: "approve" })).toEqual({
    ok: false,
    refusal: { code: "request_expired", rules: [], canOverride: false },
  });
  expect((await listRequests(studio.as("admin"), {})).bookings).toEqual([]);
  expect(await expireRequests(job, {})).toEqual({ expired: 1 });
  expect(await expireRequests(job, {})).toEqual({ expired: 0 });
  expect(await rowOf(visit.id)).toMatchObject({
    status: "cancelled",
    version: 3,
    cancelled_by: "system",
    request_ended: "expired",
  });
  expect(
    await query("select data from outbox where name = 'appointment/request-ended' and tenant_id = $1", [
      studio.tenantId,
    ]),
  ).toEqual([
    { data: { tenantId: studio.tenantId, appointmentId: visit.id, version: 3, ending: "expired" } },
  ]);
  await holdTime(studio, { startsAt });
});

test("BOOK-06 the sweep and an answer at once: one of them is true", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  await ranOut(visit.id);
  const [swept, answer] = await Promise.all([
    expireRequests(studio.as("system"), {}),
    answerBookingRequest(studio.as("admin"), { ...asked(visit.id), answer: "approve" }),
  ]);
  expect(swept).toEqual({ expired: 1 });
  expect(answer).toMatchObject({ ok: false });
  expect(await rowOf(visit.id)).toMatchObject({ status: "cancelled", request_ended: "expired" });
});

test("BOOK-06 a client takes a request back at any time, which is never late", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  await query("update appointment set cancel_deadline = app.now() - interval '1 hour' where id = $1", [
    visit.id,
  ]);
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  expect(await rowOf(visit.id)).toMatchObject({
    status: "cancelled",
    cancelled_by: "link",
    late_cancel: false,
    request_ended: null,
  });
  expect(
    await answerBookingRequest(studio.as("admin"), { ...asked(visit.id, 3), answer: "approve" }),
  ).toEqual({ ok: false, refusal: { code: "no_request", rules: [], canOverride: false } });
});

test("BOOK-06 a request is answered and nothing else: it is not moved along, moved away or cancelled by staff", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  const staff = studio.as("admin");
  const waits = { ok: false, refusal: { code: "awaiting_answer" } };
  const { word: _word, ...plain } = asked(visit.id);
  const to = wallTime(10, "10:00");
  expect(await changeStatus(staff, { ...plain, to: "scheduled" })).toEqual(waits);
  expect(await cancelAsStaff(staff, { ...plain, reason: "" })).toEqual(waits);
  expect(
    await rescheduleAsStaff(staff, { ...plain, practitionerId: studio.practitionerId, startsAt: to }),
  ).toMatchObject(waits);
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: to })).toMatchObject(waits);
  expect(await rowOf(visit.id)).toMatchObject({ status: "requested", version: 2 });
});

test("BOOK-06 an answer is recorded in the visit's history, under the name of what was answered", async () => {
  const studio = await approvingStudio();
  const visit = await requested(studio);
  succeeded(await answerBookingRequest(studio.as("admin"), { ...asked(visit.id), answer: "approve" }));
  const panel = await appointmentPanel(studio.as("admin"), asked(visit.id));
  expect(panel.history.map(({ action }) => action)).toEqual(["held", "booked", "approved"]);
});
