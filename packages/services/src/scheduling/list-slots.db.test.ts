import {
  began,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  watchTransactions,
  replaceHours,
} from "@quietroom/testing";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { addLocation, setDateOverride } from "../studio/index.ts";
import { holdSlot, listSlots } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The date so many days from today on the studio's wall. */
function date(day: number, zone = "America/New_York"): string {
  return addDays(localDate(began, zone), day);
}

async function list(
  studio: TestStudio,
  ask: {
    readonly from: string;
    readonly days: number;
    readonly practitionerId?: PractitionerId | null;
    readonly moving?: string;
  },
) {
  const { practitionerId = studio.practitionerId, ...range } = ask;
  const { choice } = holdInput(studio, { startsAt: instant(0), practitionerId });
  return await listSlots(studio.as("public"), { choice, ...range });
}

const clock = (starts: readonly number[], zone = "America/New_York") =>
  starts.map((start) =>
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(start),
  );

test("SCHED-05 BOOK-03 the free times of a day: open hours without what is booked, held or buffered", async () => {
  const studio = await createStudio(runtime, {
    hours: [
      ["09:00", "12:00"],
      ["13:00", "15:00"],
    ],
    service: { bufferAfterMin: 30 },
  });
  await bookVisit(studio, { startsAt: wallTime(2, "11:00") });
  await holdTime(studio, { startsAt: wallTime(2, "14:00") });
  const day = await list(studio, { from: date(2), days: 1 });
  // 09:30 ends its own half hour as the visit begins; 13:00 would run into the hold.
  expect(clock(day.starts)).toEqual(["09:00", "09:30"]);
  expect(clock((await list(studio, { from: date(3), days: 1 })).starts)).toEqual([
    "09:00",
    "09:30",
    "10:00",
    "10:30",
    "11:00",
    "13:00",
    "13:30",
    "14:00",
  ]);
  expect(day.nextAvailable).toBeNull();
});

test("every time that is offered can be held, and no other time of the grid", async () => {
  const studio = await createStudio(runtime, {
    practitioners: 2,
    rooms: 1,
    service: { bufferBeforeMin: 10, bufferAfterMin: 5 },
  });
  const [, other] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(2, "11:00") });
  await bookVisit(studio, { startsAt: wallTime(2, "15:00"), practitionerId: other ?? null });
  const offered = new Set((await list(studio, { from: date(2), days: 1 })).starts);
  expect(offered.size).toBeGreaterThan(4);
  for (let half = 0; half < 48; half += 1) {
    const startsAt = wallTime(
      2,
      `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 === 0 ? "00" : "30"}`,
    );
    const held = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
    expect.soft(held.ok, clock([startsAt])[0]).toBe(offered.has(startsAt));
    if (held.ok)
      await query("delete from appointment where tenant_id = $1 and status = 'held'", [studio.tenantId]);
  }
});

test("BOOK-02 with any practitioner the times are those at which one of them is free, and nobody is named", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2, hours: [["09:00", "11:00"]] });
  const [first, second] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(2, "09:00"), practitionerId: first ?? null });
  const free = async (practitionerId: typeof first | null) =>
    (await list(studio, { from: date(2), days: 1, practitionerId: practitionerId ?? null })).starts;
  expect(clock(await free(first))).toEqual(["10:00"]);
  expect(clock(await free(second))).toEqual(["09:00", "09:30", "10:00"]);
  expect(await free(null)).toEqual(await free(second));
  expect((await free(null)).every((start) => typeof start === "number")).toBe(true);
});

test("SCHED-05 which days of a month have times is asked of the visits in one statement, as those of a day are", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const { db, taken } = watchTransactions(runtime.db);
  const context = studio.as("public");
  const visitor = { ...context, runtime: { ...context.runtime, db } };
  const { choice } = holdInput(studio, { startsAt: instant(0), practitionerId: null });
  const asked = async (days: number) => {
    const { starts } = await listSlots(visitor, { choice, from: date(3), days });
    const statements = taken().flatMap((transaction) => transaction.statements);
    const offered = new Set(starts.map((start) => localDate(instant(start), "America/New_York")));
    return {
      days: offered.size,
      statements: statements.length,
      ofVisits: statements.filter((sql) => /\bfrom appointment\b/i.test(sql)).length,
    };
  };
  const day = await asked(1);
  expect(day).toMatchObject({ days: 1, ofVisits: 1 });
  expect(await asked(31)).toEqual({ ...day, days: 31 });
});

test("ec-L8 a range with nothing in it names the first free time after it, in the same call, to the horizon and no further", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  await query("update tenant set horizon_days = 200 where id = $1", [studio.tenantId]);
  const { practitionerId, locationId } = studio;
  const rows = (from: string | null, until: string | null) =>
    [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
      locationId,
      weekday,
      start: "09:00",
      end: "10:00",
      everyWeeks: 1,
      effectiveFrom: from,
      effectiveUntil: until,
    }));
  succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows: rows(date(150), null) }));
  const soon = await list(studio, { from: date(0), days: 31 });
  expect(soon.starts).toEqual([]);
  expect(soon.nextAvailable).toBe(wallTime(150, "09:00"));
  expect(soon.lastDate).toBe(date(200));
  succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows: rows(date(201), null) }));
  expect(await list(studio, { from: date(0), days: 31 })).toMatchObject({ starts: [], nextAvailable: null });
});

test("ec-L8 where nothing follows a range, the first free time before it is named", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  await query("update tenant set horizon_days = 200 where id = $1", [studio.tenantId]);
  const { practitionerId, locationId } = studio;
  const rows = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
    locationId,
    weekday,
    start: "09:00",
    end: "10:00",
    everyWeeks: 1,
    effectiveFrom: date(20),
    effectiveUntil: date(29),
  }));
  succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows }));
  expect(await list(studio, { from: date(30), days: 31 })).toMatchObject({
    starts: [],
    nextAvailable: wallTime(20, "09:00"),
  });
});

test("ec-L8 the first free time after a range is found on whichever date it is, the visit that moves counting as free", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  await query("update tenant set horizon_days = 200 where id = $1", [studio.tenantId]);
  const { practitionerId, locationId } = studio;
  // The day after the range, the last of one look and the first of the next.
  for (const day of [31, 31 + 61, 31 + 62]) {
    const only = { everyWeeks: 1, effectiveFrom: date(day), effectiveUntil: date(day) };
    const rows = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
      locationId,
      weekday,
      start: "09:00",
      end: "10:00",
      ...only,
    }));
    succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows }));
    expect((await list(studio, { from: date(0), days: 31 })).nextAvailable, `${day}`).toBe(
      wallTime(day, "09:00"),
    );
  }
  const visit = await bookVisit(studio, { startsAt: wallTime(93, "09:00") });
  const moving = runtime.links.sign({ kind: "appointment", tenantId: studio.tenantId, id: visit.id });
  expect((await list(studio, { from: date(0), days: 31 })).nextAvailable).toBeNull();
  expect((await list(studio, { from: date(0), days: 31, moving })).nextAvailable).toBe(wallTime(93, "09:00"));
});

test("ec-B16 hours of every second week are offered and held in those weeks only", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const { practitionerId, locationId } = studio;
  const rows = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
    locationId,
    weekday,
    start: "09:00",
    end: "10:00",
    everyWeeks: 2,
    effectiveFrom: date(2),
    effectiveUntil: null,
  }));
  succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows }));
  const { starts } = await list(studio, { from: date(1), days: 25 });
  const worked = [2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 19, 20, 21, 22];
  expect(starts).toEqual(worked.map((day) => wallTime(day, "09:00")));
  const hold = (day: number) =>
    holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(day, "09:00") }));
  expect(await hold(9)).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  expect(await hold(16)).toMatchObject({ ok: true });
});

test("an override on any date of the range counts; rooms, people and places that are not in use give nothing", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const { practitionerId, locationId } = studio;
  const closed = { practitionerId, locationId, date: date(25), blocks: [], reason: "" };
  succeeded(await setDateOverride(studio.as("admin"), closed));
  const starts = (await list(studio, { from: date(1), days: 31 })).starts;
  expect(starts).not.toContain(wallTime(25, "09:00"));
  expect(starts).toContain(wallTime(24, "09:00"));
  const day = async () => (await list(studio, { from: date(2), days: 1 })).starts.length;
  const set = async (table: "resource" | "practitioner" | "location", active: boolean) =>
    await query(`update ${table} set active = $2 where tenant_id = $1`, [studio.tenantId, active]);
  expect(await day()).toBe(1);
  for (const table of ["resource", "practitioner", "location"] as const) {
    await set(table, false);
    expect.soft(await day(), table).toBe(0);
    await set(table, true);
  }
  // A room at another place is no room here.
  const elsewhere = succeeded(await addLocation(studio.as("admin"), westCoast));
  await query("update resource set location_id = $2 where tenant_id = $1", [
    studio.tenantId,
    elsewhere.locationId,
  ]);
  expect(await day()).toBe(0);
});

test("ec-C12 the whole last date of the horizon can be booked, and nothing after it", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const { starts, lastDate, today } = await list(studio, { from: date(55), days: 20 });
  expect([today, lastDate]).toEqual([date(0), date(60)]);
  expect(starts.at(-1)).toBe(wallTime(60, "09:00"));
  expect(starts).toHaveLength(6);
});

test("dates before today, far ahead, or at the ends of what the wire lets through answer with no times", async () => {
  const studio = await createStudio(runtime);
  for (const from of ["1900-01-01", date(-40), date(400), "2199-12-31"]) {
    expect.soft((await list(studio, { from, days: 31 })).starts, from).toEqual([]);
  }
  expect((await list(studio, { from: date(-40), days: 31 })).nextAvailable).toBeGreaterThan(Date.now());
  // Nothing lies beyond the horizon, so it is one before.
  const soonest = (await list(studio, { from: date(0), days: 31 })).starts[0];
  expect((await list(studio, { from: date(400), days: 31 })).nextAvailable).toBe(soonest);
});

const westCoast = {
  name: "West",
  addressLine: "1 Ocean Ave",
  city: "Los Angeles",
  region: "CA",
  postalCode: "90001",
  country: "US",
  phone: "",
  directions: "",
  timeZone: "America/Los_Angeles",
};

test("an override replaces the hours of its date at every place, and a place has its own hours and zone", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "11:00"]] });
  const { practitionerId } = studio;
  const added = await addLocation(studio.as("admin"), westCoast);
  const west = asId<typeof studio.locationId>(succeeded(added).locationId);
  const override = { practitionerId, date: date(2), reason: "" };
  succeeded(
    await setDateOverride(studio.as("admin"), {
      ...override,
      locationId: west,
      blocks: [["12:00", "14:00"]],
    }),
  );
  expect((await list(studio, { from: date(2), days: 1 })).starts).toEqual([]);
  const { choice } = holdInput(studio, { startsAt: instant(0), mode: "telehealth" });
  const there = await listSlots(studio.as("public"), {
    choice: { ...choice, locationId: west },
    from: date(2),
    days: 1,
  });
  expect(there.timeZone).toBe("America/Los_Angeles");
  expect(clock(there.starts, "America/Los_Angeles")).toEqual(["12:00", "12:30", "13:00"]);
});

test("ec-E1 one room for two people: taken for one is taken for both, and online it does not matter", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1, hours: [["09:00", "10:00"]] });
  const [, other = null] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(2, "09:00") });
  expect((await list(studio, { from: date(2), days: 1, practitionerId: other })).starts).toEqual([]);
  const { choice } = holdInput(studio, { startsAt: instant(0), practitionerId: other, mode: "telehealth" });
  expect((await listSlots(studio.as("public"), { choice, from: date(2), days: 1 })).starts).toHaveLength(1);
});

test("ec-J6 whoever moves a visit by its link is shown its own time as free; any other link changes nothing", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "11:00"]] });
  const elsewhere = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "09:30") });
  const sign = (kind: "hold" | "appointment", tenantId: string) =>
    runtime.links.sign({ kind, tenantId, id: visit.id });
  const range = { from: date(2), days: 1 };
  expect(clock((await list(studio, range)).starts)).toEqual([]);
  expect(
    clock((await list(studio, { ...range, moving: sign("appointment", studio.tenantId) })).starts),
  ).toEqual(["09:00", "09:30", "10:00"]);
  for (const moving of [sign("hold", studio.tenantId), sign("appointment", elsewhere.tenantId), "forged"]) {
    expect.soft((await list(studio, { ...range, moving })).starts, moving).toEqual([]);
  }
});

test("BOOK-04 ec-C11 the notice is judged by the database's clock: exactly enough is enough", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]], service: { stepMin: 5 } });
  const { starts, now } = await list(studio, { from: date(0), days: 2 });
  const first = starts[0] ?? 0;
  expect(first - now).toBeGreaterThanOrEqual(120 * 60_000);
  expect(first - now).toBeLessThanOrEqual(125 * 60_000);
});

test("TEN-07 another studio's service or place is as unknown as one that never was; what is not offered has no times", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const { choice } = holdInput(studio, { startsAt: instant(0) });
  const range = { from: date(2), days: 1 };
  for (const wrong of [
    { serviceId: elsewhere.serviceId },
    { serviceId: asId<typeof studio.serviceId>(uuidv7()) },
    { locationId: elsewhere.locationId },
  ]) {
    await expect(
      listSlots(studio.as("public"), { choice: { ...choice, ...wrong }, ...range }),
    ).rejects.toThrow("not_found");
  }
  const theirs = { ...choice, practitionerId: elsewhere.practitionerId };
  expect(await listSlots(studio.as("public"), { choice: theirs, ...range })).toMatchObject({
    starts: [],
    nextAvailable: null,
  });
  await query("update service set online_bookable = false where id = $1", [studio.serviceId]);
  expect(await list(studio, range)).toMatchObject({ starts: [], nextAvailable: null });
  await query("update service set online_bookable = true where id = $1", [studio.serviceId]);
  expect((await list(studio, range)).starts).not.toEqual([]);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await list(studio, range)).toMatchObject({ starts: [], nextAvailable: null });
});

test("looking writes nothing, for anyone", async () => {
  const studio = await createStudio(runtime);
  const before = await rowCounts(query);
  await list(studio, { from: date(0), days: 45 });
  expect(await rowCounts(query)).toEqual(before);
});

test("why a day has no times is told politely: of nobody's visits, and of nobody's day off", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const because = async (day: number) => (await list(studio, { from: date(day), days: 1 })).noneBecause;
  expect(await because(2)).toBeNull();
  await bookVisit(studio, { startsAt: wallTime(2, "09:00") });
  expect(await because(2)).toBe("fully_booked");
  const { practitionerId, locationId } = studio;
  const dayOff = { practitionerId, locationId, date: date(3), blocks: [], reason: "Private" };
  succeeded(await setDateOverride(studio.as("admin"), dayOff));
  expect(await because(3)).toBe("not_offered");
  expect(await because(-3)).toBe("past");
  await query("update tenant set min_notice_min = 7200, horizon_days = 20 where id = $1", [studio.tenantId]);
  expect(await because(4)).toBe("too_soon");
  expect(await because(21)).toBe("not_open_yet");
  await query("update service set active = false where tenant_id = $1", [studio.tenantId]);
  expect(await because(4)).toBe("not_offered");
});
