import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId, type OpeningId } from "@quietroom/domain/ids";
import {
  bookInput,
  bookVisit,
  cancelVisit,
  createStudio,
  holdTime,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import {
  answerBookingRequest,
  appointmentPanel,
  bookForClient,
  bookHold,
  listOwnVisits,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
  viewAppointment,
  viewOwnVisit,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("SCHED-20 whoever manages visits sees how often a client did not come or cancelled late, and of nobody else", async () => {
  const studio = await createStudio(runtime);
  const who = person("Ana");
  const visits = await Promise.all(
    [3, 4, 5, 6].map(async (day) => await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who })),
  );
  const [now, missed, late, early] = visits.map(({ id }) => id);
  const other = await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Ben") });
  await query("update appointment set status = 'no_show' where id = any($1)", [[missed, other.id]]);
  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'client', late_cancel = id = $2 where id = any($1)",
    [[late, early], late],
  );
  const appointmentId = asId<AppointmentId>(String(now));
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId });
  expect(panel.client?.missed).toEqual({ noShows: 1, lateCancels: 1 });
  const admin = studio.as("admin");
  const billing = { ...admin, actor: { ...admin.actor, roles: ["billing"] } as typeof admin.actor };
  expect((await appointmentPanel(billing, { appointmentId })).client?.missed).toBeNull();
});

/** A studio with a rule about missed visits, and Nora, who missed two: one a month ago, one three. */
async function studioWhereNoraMissed(rules: { readonly noShowLimit: number; readonly noShowMonths: number }) {
  const studio = await createStudio(runtime);
  const who = person("Nora");
  for (const [day, monthsAgo] of [
    [20, 1],
    [21, 3],
  ] as const) {
    const visit = await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who });
    await query(
      `update appointment set status = 'no_show', starts_at = at, ends_at = at + interval '1 hour', blocked_from = at, blocked_until = at + interval '1 hour'
       from (select app.now() - make_interval(months => $2, hours => 2) as at) missed where id = $1`,
      [visit.id, monthsAgo],
    );
  }
  const admin = studio.as("admin");
  const before = await viewBookingRules(admin, {});
  expect(before).toMatchObject({ noShowLimit: null, noShowMonths: 12 });
  succeeded(await saveBookingRules(admin, { ...before, ...rules }));
  const [row] = await query("select client_id from appointment where tenant_id = $1 limit 1", [
    studio.tenantId,
  ]);
  return { studio, who, clientId: asId<ClientId>(String(row?.["client_id"])) };
}

/** What becomes of a time that somebody confirms on the public page. */
async function confirmed(studio: TestStudio, day: number, who = person("Nora")) {
  const hold = await holdTime(studio, { startsAt: wallTime(day, "10:00") });
  const answer = await bookHold(hold.context, bookInput(who));
  const [row] = await query("select status, request_expires_at from appointment where id = $1", [hold.id]);
  return { id: hold.id, answered: Object.keys(succeeded(answer)), status: row?.["status"] };
}

test("SCHED-20 BOOK-07 who missed as many visits as the rule says books a request that staff decide, and is answered as anybody is; staff book as ever", async () => {
  const { studio, clientId } = await studioWhereNoraMissed({ noShowLimit: 2, noShowMonths: 6 });
  const hers = await confirmed(studio, 3);
  const others = await confirmed(studio, 4, person("Emil"));
  expect([hers.status, others.status]).toEqual(["requested", "scheduled"]);
  expect(hers.answered).toEqual(others.answered);
  const staff = studio.as("receptionist");
  const appointmentId = asId<AppointmentId>(hers.id);
  expect(await appointmentPanel(staff, { appointmentId })).toMatchObject({
    canAnswer: true,
    client: { missed: { noShows: 2 } },
  });
  const answer = { appointmentId, version: 2, word: "", answer: "approve" } as const;
  succeeded(await answerBookingRequest(staff, answer));
  const [row] = await query("select status from appointment where id = $1", [hers.id]);
  expect(row).toEqual({ status: "scheduled" });
  const { serviceId, practitionerId, locationId } = studio;
  const wish = { serviceId, practitionerId, locationId, clientId, mode: "telehealth" } as const;
  const when = { startsAt: wallTime(5, "10:00"), durationMin: null, idempotencyKey: randomUUID() };
  const atDesk = succeeded(await bookForClient(studio.as("admin"), { ...wish, ...when }));
  const [booked] = await query("select status from appointment where id = $1", [atDesk.appointmentId]);
  expect(booked).toEqual({ status: "scheduled" });
});

test("SCHED-20 BOOK-06 what staff approved for who missed too many is moved by them to no time that nobody approved, also once they miss fewer: they are asked to call", async () => {
  const { studio, clientId } = await studioWhereNoraMissed({ noShowLimit: 2, noShowMonths: 6 });
  const { id } = await confirmed(studio, 3);
  const staff = studio.as("receptionist");
  const appointmentId = asId<AppointmentId>(id);
  succeeded(await answerBookingRequest(staff, { appointmentId, version: 2, word: "", answer: "approve" }));
  await query("update tenant set no_show_limit = null where id = $1", [studio.tenantId]);
  const client = studio.as({ client: clientId });
  const byLink = studio.as({ link: "appointment", id });
  const move = { practitionerId: null, startsAt: wallTime(4, "15:00") };
  const refusal = { code: "call_to_book", alternatives: [] };
  expect(await rescheduleByLink(byLink, move)).toEqual({ ok: false, refusal });
  expect(await rescheduleOwnVisit(client, { ...move, appointmentId })).toEqual({ ok: false, refusal });
  const choices = { status: "scheduled", canCancel: true, canReschedule: false };
  expect(succeeded(await viewAppointment(byLink, {}))).toMatchObject(choices);
  expect(await viewOwnVisit(client, { appointmentId })).toMatchObject(choices);
  const { coming } = await listOwnVisits(client, {});
  expect(coming.find((one) => one.id === id)).toMatchObject(choices);
  const { practitionerId } = studio;
  succeeded(await rescheduleAsStaff(staff, { ...move, practitionerId, appointmentId, version: 3 }));
});

test("SCHED-20 what is longer ago than the rule reaches does not count, nor what was put right, and without a rule nothing does", async () => {
  const { studio } = await studioWhereNoraMissed({ noShowLimit: 2, noShowMonths: 2 });
  expect((await confirmed(studio, 3)).status).toBe("scheduled");
  const admin = studio.as("admin");
  const set = async (noShowLimit: number | null) =>
    succeeded(
      await saveBookingRules(admin, {
        ...(await viewBookingRules(admin, {})),
        noShowLimit,
        noShowMonths: 12,
      }),
    );
  await set(2);
  expect((await confirmed(studio, 4)).status).toBe("requested");
  await set(null);
  expect((await confirmed(studio, 5)).status).toBe("scheduled");
  await set(2);
  await query(
    "update appointment set status = 'completed' where id = (select id from appointment where tenant_id = $1 and status = 'no_show' limit 1)",
    [studio.tenantId],
  );
  expect((await confirmed(studio, 6)).status).toBe("scheduled");
});

test("SCHED-20 a client who is signed in is told at once to call for a new visit, and only then", async () => {
  const { studio, clientId } = await studioWhereNoraMissed({ noShowLimit: 2, noShowMonths: 6 });
  const own = async () => (await listOwnVisits(studio.as({ client: clientId }), {})).callToBook;
  expect(await own()).toBe(true);
  await query("update tenant set no_show_limit = 3 where id = $1", [studio.tenantId]);
  expect(await own()).toBe(false);
});

test("SCHED-20 the waitlist passes over who books by calling, and asks the next", async () => {
  const { studio, who } = await studioWhereNoraMissed({ noShowLimit: 2, noShowMonths: 6 });
  const freed = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("First") });
  await joinLine(studio, who);
  await joinLine(studio, person("Cy"));
  await cancelVisit(freed);
  const [row] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const openingId = asId<OpeningId>(String(row?.["id"]));
  expect(await offerOpening(studio.as("system"), { openingId })).toMatchObject({ kind: "offered" });
  const [offer] = await query(
    "select considered, e.client_id from waitlist_offer o join waitlist_entry e on e.id = o.entry_id where opening_id = $1",
    [openingId],
  );
  expect(JSON.stringify(offer?.["considered"])).toContain("call_to_book");
});
