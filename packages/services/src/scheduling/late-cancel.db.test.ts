import {
  bookedClient,
  bookVisit,
  createStudio,
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
import { expect, test } from "vitest";
import {
  answerCancellationRequest,
  appointmentPanel,
  askToCancelByLink,
  askToCancelOwnVisit,
  calendarRange,
  cancelByLink,
  listRequests,
  viewAppointment,
  viewOwnVisit,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A visit in three days whose cut-off has passed. */
async function lateVisit(studio: TestStudio, day = 3) {
  const visit = await bookVisit(studio, { startsAt: wallTime(day, "10:00") });
  await pastCutOff(visit.id);
  return visit;
}

async function pastCutOff(id: string): Promise<void> {
  await query("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [id]);
}

const asked = (id: string, version: number, word = "") => ({
  appointmentId: asId<AppointmentId>(id),
  version,
  word,
});

async function rowOf(id: string) {
  const [row] = await query(
    "select status, version, late_cancel, cancelled_by, cancel_asked_by, cancel_refused_at from appointment where id = $1",
    [id],
  );
  return row;
}

async function eventsAbout(id: string) {
  const rows = await query("select name from outbox where data ->> 'appointmentId' = $1 order by seq", [id]);
  return rows.map(({ name }) => name);
}

test("SCHED-17 after the cut-off a client asks by their link, once: the visit stands, its time is kept, and staff see it", async () => {
  const studio = await createStudio(runtime);
  const visit = await lateVisit(studio);
  expect(await cancelByLink(visit.context, { reason: "" })).toMatchObject({ refusal: { code: "too_late" } });
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    canAskToCancel: true,
    cancellationRequest: "none",
  });
  const first = succeeded(await askToCancelByLink(visit.context, { reason: "My train" }));
  expect(await askToCancelByLink(visit.context, { reason: "Something else" })).toEqual({
    ok: true,
    value: first,
  });
  expect(await rowOf(visit.id)).toMatchObject({ status: "scheduled", version: 3, cancel_asked_by: "link" });
  const why = { table: "appointment", column: "cancel_reason", rowId: visit.id };
  expect(await sealedWord(runtime, studio.tenantId, why)).toBe("My train");
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    status: "scheduled",
    canAskToCancel: false,
    cancellationRequest: "open",
  });
  expect(await eventsAbout(visit.id)).toEqual([
    "appointment/held",
    "appointment/booked",
    "appointment/cancellation-asked",
  ]);
  await expect(holdTime(studio, { startsAt: wallTime(3, "10:00") })).rejects.toThrow("slot_taken");

  const { cancellations, bookings } = await listRequests(studio.as("receptionist"), {});
  expect(bookings).toEqual([]);
  expect(cancellations).toMatchObject([
    { appointmentId: visit.id, version: 3, clientName: "Ana Okafor", reason: "My train" },
  ]);
  const panel = await appointmentPanel(studio.as("receptionist"), {
    appointmentId: asId<AppointmentId>(visit.id),
  });
  expect(panel).toMatchObject({ cancellationRequest: "open", canAnswer: true, cancelReason: "My train" });
  expect(panel.history.at(-1)).toMatchObject({ action: "asked to be cancelled", actor: "the client" });
});

test("SCHED-17 confirmed, it is cancelled late as the client's own wish, its hour is free and goes to the waitlist", async () => {
  const studio = await createStudio(runtime);
  const visit = await lateVisit(studio);
  succeeded(await askToCancelByLink(visit.context, { reason: "My train" }));
  const staff = studio.as("receptionist");
  expect(await answerCancellationRequest(staff, { ...asked(visit.id, 2), answer: "confirm" })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  succeeded(await answerCancellationRequest(staff, { ...asked(visit.id, 3), answer: "confirm" }));
  expect(await rowOf(visit.id)).toMatchObject({
    status: "cancelled",
    version: 4,
    late_cancel: true,
    cancelled_by: "link",
  });
  expect((await eventsAbout(visit.id)).at(-1)).toBe("appointment/cancelled");
  expect(await query("select cause from opening where caused_by_appointment_id = $1", [visit.id])).toEqual([
    { cause: "cancelled" },
  ]);
  await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  expect((await listRequests(staff, {})).cancellations).toEqual([]);
  expect(await answerCancellationRequest(staff, { ...asked(visit.id, 4), answer: "confirm" })).toEqual({
    ok: false,
    refusal: { code: "no_request" },
  });
  expect(await askToCancelByLink(visit.context, { reason: "" })).toEqual({
    ok: false,
    refusal: { code: "already_cancelled" },
  });
});

test("SCHED-17 turned down, the visit stands, its client reads the studio's word on its page, and asks no second time", async () => {
  const studio = await createStudio(runtime);
  const visit = await lateVisit(studio);
  succeeded(await askToCancelByLink(visit.context, { reason: "" }));
  const answer = { ...asked(visit.id, 3, "Shall we meet online instead?"), answer: "turn_down" } as const;
  succeeded(await answerCancellationRequest(studio.as("receptionist"), answer));
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    status: "scheduled",
    cancellationRequest: "turned_down",
    canAskToCancel: false,
    studioWord: "Shall we meet online instead?",
  });
  const word = { table: "appointment", column: "studio_word", rowId: visit.id };
  expect(await sealedWord(runtime, studio.tenantId, word)).toBe("Shall we meet online instead?");
  expect((await eventsAbout(visit.id)).at(-1)).toBe("appointment/cancellation-turned-down");
  expect(await askToCancelByLink(visit.context, { reason: "" })).toEqual({
    ok: false,
    refusal: { code: "turned_down" },
  });
  expect((await listRequests(studio.as("receptionist"), {})).cancellations).toEqual([]);
});

test("SCHED-17 two staff answer at once: one does, and the other is told", async () => {
  const studio = await createStudio(runtime);
  const visit = await lateVisit(studio);
  succeeded(await askToCancelByLink(visit.context, { reason: "" }));
  const answers = await Promise.all([
    answerCancellationRequest(studio.as("admin"), { ...asked(visit.id, 3), answer: "confirm" }),
    answerCancellationRequest(studio.as("receptionist"), { ...asked(visit.id, 3), answer: "turn_down" }),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
});

test("SCHED-17 not while they can still cancel, nor once it has begun; twice at once is once", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  expect(await askToCancelByLink(visit.context, { reason: "" })).toEqual({
    ok: false,
    refusal: { code: "not_needed" },
  });
  await pastCutOff(visit.id);
  const both = await Promise.all([
    askToCancelByLink(visit.context, { reason: "" }),
    askToCancelByLink(visit.context, { reason: "" }),
  ]);
  expect(both[0]).toMatchObject({ ok: true });
  expect(both[1]).toEqual(both[0]);
  expect((await rowOf(visit.id))?.["version"]).toBe(3);
  const begun = await lateVisit(studio, 4);
  await query(
    `update appointment set starts_at = t, ends_at = t + interval '1 hour', blocked_from = t, blocked_until = t + interval '1 hour'
     from (select app.now() - interval '1 minute' as t) at where id = $1`,
    [begun.id],
  );
  expect(await askToCancelByLink(begun.context, { reason: "" })).toEqual({
    ok: false,
    refusal: { code: "already_started" },
  });
});

test("SCHED-17 signed in to the portal a client asks the same way, for their own visit alone", async () => {
  const studio = await createStudio(runtime);
  const gwen = await bookedClient(studio, query, { name: "Gwen", day: 4 });
  const hugo = await bookedClient(studio, query, { name: "Hugo", day: 5 });
  const appointmentId = asId<AppointmentId>(gwen.appointmentId);
  await pastCutOff(appointmentId);
  await expect(
    askToCancelOwnVisit(studio.as({ client: hugo.clientId }), { appointmentId, reason: "" }),
  ).rejects.toMatchObject({ code: "not_found" });
  const asGwen = studio.as({ client: gwen.clientId });
  succeeded(await askToCancelOwnVisit(asGwen, { appointmentId, reason: "Away" }));
  expect(await viewOwnVisit(asGwen, { appointmentId })).toMatchObject({ cancellationRequest: "open" });
  expect(await rowOf(appointmentId)).toMatchObject({ cancel_asked_by: "client", status: "scheduled" });
  expect(
    await query(
      "select action, client_id, outcome from audit_event where verb = 'scheduling.ask_to_cancel_own_visit' and resource_id = $1 and outcome = 'done'",
      [appointmentId],
    ),
  ).toEqual([{ action: "update", client_id: gwen.clientId, outcome: "done" }]);
});

test("SCHED-17 AUTH-53 a therapist answers for their own visits and sees no colleague's request", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [own, other] = studio.practitionerIds;
  const visit = await lateVisit(studio);
  succeeded(await askToCancelByLink(visit.context, { reason: "" }));
  const colleague = studio.as({ therapist: String(other) });
  expect((await listRequests(colleague, {})).cancellations).toEqual([]);
  await expect(
    answerCancellationRequest(colleague, { ...asked(visit.id, 3), answer: "confirm" }),
  ).rejects.toMatchObject({ code: "not_found" });
  const therapist = studio.as({ therapist: String(own) });
  expect((await listRequests(therapist, {})).cancellations).toHaveLength(1);
  succeeded(await answerCancellationRequest(therapist, { ...asked(visit.id, 3), answer: "turn_down" }));
});

test("SCHED-17 the calendar marks a visit whose client asks, until it is answered", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ines") });
  await pastCutOff(visit.id);
  const range = { from: wallDate(3), until: wallDate(4) };
  const marked = async () =>
    (await calendarRange(studio.as("admin"), range)).appointments.map(({ cancelAsked }) => cancelAsked);
  expect(await marked()).toEqual([false]);
  succeeded(await askToCancelByLink(visit.context, { reason: "" }));
  expect(await marked()).toEqual([true]);
  succeeded(
    await answerCancellationRequest(studio.as("admin"), { ...asked(visit.id, 3), answer: "turn_down" }),
  );
  expect(await marked()).toEqual([false]);
});

function wallDate(day: number): string {
  return new Date(wallTime(day, "12:00")).toISOString().slice(0, 10);
}
