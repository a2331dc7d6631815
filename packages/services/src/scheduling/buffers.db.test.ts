import {
  addClient,
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
import { type Instant, localDate } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import {
  bookForClient,
  bookHold,
  explainTime,
  previewSeries,
  rescheduleAsStaff,
  rescheduleByLink,
} from "./index.ts";
import { holdCode as held, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
const newYork = "America/New_York";

type Rules = Parameters<typeof saveBookingRules>[1];

async function set(studio: TestStudio, changes: Partial<Rules>): Promise<void> {
  const admin = studio.as("admin");
  succeeded(await saveBookingRules(admin, { ...(await viewBookingRules(admin, {})), ...changes }));
}

/** An hour with ten minutes before and twenty after it, every five minutes from nine to five. */
async function buffered(rules: Partial<Rules> = {}) {
  const service = { bufferBeforeMin: 10, bufferAfterMin: 20, stepMin: 5, needsRoom: false };
  const studio = await createStudio(runtime, { service });
  await set(studio, rules);
  return studio;
}

async function why(studio: TestStudio, day: number, time: string) {
  const { serviceId, locationId, practitionerId } = studio;
  const date = localDate(wallTime(day, "12:00"), newYork);
  const asked = { practitionerId, serviceId, locationId, mode: "telehealth" as const, date, time };
  return (await explainTime(studio.as("admin"), asked)).obstacles.map(({ rule }) => rule);
}

/** Books at the desk; the rules in the way, none when it is done. */
async function atDesk(studio: TestStudio, startsAt: Instant) {
  const { serviceId, locationId, practitionerId } = studio;
  const answer = await bookForClient(studio.as("admin"), {
    serviceId,
    locationId,
    practitionerId,
    startsAt,
    durationMin: null,
    mode: "telehealth",
    clientId: await addClient(runtime, studio.tenantId, person("Fay")),
    idempotencyKey: randomUUID(),
  });
  return answer.ok ? [] : answer.refusal.rules;
}

test("ec-C4 both buffers between neighbours or the longer of the two, by setting: one meaning in offer, trace, hold, desk, move and series", async () => {
  const studio = await buffered();
  const noon = await bookVisit(studio, { startsAt: wallTime(2, "12:00") });
  expect(await offered(studio, 2)).toEqual(expect.arrayContaining(["10:30", "13:30"]));
  expect(await offered(studio, 2)).not.toContain("13:25");
  expect(await held(studio, wallTime(2, "13:25"))).toBe("slot_taken");

  await set(studio, { bufferSum: "max" });
  const longer = await offered(studio, 2);
  expect(longer.filter((time) => "10:30" <= time && time <= "13:30")).toEqual([
    "10:30",
    "10:35",
    "10:40",
    "13:20",
    "13:25",
    "13:30",
  ]);
  expect(await why(studio, 2, "13:15")).toEqual(["slot_taken"]);
  expect(await why(studio, 2, "13:20")).toEqual([]);
  expect(await held(studio, wallTime(2, "13:15"))).toBe("slot_taken");
  expect(await held(studio, wallTime(2, "13:20"))).toBe("held");
  expect(await atDesk(studio, wallTime(2, "10:45"))).toEqual(["slot_taken"]);
  expect(await atDesk(studio, wallTime(2, "10:40"))).toEqual([]);

  // A client's move sees no diary but its own, so the table itself has to know the rule.
  const other = await bookVisit(studio, { startsAt: wallTime(3, "09:00"), who: person("Ben") });
  await bookVisit(studio, { startsAt: wallTime(3, "12:00"), who: person("Cleo") });
  const move = async (time: string) =>
    await rescheduleByLink(other.context, { practitionerId: null, startsAt: wallTime(3, time) });
  expect(await move("10:45")).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  succeeded(await move("10:40"));
  const byStaff = {
    appointmentId: asId<AppointmentId>(other.id),
    version: 3,
    practitionerId: studio.practitionerId,
  };
  expect(
    await rescheduleAsStaff(studio.as("admin"), { ...byStaff, startsAt: wallTime(3, "13:15") }),
  ).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  succeeded(await rescheduleAsStaff(studio.as("admin"), { ...byStaff, startsAt: wallTime(3, "13:20") }));

  await bookVisit(studio, { startsAt: wallTime(4, "13:20"), who: person("Dan") });
  await bookVisit(studio, { startsAt: wallTime(5, "13:15"), who: person("Eva") });
  const rule = {
    frequency: "daily" as const,
    every: 1,
    weekdays: [],
    monthlyBy: "date" as const,
    missing: "skip" as const,
    ends: { by: "count" as const, count: 4 },
  };
  const series = { appointmentId: asId<AppointmentId>(noon.id), rule };
  const { occurrences } = succeeded(await previewSeries(studio.as("admin"), series));
  expect(occurrences.slice(2).map(({ problems }) => problems)).toEqual([[], ["slot_taken"]]);
});

test("ec-C4 of two who want neighbouring hours at once one has hers, where no longer buffer lies between; where it does both have theirs", async () => {
  const studio = await buffered({ bufferSum: "max" });
  for (const [day, second, expected] of [
    [2, "13:15", 1],
    [3, "13:20", 2],
    [4, "10:45", 1],
    [5, "10:40", 2],
  ] as const) {
    const both = await Promise.all(
      ["12:00", second].map(async (time) => await held(studio, wallTime(day, time))),
    );
    expect(both.filter((one) => one === "held")).toHaveLength(expected);
  }
});

test("ec-C4 the table refuses what lies nearer than the longer buffer, whoever writes, and nothing more", async () => {
  const studio = await buffered({ bufferSum: "max" });
  const { id } = await holdTime(studio, { startsAt: wallTime(2, "12:00") });
  const copied = async (minutes: number) => {
    const copy = query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, time_zone, hold_expires_at,
         starts_at, ends_at, blocked_from, blocked_until)
       select tenant_id, status, practitioner_id, location_id, service_id, mode, time_zone, hold_expires_at,
         starts_at + $2, ends_at + $2, blocked_from + $2, blocked_until + $2 from appointment where id = $1 returning id`,
      [id, `${minutes} minutes`],
    );
    const [row] = await copy;
    await query("delete from appointment where id = $1", [row?.["id"]]);
  };
  // The buffer after the first of two is the longer one, so whichever comes second is told by it.
  await expect(copied(79)).rejects.toThrow("appointment_practitioner_free_after");
  await expect(copied(-79)).rejects.toThrow("appointment_practitioner_free_after");
  await copied(80);
  await copied(-80);
  await query("update appointment set blocked_from = starts_at - interval '30 minutes' where id = $1", [id]);
  await expect(copied(-89)).rejects.toThrow("appointment_practitioner_free_before");
  await copied(-90);
});

test("ec-C4 another setting moves nothing that is booked: what stands nearer stays, and new visits are judged by today's rule", async () => {
  const studio = await buffered({ bufferSum: "max" });
  const [first, second] = [
    await bookVisit(studio, { startsAt: wallTime(2, "09:00") }),
    await bookVisit(studio, { startsAt: wallTime(2, "10:20"), who: person("Ben") }),
  ];
  const times = async () =>
    await query(
      "select starts_at, ends_at, blocked_from, blocked_until from appointment where id = any($1) order by 1",
      [[first.id, second.id]],
    );
  const before = await times();
  await set(studio, { bufferSum: "sum" });
  expect(await times()).toEqual(before);
  expect(await offered(studio, 2)).not.toContain("11:45");
  expect(await held(studio, wallTime(2, "11:45"))).toBe("slot_taken");
  expect(await held(studio, wallTime(2, "11:50"))).toBe("held");
  // Put where both buffers count, and beside it again by the other rule.
  await set(studio, { bufferSum: "max" });
  expect(await held(studio, wallTime(2, "13:05"))).toBe("slot_taken");
  expect(await held(studio, wallTime(2, "13:10"))).toBe("held");
  expect(
    await query("select buffers_shared from appointment where tenant_id = $1 order by starts_at", [
      studio.tenantId,
    ]),
  ).toEqual([true, true, false, true].map((shared) => ({ buffers_shared: shared })));
});

test("ec-C5 buffers lie outside of working hours, or have to lie inside by setting: one meaning in offer, trace, hold and desk", async () => {
  const studio = await buffered();
  const free = await offered(studio, 2);
  expect([free[0], free.at(-1)]).toEqual(["09:00", "16:00"]);
  const [early, later] = [
    await holdTime(studio, { startsAt: wallTime(4, "09:00") }),
    await holdTime(studio, { startsAt: wallTime(5, "09:10") }),
  ];
  await set(studio, { buffersInHours: true });
  const inside = await offered(studio, 2);
  expect([inside[0], inside.at(-1)]).toEqual(["09:10", "15:40"]);
  expect(await why(studio, 2, "09:05")).toEqual(["buffer_outside"]);
  expect(await why(studio, 2, "15:45")).toEqual(["buffer_outside"]);
  expect(await why(studio, 2, "16:30")).toContain("outside_hours");
  expect(await held(studio, wallTime(2, "09:05"))).toBe("outside_hours");
  expect(await held(studio, wallTime(2, "09:10"))).toBe("held");
  expect(await atDesk(studio, wallTime(3, "15:45"))).toEqual(["buffer_outside"]);
  expect(await atDesk(studio, wallTime(3, "15:40"))).toEqual([]);
  // What was held before has no better right than hours that were taken back since.
  expect(await bookHold(early.context, bookInput(person("Ana")))).toMatchObject({
    refusal: { code: "outside_hours" },
  });
  succeeded(await bookHold(later.context, bookInput(person("Ben"))));
  await set(studio, { buffersInHours: false });
  expect(await atDesk(studio, wallTime(3, "09:00"))).toEqual([]);
});
