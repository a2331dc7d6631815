import {
  addClient,
  bookInput,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  replaceLimits,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { asId, type ClientId } from "@quietroom/domain/ids";
import { type Instant, localDate, localTime, minuteMs, plus } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { viewAvailability } from "../studio/index.ts";
import {
  bookForClient,
  bookHold,
  bookWithOverride,
  explainTime,
  previewSeries,
  rescheduleAsStaff,
  rescheduleByLink,
} from "./index.ts";
import { holdCode, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
const newYork = "America/New_York";

type Limits = Partial<Parameters<typeof replaceLimits>[1]>;

/** Says the limits of the first practitioner of a studio; what is not wished is none or as it was. */
async function limit(studio: TestStudio, wishes: Limits) {
  const none = { maxPerDay: null, maxPerWeek: null, practitionerId: studio.practitionerId };
  succeeded(await replaceLimits(studio.as("admin"), { ...none, ...wishes }));
}

/** A studio whose practitioner gives visits of an hour, and has a quarter of an hour's break after two hours of them. */
async function withBreaks(wishes: Parameters<typeof createStudio>[1] = {}): Promise<TestStudio> {
  const studio = await createStudio(runtime, { ...wishes, service: { needsRoom: false, ...wishes.service } });
  await limit(studio, { break: { afterMin: 120, breakMin: 15 } });
  return studio;
}

/** Visits of two different people at these hours of a day. */
async function twoVisits(studio: TestStudio, day: number, [one, other]: readonly [string, string]) {
  const first = await bookVisit(studio, { startsAt: wallTime(day, one) });
  return [first, await bookVisit(studio, { startsAt: wallTime(day, other), who: person("Ben") })] as const;
}

/** What the desk sends for a client. */
function deskBooking(studio: TestStudio, clientId: string, startsAt: Instant) {
  const { serviceId, practitionerId, locationId } = studio;
  return {
    serviceId,
    practitionerId,
    locationId,
    mode: "in_person" as const,
    durationMin: null,
    clientId: asId<ClientId>(clientId),
    startsAt,
    idempotencyKey: randomUUID(),
  };
}

test("SCHED-25 after so many minutes of visits in a row nothing is offered or held until the break is over", async () => {
  const studio = await withBreaks();
  await twoVisits(studio, 2, ["11:00", "12:00"]);
  const times = await offered(studio, 2);
  expect(times).not.toContain("10:00");
  expect(times).not.toContain("13:00");
  expect(times).toContain("09:30");
  expect(times).toContain("13:30");
  expect(await holdCode(studio, wallTime(2, "13:00"))).toBe("no_break");
  expect(await holdCode(studio, wallTime(2, "10:00"))).toBe("no_break");
  expect(await holdCode(studio, wallTime(2, "13:30"))).toBe("held");
  await limit(studio, { break: null });
  expect(await offered(studio, 2)).toContain("10:00");
});

test("SCHED-25 time for notes is no part of the break", async () => {
  const studio = await withBreaks();
  await limit(studio, { notesMin: 10, break: { afterMin: 60, breakMin: 25 } });
  await bookVisit(studio, { startsAt: wallTime(2, "11:00") });
  const times = await offered(studio, 2); // 35 minutes between one visit and the next
  expect(times).not.toContain("12:30");
  expect(times).toContain("13:00");
});

test("SCHED-25 a move, a date of a series and the desk are held to the break, and an override passes over it with a reason", async () => {
  const studio = await withBreaks();
  await twoVisits(studio, 2, ["11:00", "12:00"]);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "13:00"), who: person("Cleo") });
  const admin = studio.as("admin");
  const { practitionerId } = studio;
  const startsAt = wallTime(2, "13:00");
  expect(
    await rescheduleAsStaff(admin, { appointmentId: asId(visit.id), version: 2, practitionerId, startsAt }),
  ).toMatchObject({ ok: false, refusal: { code: "no_break" } });
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt })).toMatchObject({
    ok: false,
    refusal: { code: "no_break" },
  });
  await twoVisits(studio, 4, ["14:00", "15:00"]);
  const preview = succeeded(
    await previewSeries(admin, {
      appointmentId: asId(visit.id),
      rule: {
        frequency: "daily",
        every: 1,
        weekdays: [],
        monthlyBy: "date",
        missing: "skip",
        ends: { by: "count", count: 2 },
      },
    }),
  );
  expect(preview.occurrences[1]).toMatchObject({ problems: ["no_break"], canBook: false });
  const booking = deskBooking(studio, await addClient(runtime, studio.tenantId, person("Dana")), startsAt);
  expect(await bookForClient(admin, booking)).toMatchObject({
    ok: false,
    refusal: { code: "no_break", rules: ["no_break"], canOverride: true },
  });
  const { actor } = admin; // an override is some person's word, so the person has a row
  await query(
    `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
     values ($1, $2, 'mara@example.com', 'Mara Lind', '-', '{admin}')`,
    [studio.tenantId, actor.kind === "staff" ? actor.staffUserId : null],
  );
  const past = { rules: ["no_break" as const], reason: "She comes from far away." };
  succeeded(await bookWithOverride(admin, { ...booking, idempotencyKey: randomUUID(), ...past }));
});

test("SCHED-25 two who want the hours before and after a visit at once do not join into a stretch that is too long", async () => {
  const studio = await withBreaks();
  for (let day = 2; day < 8; day += 1) {
    await bookVisit(studio, { startsAt: wallTime(day, "11:00"), who: person(`Ana${"x".repeat(day)}`) });
    const codes = await Promise.all([
      holdCode(studio, wallTime(day, "10:00")),
      holdCode(studio, wallTime(day, "12:00")),
    ]);
    expect(codes.toSorted()).toEqual(["held", "no_break"]);
  }
});

test("SCHED-25 a client's move and somebody's hold do not join into one either, nor do the desk's booking and a hold", async () => {
  const studio = await withBreaks();
  for (let day = 2; day < 6; day += 1) {
    await bookVisit(studio, { startsAt: wallTime(day, "11:00"), who: person(`Ana${"x".repeat(day)}`) });
    const visit = await bookVisit(studio, {
      startsAt: wallTime(day, "15:00"),
      who: person(`Ben${"x".repeat(day)}`),
    });
    const [moved, held] = await Promise.all([
      rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(day, "10:00") }),
      holdCode(studio, wallTime(day, "12:00")),
    ]);
    expect([moved.ok ? "held" : moved.refusal.code, held].toSorted()).toEqual(["held", "no_break"]);
  }
  const clientId = await addClient(runtime, studio.tenantId, person("Dana"));
  for (let day = 8; day < 12; day += 1) {
    await bookVisit(studio, { startsAt: wallTime(day, "11:00"), who: person(`Cleo${"x".repeat(day)}`) });
    const booking = deskBooking(studio, clientId, wallTime(day, "10:00"));
    const [booked, held] = await Promise.all([
      bookForClient(studio.as("admin"), booking),
      holdCode(studio, wallTime(day, "12:00")),
    ]);
    expect([booked.ok ? "held" : booked.refusal.code, held].toSorted()).toEqual(["held", "no_break"]);
  }
});

test("SCHED-25 a hold that ran out is not confirmed where the break is gone meanwhile", async () => {
  const studio = await withBreaks();
  const lapsed = await holdTime(studio, { startsAt: wallTime(2, "11:00") });
  await query("update appointment set hold_expires_at = app.now() - interval '1 minute' where id = $1", [
    lapsed.id,
  ]);
  await twoVisits(studio, 2, ["09:00", "10:00"]);
  expect(await bookHold(lapsed.context, bookInput(person("Cleo")))).toMatchObject({
    ok: false,
    refusal: { code: "no_break" },
  });
});

test('SCHED-25 BOOK-03 "Why not this time?" names the visits in a row, the break and the limit', async () => {
  const studio = await withBreaks();
  await twoVisits(studio, 2, ["11:00", "12:00"]);
  const { choice } = holdInput(studio, { startsAt: wallTime(2, "13:00") });
  const explained = await explainTime(studio.as("admin"), {
    ...choice,
    practitionerId: studio.practitionerId,
    date: localDate(wallTime(2, "13:00"), newYork),
    time: "13:00",
  });
  expect(explained.obstacles).toEqual([
    {
      rule: "no_break",
      afterMin: 120,
      pauseMin: 15,
      startsAt: wallTime(2, "11:00"),
      endsAt: wallTime(2, "14:00"),
    },
  ]);
  expect(explained.staffMayBook).toBe(false);
});

test("SCHED-25 the database's word on a client's move is the engine's, at every quarter of an hour of a day", async () => {
  const studio = await createStudio(runtime, { service: { needsRoom: false, stepMin: 15 } });
  for (const [index, time] of ["09:00", "10:00", "11:15", "13:00", "14:00", "15:45"].entries())
    await bookVisit(studio, { startsAt: wallTime(2, time), who: person(`Ana${"x".repeat(index + 1)}`) });
  const ownId = randomUUID(); // of no visit: what asks takes nothing
  for (const rule of [
    { afterMin: 60, breakMin: 15 },
    { afterMin: 120, breakMin: 15 },
    { afterMin: 180, breakMin: 30 },
    { afterMin: 240, breakMin: 45 },
  ]) {
    await limit(studio, { break: rule });
    for (let minutes = 0; minutes < 8 * 60; minutes += 15) {
      const start = plus(wallTime(2, "09:00"), minutes * minuteMs);
      const { choice } = holdInput(studio, { startsAt: start });
      const { obstacles } = await explainTime(studio.as("admin"), {
        ...choice,
        practitionerId: studio.practitionerId,
        date: localDate(start, newYork),
        time: localTime(start, newYork).time,
      });
      const [row] = await query(
        `with tenant as materialized (select set_config('app.tenant_id', $1, true) as id)
         select app.keeps_break($2, to_timestamp($3), to_timestamp($4), app.now(), $5) as keeps from tenant where id = $1`,
        [studio.tenantId, studio.practitionerId, start / 1000, plus(start, 60 * minuteMs) / 1000, ownId],
      );
      expect([minutes, row?.["keeps"]]).toEqual([minutes, !obstacles.some((one) => one.rule === "no_break")]);
    }
  }
});

test("SCHED-25 both minutes of a break are said, or neither, within bounds; a save without them leaves them", async () => {
  const studio = await withBreaks();
  await limit(studio, { maxPerDay: 5 });
  const { practitioner } = await viewAvailability(studio.as("admin"), {
    practitionerId: studio.practitionerId,
  });
  expect(practitioner).toMatchObject({ maxPerDay: 5, breakAfterMin: 120, breakMin: 15 });
  const set = async (columns: string) =>
    await query(`update practitioner set ${columns} where id = $1`, [studio.practitionerId]);
  await expect(set("break_min = null")).rejects.toThrow("practitioner_break_whole");
  await expect(set("break_after_min = 29")).rejects.toThrow();
  await expect(set("break_min = 241")).rejects.toThrow();
});
