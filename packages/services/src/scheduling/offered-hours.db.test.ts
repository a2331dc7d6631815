import { randomUUID } from "node:crypto";
import type { bookSeries as bookContract } from "@quietroom/contracts/series";
import type { InputOf } from "@quietroom/contracts/wire";
import {
  answerOfferLink,
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
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { hourMs, instant, type Instant, interval, plus } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { lapseOffer, offerOpening } from "../waitlist/index.ts";
import { type BusyAsk, loadBusy } from "./busy.ts";
import { bookSeries, previewSeries, rescheduleAsStaff, rescheduleByLink } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const startsAt = wallTime(3, "10:00");

/** Wanda waits, and Ana gives up the hour that Wanda waits for. */
async function freedHour(studio: TestStudio): Promise<string> {
  const visit = await bookVisit(studio, { startsAt, who: person("Ana") });
  await joinLine(studio, person("Wanda"));
  await cancelVisit(visit);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  return String(opening?.["id"]);
}

async function offeredHour(studio: TestStudio) {
  const outcome = await offerOpening(studio.as("system"), { openingId: await freedHour(studio) });
  if (outcome.kind !== "offered") throw new Error("nobody was offered the hour");
  return outcome;
}

async function offerStatus(offerId: string) {
  return (await query("select status from waitlist_offer where id = $1", [offerId]))[0]?.["status"];
}

async function moveAsStaff(studio: TestStudio, visitId: string, practitionerId = studio.practitionerId) {
  return await rescheduleAsStaff(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(visitId),
    version: 2,
    practitionerId,
    startsAt,
  });
}

test("ec-I11 a client who asks for the very person whose hour is offered is refused, with other times", async () => {
  const studio = await createStudio(runtime);
  const { offerId } = await offeredHour(studio);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ben") });
  const answer = await rescheduleByLink(visit.context, { practitionerId: studio.practitionerId, startsAt });
  if (answer.ok) throw new Error("a client went before an offer");
  expect(answer.refusal.code).toBe("slot_taken");
  expect(answer.refusal.alternatives).toHaveLength(3);
  expect(await offerStatus(offerId)).toBe("open");
});

test("ec-I11 staff go before an offer of their own hour only: a colleague's keeps its room", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, second = studio.practitionerId] = studio.practitionerIds;
  const { offerId } = await offeredHour(studio);
  const visit = await bookVisit(studio, {
    startsAt: wallTime(5, "10:00"),
    practitionerId: second,
    who: person("Ben"),
  });
  expect(await moveAsStaff(studio, visit.id, second)).toEqual({ ok: true, value: { version: 3 } });
  expect(await query("select room_id from appointment where id = $1", [visit.id])).toEqual([
    { room_id: studio.roomIds[1] },
  ]);
  expect(await offerStatus(offerId)).toBe("open");
});

test("ec-I11 SCHED-15 a date of a series goes before an offer as a visit at the desk does: it is shown as free, booked, and whoever was asked is told", async () => {
  const studio = await createStudio(runtime);
  const { offerId } = await offeredHour(studio);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00"), who: person("Ben") });
  const desk = studio.as("receptionist");
  const appointmentId = asId<AppointmentId>(visit.id);
  const rule = {
    frequency: "daily",
    every: 1,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count: 2 },
  } satisfies InputOf<typeof bookContract>["rule"];
  const { occurrences } = succeeded(await previewSeries(desk, { appointmentId, rule }));
  expect(occurrences.map((one) => [one.startsAt, one.problems, one.canBook])).toEqual([
    [wallTime(2, "10:00"), [], true],
    [startsAt, [], true],
  ]);
  expect(await offerStatus(offerId)).toBe("open");
  const choices = occurrences.slice(1).map(({ date }) => ({ date, startsAt }));
  const form = { version: 2, idempotencyKey: randomUUID() };
  expect(await bookSeries(desk, { appointmentId, rule, choices, ...form })).toMatchObject({
    ok: true,
    value: { booked: 1, leftOut: 0 },
  });
  expect(await offerStatus(offerId)).toBe("withdrawn");
});

const load = defineVerb<BusyAsk, Awaited<ReturnType<typeof loadBusy>>>({
  name: "test.load_busy",
  permission: "job:run",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, input }) => await loadBusy(tx, input),
});

test("ec-I11 only an open offer yields to staff: not one that is declined, not a visitor's hold, not to a colleague", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  const taken = async (at: Instant, goesFirst: string | null) => {
    const busy = await load(studio.as("system"), {
      tenantId: studio.tenantId,
      now: instant(Date.now()),
      practitionerIds: studio.practitionerIds,
      roomIds: [],
      deviceIds: [],
      window: interval(at, plus(at, hourMs)),
      except: null,
      offersYieldFor: goesFirst === null ? null : [goesFirst],
    });
    return busy.size === 1;
  };
  const { offerId } = await offeredHour(studio);
  expect([await taken(startsAt, null), await taken(startsAt, second), await taken(startsAt, first)]).toEqual([
    true,
    true,
    false,
  ]);
  await answerOfferLink(studio, offerId, "decline");
  expect(await taken(startsAt, first)).toBe(true);
  const other = wallTime(4, "10:00");
  await holdTime(studio, { startsAt: other });
  expect(await taken(other, first)).toBe(true);
});

test("staff do not go before a visitor who holds the hour", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt });
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ben") });
  expect(await moveAsStaff(studio, visit.id)).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  expect(await query("select status from appointment where id = $1", [hold.id])).toEqual([
    { status: "held" },
  ]);
});

test("WAIT-04 a freed hour that a visitor holds first is the visitor's, and offered to nobody before they let it go", async () => {
  const studio = await createStudio(runtime);
  const openingId = await freedHour(studio);
  const hold = await holdTime(studio, { startsAt });
  expect(await offerOpening(studio.as("system"), { openingId })).toEqual({
    kind: "later",
    openingId,
    from: expect.any(Number),
  });
  expect(await query("select status from waitlist_entry where tenant_id = $1", [studio.tenantId])).toEqual([
    { status: "waiting" },
  ]);
  expect(await query("select id from waitlist_offer where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect(await query("select superseded from appointment where id = $1", [hold.id])).toEqual([
    { superseded: false },
  ]);
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    hold.id,
  ]);
  expect(await offerOpening(studio.as("system"), { openingId })).toMatchObject({
    kind: "offered",
    openingId,
  });
});

test("ec-H2 a visit moves onto an hour whose hold ran out, by its client and by staff", async () => {
  const studio = await createStudio(runtime);
  const over = await holdTime(studio, { startsAt });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    over.id,
  ]);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00") });
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt })).toEqual({
    ok: true,
    value: { startsAt },
  });
  const away = wallTime(6, "10:00");
  const another = await holdTime(studio, { startsAt: away });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    another.id,
  ]);
  const moved = await rescheduleAsStaff(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(visit.id),
    version: 3,
    practitionerId: studio.practitionerId,
    startsAt: away,
  });
  expect(moved).toEqual({ ok: true, value: { version: 4 } });
});

test("ec-H2 ec-I3 a client takes an hour whose offer ran out, and the offer lapses as it would have", async () => {
  const studio = await createStudio(runtime);
  const { offerId } = await offeredHour(studio);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ben") });
  await query(
    `with over as (update waitlist_offer set expires_at = app.now() - interval '1 second' where id = $1 returning appointment_id)
     update appointment set hold_expires_at = app.now() - interval '1 second' from over where id = appointment_id`,
    [offerId],
  );
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt })).toMatchObject({
    ok: true,
  });
  expect(await offerStatus(offerId)).toBe("open");
  expect(await lapseOffer(studio.as("system"), { offerId, cause: "deadline" })).toMatchObject({
    status: "lapsed",
  });
});
