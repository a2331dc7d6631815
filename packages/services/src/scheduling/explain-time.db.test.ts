import {
  began,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, hourMs, instant, localDate, minuteMs } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { setDateOverride } from "../studio/index.ts";
import { cancelByLink, explainTime, holdSlot } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The date so many days from today on the studio's wall. */
function date(day: number): string {
  return addDays(localDate(began, "America/New_York"), day);
}

type Asked = Parameters<typeof explainTime>[1];

/** The service at its own place, so many days from today at a time of its wall. */
function asked(studio: TestStudio, day: number, time: string, changes: Partial<Asked> = {}): Asked {
  const { choice } = holdInput(studio, { startsAt: instant(0) });
  return { ...choice, practitionerId: studio.practitionerId, date: date(day), time, ...changes };
}

async function why(studio: TestStudio, day: number, time: string, changes: Partial<Asked> = {}) {
  return await explainTime(studio.as("admin"), asked(studio, day, time, changes));
}

test("BOOK-03 a time that can be held names no rule, and one that cannot names at least one", async () => {
  const studio = await createStudio(runtime, {
    rooms: 1,
    practitioners: 2,
    hours: [["09:00", "13:00"]],
    service: { bufferBeforeMin: 10, bufferAfterMin: 5 },
  });
  await bookVisit(studio, { startsAt: wallTime(2, "11:00") });
  await bookVisit(studio, {
    startsAt: wallTime(2, "09:00"),
    practitionerId: studio.practitionerIds[1] ?? null,
    who: person("Ben"),
  });
  const named = new Set<string>();
  for (const time of ["08:30", "09:00", "09:30", "09:40", "10:00", "10:10", "11:00", "12:00", "12:30"]) {
    const { obstacles } = await why(studio, 2, time);
    for (const { rule } of obstacles) named.add(rule);
    const held = await holdSlot(
      studio.as("public"),
      holdInput(studio, { startsAt: wallTime(2, time), practitionerId: studio.practitionerId }),
    );
    expect.soft([time, held.ok]).toEqual([time, obstacles.length === 0]);
    await query("delete from appointment where tenant_id = $1 and status = 'held'", [studio.tenantId]);
  }
  expect([...named].toSorted()).toEqual(["no_room", "off_grid", "outside_hours", "slot_taken"]);
});

test("the answer is about the instant of the wall-clock time, and says when the visit would end", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "17:00"]] });
  expect(await why(studio, 3, "10:00")).toEqual({
    timeZone: "America/New_York",
    startsAt: wallTime(3, "10:00"),
    endsAt: wallTime(3, "10:00") + hourMs,
    skippedByClocks: false,
    repeatedByClocks: false,
    obstacles: [],
    notFree: [],
    staffMayBook: true,
  });
  const late = await why(studio, 3, "16:30");
  expect(late.staffMayBook).toBe(false);
  expect(late.obstacles).toEqual([
    {
      rule: "outside_hours",
      zone: "America/New_York",
      date: date(3),
      source: "weekly",
      hours: [["09:00", "17:00"]],
      blocked: [],
      openUntil: wallTime(3, "17:00"),
      closedNext: null,
    },
  ]);
});

test("ec-A1 ec-A2 a time that the clocks skip is the first one after the gap, and the answer says so", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  const gap = { date: "2027-03-14", time: "02:30" };
  const skipped = await why(studio, 0, "00:00", gap);
  expect(skipped).toMatchObject({ startsAt: Date.UTC(2027, 2, 14, 7), skippedByClocks: true });
  const after = await why(studio, 0, "00:00", { ...gap, time: "03:00" });
  expect(after).toMatchObject({ startsAt: skipped.startsAt, skippedByClocks: false });
});

test("ec-A5 of a time that the clocks repeat each is explained by itself, and the answer says that there are two", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  const twice = { date: "2027-11-07", time: "01:30" };
  const first = await why(studio, 0, "00:00", twice);
  expect(first).toMatchObject({ startsAt: Date.UTC(2027, 10, 7, 5, 30), repeatedByClocks: true });
  const second = await why(studio, 0, "00:00", { ...twice, again: true });
  expect(second).toMatchObject({ startsAt: Date.UTC(2027, 10, 7, 6, 30), repeatedByClocks: true });
  const once = await why(studio, 0, "00:00", { ...twice, time: "03:00", again: true });
  expect(once).toMatchObject({ startsAt: Date.UTC(2027, 10, 7, 8), repeatedByClocks: false });
});

test("ec-C3 a time is explained for the length that is asked about, and one that the service does not have is not there", async () => {
  const studio = await createStudio(runtime, {
    hours: [["09:00", "17:00"]],
    service: { moreLengths: [{ durationMin: 90, priceMinor: 17_000 }] },
  });
  expect((await why(studio, 3, "16:00")).obstacles).toEqual([]);
  const long = await why(studio, 3, "16:00", { durationMin: 90 });
  expect(long.obstacles.map(({ rule }) => rule)).toEqual(["outside_hours"]);
  expect(long.endsAt).toBe(wallTime(3, "17:30"));
  await expect(why(studio, 3, "16:00", { durationMin: 75 })).rejects.toThrow("not_found");
});

test("ec-C4 a booked visit is named by its id, with its buffers, and a hold as one; nothing of whose they are", async () => {
  const studio = await createStudio(runtime, {
    rooms: 2,
    service: { bufferBeforeMin: 10, bufferAfterMin: 20 },
  });
  const ana = person("Ana");
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00"), who: ana });
  const hold = await holdTime(studio, { startsAt: wallTime(2, "12:00") });
  const { obstacles, staffMayBook } = await why(studio, 2, "11:00");
  const taken = (id: string, startsAt: number, held: boolean) => ({
    rule: "slot_taken",
    appointmentId: id,
    held,
    startsAt,
    endsAt: startsAt + hourMs,
    blockedFrom: startsAt - 10 * minuteMs,
    blockedUntil: startsAt + hourMs + 20 * minuteMs,
  });
  expect(obstacles).toEqual([
    taken(visit.id, wallTime(2, "10:00"), false),
    taken(hold.id, wallTime(2, "12:00"), true),
  ]);
  expect(staffMayBook).toBe(false);
  expect(JSON.stringify(obstacles)).not.toMatch(/Ana|Okafor|@/);
  // What no longer takes time is not named.
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  await query("update appointment set hold_expires_at = app.now() - interval '1 minute' where id = $1", [
    hold.id,
  ]);
  expect((await why(studio, 2, "11:00")).obstacles).toEqual([]);
});

test("ec-B3 an override closes the date, a visit before it stands", async () => {
  const studio = await createStudio(runtime);
  succeeded(
    await setDateOverride(studio.as("admin"), {
      practitionerId: studio.practitionerId,
      locationId: studio.locationId,
      date: date(4),
      blocks: [],
      reason: "A private reason",
    }),
  );
  const answer = await why(studio, 4, "10:00");
  expect(answer.obstacles).toEqual([
    {
      rule: "outside_hours",
      zone: "America/New_York",
      date: date(4),
      source: "override",
      hours: [],
      blocked: [],
      openUntil: null,
      closedNext: null,
    },
  ]);
  expect(JSON.stringify(answer)).not.toContain("private");
});

test("ec-B6 ec-B14 a closed place is named with its dates, and only for the visits that it closes", async () => {
  const studio = await createStudio(runtime);
  await query(
    `with maker as (
       insert into staff_user (tenant_id, email, display_name, password_hash, roles)
       values ($1, $4, 'Mara Lind', '-', '{admin}') returning id)
     insert into closure (tenant_id, first_date, last_date, name, kind, telehealth, made_by)
     select $1, $2::date, $3::date, 'Spring holiday', 'public_holiday', 'open', id from maker`,
    [studio.tenantId, date(4), date(5), `${randomUUID()}@example.com`],
  );
  expect((await why(studio, 5, "10:00")).obstacles).toEqual([
    { rule: "place_closed", firstDate: date(4), lastDate: date(5), part: null },
  ]);
  expect((await why(studio, 5, "10:00", { mode: "telehealth" })).obstacles).toEqual([]);
});

test("ec-C14 ec-C12 ec-C15 notice, horizon and grid keep clients away and not staff; the past keeps everyone", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  await query("update tenant set min_notice_min = 2880, horizon_days = 5 where id = $1", [studio.tenantId]);
  const soon = await why(studio, 1, "10:10");
  expect(soon.obstacles).toMatchObject([
    { rule: "too_soon", minNoticeMin: 2880 },
    { rule: "off_grid", stepMin: 30, before: wallTime(1, "10:00"), after: wallTime(1, "10:30") },
  ]);
  expect(soon.staffMayBook).toBe(true);
  const far = await why(studio, 6, "10:00");
  expect(far.obstacles).toEqual([
    { rule: "beyond_horizon", horizonDays: 5, lastDate: date(5), setBy: "studio" },
  ]);
  expect(far.staffMayBook).toBe(true);
  const past = await why(studio, -1, "10:00");
  expect(past.obstacles.map(({ rule }) => rule)).toEqual(["past", "too_soon"]);
  expect(past.staffMayBook).toBe(false);
});

test("ec-E2 all rooms taken: each by name with when it is free again, and telehealth needs none", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  await bookVisit(studio, {
    startsAt: wallTime(2, "10:00"),
    practitionerId: studio.practitionerIds[1] ?? null,
  });
  const { obstacles } = await why(studio, 2, "10:30");
  expect(obstacles).toEqual([
    {
      rule: "no_room",
      needs: [],
      rooms: [
        {
          name: "Room 1",
          taken: [{ start: wallTime(2, "10:00"), end: wallTime(2, "11:00"), outOfService: false }],
        },
      ],
    },
  ]);
  await query("update service set modes = '{in_person,telehealth}' where tenant_id = $1", [studio.tenantId]);
  expect((await why(studio, 2, "10:30", { mode: "telehealth" })).obstacles).toEqual([]);
});

test("ec-L9 what is not on offer at all is said first, whatever the time, and what only clients may not have is left to staff", async () => {
  const studio = await createStudio(runtime);
  const reasons = async (changes: Partial<Asked> = {}) => {
    const { obstacles, staffMayBook } = await why(studio, 2, "10:00", changes);
    return [obstacles.map((one) => (one.rule === "unknown_service" ? one.because : one.rule)), staffMayBook];
  };
  const change = async (sql: string) => await query(sql, [studio.tenantId]);
  await change("update service set online_bookable = false where tenant_id = $1");
  await change("update practitioner set online_bookable = false where tenant_id = $1");
  expect(await reasons()).toEqual([["service_not_online", "practitioner_not_online"], true]);
  await change("update service set online_bookable = true where tenant_id = $1");
  await change("update practitioner set online_bookable = true where tenant_id = $1");
  await change("update service set modes = '{in_person}' where tenant_id = $1");
  expect(await reasons({ mode: "telehealth" })).toEqual([["mode_not_given"], false]);
  await change("update tenant set status = 'suspended' where id = $1");
  expect((await why(studio, 2, "10:00")).obstacles).toEqual([{ rule: "studio_closed" }]);
  await change("update tenant set status = 'active' where id = $1");
  await change("update service set active = false where tenant_id = $1");
  await change("update location set active = false where tenant_id = $1");
  expect(await reasons()).toEqual([["service_inactive", "location_inactive"], false]);
  await change("update practitioner set active = false where tenant_id = $1");
  await change("delete from practitioner_service where tenant_id = $1");
  expect((await reasons())[0]).toEqual([
    "service_inactive",
    "location_inactive",
    "practitioner_inactive",
    "not_given_by_them",
  ]);
});

test("AUTH-53 AUTH-55 TEN-07 a therapist asks about themselves only, a visitor not at all, and nobody about another studio's", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const elsewhere = await createStudio(runtime);
  const [first, second] = studio.practitionerIds;
  const me = studio.as({ therapist: String(first) });
  expect((await explainTime(me, asked(studio, 2, "10:00"))).obstacles).toEqual([]);
  const gone = { code: "not_found" };
  const other = { practitionerId: asId<PractitionerId>(String(second)) };
  await expect(explainTime(me, asked(studio, 2, "10:00", other))).rejects.toMatchObject(gone);
  await expect(explainTime(studio.as("public"), asked(studio, 2, "10:00"))).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const changes of [
    { practitionerId: elsewhere.practitionerId },
    { serviceId: elsewhere.serviceId },
    { locationId: elsewhere.locationId },
    { serviceId: asId<TestStudio["serviceId"]>(randomUUID()) },
  ]) {
    await expect(why(studio, 2, "10:00", changes)).rejects.toMatchObject(gone);
  }
});
