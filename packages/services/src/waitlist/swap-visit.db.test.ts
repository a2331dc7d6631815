import {
  bookVisit,
  createStudio,
  freedHour,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { expect, test } from "vitest";
import { askToCancelByLink, cancelByLink } from "../scheduling/index.ts";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { answerOffer, offerOpening, viewOffer } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const offeredAt = wallTime(4, "11:00");
const laterAt = wallTime(6, "10:00");

/** Nora has a visit on day 6 and is offered an hour of day 4, which was freed by somebody else; Olga is in line after her. */
async function offeredEarlier() {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, second = null] = studio.practitionerIds;
  const nora = person("Nora");
  const { id, context } = await bookVisit(studio, { startsAt: laterAt, practitionerId: second, who: nora });
  const later = { id: asId<AppointmentId>(id), context };
  const openingId = await freedHour(studio, query, { startsAt: offeredAt, waiting: ["Nora", "Olga"] });
  const offer = await offerOpening(studio.as("system"), { openingId });
  if (offer.kind !== "offered") throw new Error("nobody was asked");
  const link = studio.as({ link: "offer", id: offer.offerId });
  return { studio, later, openingId, link };
}

async function visit(id: string) {
  const [row] = await query(
    `select status, version, practitioner_id, starts_at, previous_starts_at, cancel_deadline, client_moves, late_cancel, price_minor
     from appointment where id = $1`,
    [id],
  );
  return row;
}

const openingsOf = async (appointmentId: string) =>
  await query("select status, starts_at from opening where caused_by_appointment_id = $1", [appointmentId]);

test("ec-I9 SCHED-16 accepting an offer instead of a later visit moves that visit, in one transaction, free of charge, and frees its time for others", async () => {
  const { studio, later, openingId, link } = await offeredEarlier();
  const before = await visit(later.id);
  const seen = succeeded(await viewOffer(link, {}));
  expect(seen.later).toEqual([
    { id: later.id, mode: "in_person", startsAt: laterAt, timeZone: "America/New_York" },
  ]);
  succeeded(await answerOffer(link, { answer: "accept", insteadOf: later.id }));
  const windowMs = laterAt - Number(before?.["cancel_deadline"]);
  expect(await visit(later.id)).toEqual({
    ...before,
    version: Number(before?.["version"]) + 1,
    practitioner_id: studio.practitionerId,
    starts_at: new Date(offeredAt),
    previous_starts_at: new Date(laterAt),
    cancel_deadline: new Date(offeredAt - windowMs),
  });
  // One visit of theirs and no hold: what held the hour is gone.
  const [count] = await query(
    "select count(*)::int as n from appointment where tenant_id = $1 and status <> 'cancelled'",
    [studio.tenantId],
  );
  expect(count?.["n"]).toBe(1);
  expect(await openingsOf(later.id)).toEqual([{ status: "offering", starts_at: new Date(laterAt) }]);
  const [opening] = await query("select status from opening where id = $1", [openingId]);
  expect(opening?.["status"]).toBe("filled");
  const told = await query(
    `select name, data ->> 'appointmentId' as visit from outbox where tenant_id = $1 and name like 'appointment/%'
     and data ->> 'appointmentId' = $2 order by seq`,
    [studio.tenantId, later.id],
  );
  expect(told.map(({ name }) => name)).toEqual([
    "appointment/held",
    "appointment/booked",
    "appointment/rescheduled",
  ]);
  // Answered twice is answered once, and the offer's own page leads to the visit.
  const again = succeeded(await answerOffer(link, { answer: "accept", insteadOf: later.id }));
  expect(again.manageToken).toBe(succeeded(await viewOffer(link, {})).manageToken);
  expect(await visit(later.id)).toMatchObject({ version: Number(before?.["version"]) + 1 });
});

test("ec-I9 whoever keeps the later visit has two", async () => {
  const { later, link } = await offeredEarlier();
  succeeded(await answerOffer(link, { answer: "accept", insteadOf: null }));
  expect(await visit(later.id)).toMatchObject({ status: "scheduled", starts_at: new Date(laterAt) });
  expect(await openingsOf(later.id)).toEqual([]);
});

test("ec-I9 a later visit that was cancelled meanwhile is not moved: nothing is done, and the hour stays theirs", async () => {
  const { later, link } = await offeredEarlier();
  succeeded(await cancelByLink(later.context, { reason: "" }));
  expect(await answerOffer(link, { answer: "accept", insteadOf: later.id })).toEqual({
    ok: false,
    refusal: { code: "visit_changed" },
  });
  const seen = succeeded(await viewOffer(link, {}));
  expect([seen.status, seen.later]).toEqual(["open", []]);
  succeeded(await answerOffer(link, { answer: "accept", insteadOf: null }));
});

test("ec-I9 SCHED-17 a later visit that its client asks to cancel is not moved: what staff answer is about the hour that was meant", async () => {
  const { later, link } = await offeredEarlier();
  await query("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [
    later.id,
  ]);
  expect(succeeded(await viewOffer(link, {})).later).toMatchObject([{ id: later.id }]);
  succeeded(await askToCancelByLink(later.context, { reason: "" }));
  expect(succeeded(await viewOffer(link, {})).later).toEqual([]);
  expect(await answerOffer(link, { answer: "accept", insteadOf: later.id })).toEqual({
    ok: false,
    refusal: { code: "visit_changed" },
  });
  expect(await visit(later.id)).toMatchObject({ status: "scheduled", starts_at: new Date(laterAt) });
});

test("ec-I9 TEN-01 nobody gives up the visit of somebody else, or of another studio", async () => {
  const { studio, link } = await offeredEarlier();
  const others = await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Pia") });
  const elsewhere = await offeredEarlier();
  for (const insteadOf of [asId<AppointmentId>(others.id), elsewhere.later.id])
    expect(await answerOffer(link, { answer: "accept", insteadOf })).toEqual({
      ok: false,
      refusal: { code: "visit_changed" },
    });
  expect(await visit(others.id)).toMatchObject({ starts_at: new Date(wallTime(7, "10:00")) });
  expect(await visit(elsewhere.later.id)).toMatchObject({ starts_at: new Date(laterAt) });
});

test("ec-I9 ec-E14 the visit that is given up is not in the way of the hour it moves into", async () => {
  const { studio, later, link } = await offeredEarlier();
  const admin = studio.as("admin");
  succeeded(await saveBookingRules(admin, { ...(await viewBookingRules(admin, {})), clientVisitLimit: 1 }));
  succeeded(await answerOffer(link, { answer: "accept", insteadOf: later.id }));
  expect(await visit(later.id)).toMatchObject({ starts_at: new Date(offeredAt) });
});

test("ec-I9 the client cancels the later visit at the moment they accept instead of it: one of them wins, and no time is lost", async () => {
  const { later, link } = await offeredEarlier();
  const [accepted, cancelled] = await Promise.all([
    answerOffer(link, { answer: "accept", insteadOf: later.id }),
    cancelByLink(later.context, { reason: "" }),
  ]);
  const row = await visit(later.id);
  // Cancelled after it moved, it is cancelled where it is by then.
  if (accepted.ok) expect(row).toMatchObject({ starts_at: new Date(offeredAt) });
  else expect(accepted.refusal.code).toBe("visit_changed");
  expect(cancelled.ok).toBe(true);
  expect(row).toMatchObject({ status: "cancelled" });
  const freed = await openingsOf(later.id);
  expect(freed).toContainEqual({ status: "offering", starts_at: new Date(laterAt) });
});
