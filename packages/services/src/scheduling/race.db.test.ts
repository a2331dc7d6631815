import {
  bookInput,
  createStudio,
  holdInput,
  idIn,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { minuteMs } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { bookHold, holdSlot } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
// Twenty connections past the product: nothing but the table's own constraints stands between them.
const lanes = await Promise.all(Array.from({ length: 20 }, async () => inspect(database)));

test("SCHED-11 two hundred clients book the same hour at once: one appointment, 199 refusals that name other times", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(4, "10:00");
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, client) => {
      const held = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
      if (!held.ok) return held;
      const context = studio.as({ link: "hold", id: idIn(studio, held.value.token) });
      return await bookHold(context, bookInput(person(`Client${client}`)));
    }),
  );
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
  expect(refused).toHaveLength(199);
  for (const refusal of refused) {
    expect(refusal.code).toBe("slot_taken");
    expect(refusal.alternatives.map((slot) => slot.startsAt)).toEqual([
      wallTime(4, "09:00"),
      wallTime(4, "11:00"),
      wallTime(4, "11:30"),
    ]);
  }
  expect(await query("select status from appointment where tenant_id = $1", [studio.tenantId])).toEqual([
    { status: "scheduled" },
  ]);
  expect(
    await query("select count(*)::int as n from client where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
});

test("ec-H3 SCHED-11 two hundred confirm holds of one hour that ran out, all at once: one appointment", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(4, "10:00");
  const holds: string[] = [];
  for (let visitor = 0; visitor < 200; visitor += 1) {
    const held = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
    if (!held.ok) throw new Error("a hold that ran out stood in the way");
    const id = idIn(studio, held.value.token);
    await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
      id,
    ]);
    holds.push(id);
  }
  const answers = await Promise.all(
    holds.map(async (id, client) =>
      bookHold(studio.as({ link: "hold", id }), bookInput(person(`Late${client}`))),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  for (const answer of answers) {
    if (answer.ok) continue;
    expect(answer.refusal.code).toBe("slot_taken");
    expect(answer.refusal.alternatives).toHaveLength(3);
  }
  const booked = await query("select id from appointment where tenant_id = $1 and status = 'scheduled'", [
    studio.tenantId,
  ]);
  expect(booked).toHaveLength(1);
});

test("SCHED-11 with the product's own checks out of the way, the constraint alone lets one in", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(4, "10:00");
  const insert = async (lane: (typeof lanes)[number], minute: number) =>
    await lane(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, hold_expires_at)
       values ($1, 'held', $2, $3, $4, 'telehealth', $5, $6, $5, $6, 'UTC', $6) on conflict do nothing returning id`,
      [
        studio.tenantId,
        studio.practitionerId,
        studio.locationId,
        studio.serviceId,
        new Date(startsAt + minute * minuteMs),
        new Date(startsAt + (minute + 60) * minuteMs),
      ],
    );
  // Two hundred inserts, any two of which overlap: they begin within 60 minutes and last as long.
  const inserted = await Promise.all(
    lanes.map(async (lane, index) => {
      let mine = 0;
      for (let turn = 0; turn < 10; turn += 1) mine += (await insert(lane, (index + turn * 20) % 60)).length;
      return mine;
    }),
  );
  expect(inserted.reduce((sum, one) => sum + one, 0)).toBe(1);
  await expect(
    query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, hold_expires_at)
       select tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from, blocked_until,
         time_zone, hold_expires_at from appointment where tenant_id = $1`,
      [studio.tenantId],
    ),
  ).rejects.toThrow("appointment_practitioner_free");
});

test("SCHED-11 a room is no more double booked than a person, whoever writes it", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const startsAt = new Date(wallTime(4, "10:00"));
  const row = (practitionerId: unknown) =>
    query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, room_id, service_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, hold_expires_at)
       values ($1, 'held', $2, $3, $4, $5, 'in_person', $6, $7, $6, $7, 'UTC', $7)`,
      [
        studio.tenantId,
        practitionerId,
        studio.locationId,
        studio.roomIds[0],
        studio.serviceId,
        startsAt,
        new Date(startsAt.getTime() + 60 * minuteMs),
      ],
    );
  await row(studio.practitionerIds[0]);
  await expect(row(studio.practitionerIds[1])).rejects.toThrow("appointment_room_free");
});

test("SCHED-11 fifty visitors over one morning: every hour is had once, nobody waits for a deadlock", async () => {
  const studio = await createStudio(runtime, { hours: [["08:00", "12:00"]] });
  const hours = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"];
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, visitor) => {
      const hour = hours[visitor % hours.length] ?? "08:00";
      return await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(4, hour) }));
    }),
  );
  // PostgreSQL looks for deadlocks after a second; each that it found would have cost one.
  expect(performance.now() - began).toBeLessThan(20_000);
  const held = await query(
    "select starts_at, ends_at from appointment where tenant_id = $1 order by starts_at",
    [studio.tenantId],
  );
  expect(held).toHaveLength(answers.filter((answer) => answer.ok).length);
  for (const [index, { starts_at: start }] of held.entries()) {
    const before = held[index - 1];
    if (before) expect(Number(start)).toBeGreaterThanOrEqual(Number(before["ends_at"]));
  }
});
