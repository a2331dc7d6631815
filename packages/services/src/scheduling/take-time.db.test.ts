import {
  bookInput,
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { hourMs, type Instant, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { bookHold } from "./index.ts";
import { takeTime } from "./take-time.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

type Take = Parameters<typeof takeTime>[1];

/** One step of taking, at an instant that the test chooses. */
const take = defineVerb<Take, boolean>({
  name: "test.take_time",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  run: async ({ tx, input }) => await takeTime(tx, input),
});

/** The studio's service at `start`, with its first practitioner, online. */
function taking(studio: TestStudio, start: Instant, at: Instant, givingUp: string | null = null): Take {
  const end = plus(start, hourMs);
  const { tenantId, practitionerId, locationId, serviceId } = studio;
  return {
    tenantId,
    now: at,
    givingUp,
    hold: {
      start,
      end,
      id: asId<AppointmentId>(uuidv7()),
      practitionerId,
      locationId,
      withPractitionerIds: [],
      roomId: null,
      roomUntil: null,
      preferredRoomId: null,
      deviceId: null,
      deviceUntil: null,
      serviceId,
      mode: "telehealth",
      blockedFrom: start,
      blockedUntil: end,
      expiresAt: plus(at, hourMs),
      timeZone: "America/New_York",
      clientTimeZone: null,
      priceMinor: 12_000,
      currency: "USD",
    },
  };
}

async function superseded(id: string) {
  return (await query("select superseded from appointment where id = $1", [id]))[0]?.["superseded"];
}

async function deadlineOf(id: string): Promise<Instant> {
  const [row] = await query(
    "select (extract(epoch from hold_expires_at) * 1000)::float8 as ms from appointment where id = $1",
    [id],
  );
  return plus(wallTime(0, "00:00"), Number(row?.["ms"]) - wallTime(0, "00:00"));
}

test("ec-I3 a hold keeps its time to its last millisecond, and is set aside in the next", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(2, "10:00");
  const hold = await holdTime(studio, { startsAt });
  const deadline = await deadlineOf(hold.id);
  expect(await take(studio.as("system"), taking(studio, startsAt, deadline))).toBe(false);
  expect(await superseded(hold.id)).toBe(false);
  expect(await take(studio.as("system"), taking(studio, startsAt, plus(deadline, 1)))).toBe(true);
  expect(await superseded(hold.id)).toBe(true);
});

test("ec-H2 a room's hold that ran out keeps the room from no other practitioner", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const [first = null, second = null] = studio.practitionerIds;
  const startsAt = wallTime(2, "10:00");
  const over = await holdTime(studio, { startsAt, practitionerId: first });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    over.id,
  ]);
  await bookVisit(studio, { startsAt, practitionerId: second });
  expect(await superseded(over.id)).toBe(true);
});

test("ec-H2 a hold that ran out and starts after the visit, but whose buffer reaches into it, stands in nobody's way", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 60 } });
  const over = await holdTime(studio, { startsAt: wallTime(2, "13:00") });
  const elsewhere = await holdTime(studio, { startsAt: wallTime(2, "15:00") });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = any($1)", [
    [over.id, elsewhere.id],
  ]);
  await bookVisit(studio, { startsAt: wallTime(2, "11:30") });
  expect(await superseded(over.id)).toBe(true);
  // What is in nobody's way is left as it is.
  expect(await superseded(elsewhere.id)).toBe(false);
});

test("ec-H3 one's own hold that ran out is given up in the step that takes its time anew, and not set aside", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(2, "10:00");
  const hold = await holdTime(studio, { startsAt });
  const late = plus(await deadlineOf(hold.id), 1);
  expect(await take(studio.as("system"), taking(studio, startsAt, late, hold.id))).toBe(true);
  expect(await superseded(hold.id)).toBeUndefined();
});

test("a hold whose time was taken at its deadline does not stand for a confirmation that began just before", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(2, "10:00");
  const hold = await holdTime(studio, { startsAt });
  const quick = taking(studio, startsAt, plus(await deadlineOf(hold.id), 1));
  expect(await take(studio.as("system"), quick)).toBe(true);
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({
    ok: false,
    refusal: { code: "slot_taken" },
  });
});
