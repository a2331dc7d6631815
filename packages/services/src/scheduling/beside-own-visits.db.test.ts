import {
  bookInput,
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { expect, test } from "vitest";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { bookHold, rescheduleAsStaff, rescheduleByLink, rescheduleOwnVisit } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);

async function studioWith(rules: { readonly ownOverlaps?: "refuse"; readonly clientVisitLimit?: number }) {
  const studio = await createStudio(runtime, { practitioners: 6, rooms: 6 });
  const admin = studio.as("admin");
  const before = await viewBookingRules(admin, {});
  succeeded(await saveBookingRules(admin, { ...before, ...rules }));
  expect(await viewBookingRules(admin, {})).toEqual({ ...before, ...rules, version: before.version + 1 });
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  return { studio, first, second };
}

/** What becomes of a time that Nora books. */
async function books(studio: TestStudio, wish: Parameters<typeof holdTime>[1], name = "Nora") {
  const hold = await holdTime(studio, wish);
  const booked = await bookHold(hold.context, bookInput(person(name)));
  return booked.ok ? "booked" : booked.refusal.code;
}

const ten = wallTime(5, "10:00");
const calls = "call_to_book";

test("ec-E14 a client books two people at one time where the studio only warns, and is asked to call where it refuses; others are not", async () => {
  const warned = await studioWith({});
  await bookVisit(warned.studio, { startsAt: ten, practitionerId: warned.first, who: person("Nora") });
  expect(await books(warned.studio, { startsAt: ten, practitionerId: warned.second })).toBe("booked");

  const { studio, first, second } = await studioWith({ ownOverlaps: "refuse" });
  await bookVisit(studio, { startsAt: ten, practitionerId: first, who: person("Nora") });
  expect(await books(studio, { startsAt: ten, practitionerId: second })).toBe(calls);
  const eleven = wallTime(5, "11:00");
  expect(await books(studio, { startsAt: eleven, practitionerId: second })).toBe("booked");
  expect(await books(studio, { startsAt: wallTime(6, "10:00"), practitionerId: first }, "Emil")).toBe(
    "booked",
  );
});

test("ec-E14 of six people at one time whom one client confirms together, one is booked", async () => {
  const { studio } = await studioWith({ ownOverlaps: "refuse" });
  await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Nora") });
  const holds = [];
  for (const practitionerId of studio.practitionerIds)
    holds.push(await holdTime(studio, { startsAt: ten, practitionerId, mode: "telehealth" }));
  const answers = await Promise.all(
    holds.map(async ({ context }) => await bookHold(context, bookInput(person("Nora")))),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

/** Nora's visit at ten with one person, and one two days later with another, which she wants to move. */
async function studioWithTwo(rules: Parameters<typeof studioWith>[0]) {
  const { studio, first, second } = await studioWith(rules);
  const who = person("Nora");
  const other = await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  const visit = await bookVisit(studio, { startsAt: wallTime(7, "10:00"), practitionerId: second, who });
  const [row] = await query("select client_id from appointment where id = $1", [visit.id]);
  const nora = studio.as({ client: String(row?.["client_id"]) });
  const byLink = async (startsAt: typeof ten, practitionerId = second) =>
    await rescheduleByLink(visit.context, { practitionerId, startsAt });
  const signedIn = async (startsAt: typeof ten) =>
    await rescheduleOwnVisit(nora, {
      appointmentId: asId<AppointmentId>(visit.id),
      practitionerId: second,
      startsAt,
    });
  return { studio, first, second, other, visit, byLink, signedIn };
}

const called = { ok: false, refusal: { code: calls, alternatives: [] } };
const half = wallTime(5, "10:30");

test("ec-E14 a client moves a visit onto another of theirs where the studio only warns, and is asked to call where it refuses, by the link and signed in", async () => {
  const warned = await studioWithTwo({});
  expect(await warned.byLink(half)).toMatchObject({ ok: true });
  expect(await warned.signedIn(ten)).toMatchObject({ ok: true });

  const { studio, second, other, visit, byLink, signedIn } = await studioWithTwo({ ownOverlaps: "refuse" });
  expect(await byLink(half)).toEqual(called);
  expect(await signedIn(half)).toEqual(called);
  const stands = "select starts_at, version from appointment where id = $1";
  expect(await query(stands, [visit.id])).toEqual([
    { starts_at: new Date(wallTime(7, "10:00")), version: 2 },
  ]);
  // Beside the other one, and over its own old time, it goes anywhere; a stranger's visit at the time is nobody's affair.
  expect(await byLink(wallTime(5, "11:00"))).toMatchObject({ ok: true });
  expect(await signedIn(wallTime(5, "11:30"))).toMatchObject({ ok: true });
  await bookVisit(studio, { startsAt: wallTime(6, "10:00"), who: person("Emil") });
  expect(await byLink(wallTime(6, "10:00"))).toMatchObject({ ok: true });
  // Staff are not bound, and once the other visit is cancelled the client is not either.
  const move = { appointmentId: asId<AppointmentId>(visit.id), practitionerId: second };
  succeeded(await rescheduleAsStaff(studio.as("admin"), { ...move, startsAt: half, version: 5 }));
  expect(await byLink(wallTime(6, "10:00"))).toMatchObject({ ok: true });
  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff' where id = $1",
    [other.id],
  );
  expect(await signedIn(half)).toMatchObject({ ok: true });
});

test("ec-E14 of a client's moves and booking to one time that come together, one is made", async () => {
  const { studio, first, byLink, other } = await studioWithTwo({ ownOverlaps: "refuse" });
  const eleven = wallTime(6, "11:00");
  const third = await holdTime(studio, {
    startsAt: eleven,
    practitionerId: studio.practitionerIds[2] ?? first,
  });
  const answers = await Promise.all([
    byLink(eleven),
    rescheduleByLink(other.context, { practitionerId: first, startsAt: eleven }),
    bookHold(third.context, bookInput(person("Nora"))),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.refusal.code === calls)).toHaveLength(2);
});

test("BOOK-06 a client with as many visits to come as the studio allows is asked to call, until one is cancelled or over", async () => {
  const { studio, first } = await studioWith({ clientVisitLimit: 1 });
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId: first, who: person("Nora") });
  const later = { startsAt: wallTime(6, "10:00"), practitionerId: first };
  expect(await books(studio, later)).toBe(calls);
  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff' where id = $1",
    [visit.id],
  );
  expect(await books(studio, { startsAt: wallTime(6, "12:00"), practitionerId: first })).toBe("booked");
});
