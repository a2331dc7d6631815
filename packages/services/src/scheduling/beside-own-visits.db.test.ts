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
import { expect, test } from "vitest";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { bookHold } from "./index.ts";

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
