import { asId, type Id } from "@quietroom/domain/ids";
import { addDays, localDate, weekdayOf } from "@quietroom/domain/time";
import {
  addClient,
  began,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  replaceHours,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  addLocation,
  removeDateOverride,
  setDateOverride,
  setPractitionerCaps,
  setWeeklyHours,
  viewAvailability,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const always = { everyWeeks: 1, effectiveFrom: null, effectiveUntil: null };
const row = (locationId: TestStudio["locationId"], weekday: number, start: string, end: string) => ({
  locationId,
  weekday,
  start,
  end,
  ...always,
});

test("SCHED-01 weekly hours are kept as wall-clock times and come back in order", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const morning = {
    ...row(locationId, 2, "09:00", "12:00"),
    effectiveFrom: "2027-01-01",
    effectiveUntil: "2027-06-30",
  };
  const rows = [row(locationId, 2, "13:00", "17:00"), morning, row(locationId, 5, "21:00", "03:00")];
  expect(await replaceHours(as("admin"), { practitionerId, rows })).toMatchObject({
    ok: true,
    value: { outsideHours: [] },
  });
  const view = await viewAvailability(as("admin"), { practitionerId });
  expect(view.weekly).toEqual([rows[1], rows[0], rows[2]]);
});

test.each([
  [
    "ec-B9 overlapping ranges",
    [
      ["09:00", "12:00"],
      ["11:00", "13:00"],
    ],
    "overlapping_ranges",
    1,
  ],
  ["ec-B10 a zero-length range", [["09:00", "09:00"]], "range_too_short", 0],
  [
    "ec-B10 a reversed range",
    [
      ["09:00", "12:00"],
      ["17:00", "09:00"],
    ],
    "reversed_range",
    1,
  ],
  ["SCHED-01 a range under half an hour", [["09:00", "09:20"]], "range_too_short", 0],
] as const)("%s are refused and what was there stays", async (_case, ranges, code, blamed) => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const before = await viewAvailability(as("admin"), { practitionerId });
  const rows = ranges.map(([start, end]) => row(locationId, 1, start, end));
  expect(await replaceHours(as("admin"), { practitionerId, rows })).toEqual({
    ok: false,
    refusal: { code, row: blamed, date: null },
  });
  expect(await viewAvailability(as("admin"), { practitionerId })).toEqual(before);
});

test("dates that end before they begin are refused, not left to the database", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const rows = [
    { ...row(locationId, 1, "09:00", "12:00"), effectiveFrom: "2027-02-01", effectiveUntil: "2027-01-01" },
  ];
  expect(await replaceHours(as("admin"), { practitionerId, rows })).toMatchObject({
    refusal: { code: "reversed_dates", row: 0 },
  });
});

test("ec-B16 hours of every second week are kept with their date, and refused without it", async () => {
  const studio = await createStudio(runtime, { timeZone: "America/New_York" });
  const { as, practitionerId, locationId } = studio;
  // Monday 2030-01-14 lies a week after the first of these Mondays; 15:00 in New York is 20:00Z.
  const appointmentId = await appointmentAt(studio, "2030-01-14T20:00Z");
  const monday = { ...row(locationId, 1, "09:00", "17:00"), everyWeeks: 2 };
  const save = (rows: Parameters<typeof replaceHours>[1]["rows"]) =>
    replaceHours(as("admin"), { practitionerId, rows });

  expect(await save([monday])).toEqual({
    ok: false,
    refusal: { code: "no_first_date", row: 0, date: null },
  });
  const first = { ...monday, effectiveFrom: "2030-01-07" };
  const second = { ...monday, effectiveFrom: "2030-01-14", start: "12:00" };
  expect(await save([first, { ...second, effectiveFrom: "2030-01-21" }])).toEqual({
    ok: false,
    refusal: { code: "overlapping_ranges", row: 1, date: null },
  });
  expect(await save([first])).toMatchObject({ value: { outsideHours: [appointmentId] } });
  expect((await viewAvailability(as("admin"), { practitionerId })).outside).toEqual({
    count: 1,
    visits: [
      {
        id: appointmentId,
        startsAt: Date.parse("2030-01-14T20:00Z"),
        date: "2030-01-14",
        timeZone: "America/New_York",
      },
    ],
  });
  expect(await save([first, second])).toMatchObject({ ok: true, value: { outsideHours: [] } });
  expect((await viewAvailability(as("admin"), { practitionerId })).weekly).toEqual([first, second]);
});

test("hours at two places may not overlap, since one person is in one place", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const second = succeeded(await addLocation(as("admin"), elsewhere));
  const rows = [
    row(locationId, 1, "09:00", "12:00"),
    row(asLocation(second.locationId), 1, "11:00", "15:00"),
  ];
  expect(await replaceHours(as("admin"), { practitionerId, rows })).toMatchObject({
    refusal: { code: "overlapping_ranges", row: 1 },
  });
});

test("SCHED-01 hours at places of two zones are compared by the clock of each, not as they stand on the walls", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime, { timeZone: "America/New_York" });
  const west = { ...elsewhere, timeZone: "America/Los_Angeles" };
  const there = asLocation(succeeded(await addLocation(as("admin"), west)).locationId);
  const save = async (...times: [string, string]) =>
    await replaceHours(as("admin"), {
      practitionerId,
      rows: [row(locationId, 1, ...times), row(there, 1, "09:00", "12:00")],
    });
  expect(await save("09:00", "12:00")).toMatchObject({ ok: true });
  expect(await save("12:00", "15:00")).toEqual({
    ok: false,
    refusal: { code: "overlapping_ranges", row: 1, date: null },
  });
});

test("SCHED-01 a week may not meet extra hours of dates to come at another place, and the date is named; those that are over are in nobody's way", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const there = asLocation(succeeded(await addLocation(as("admin"), elsewhere)).locationId);
  const save = (rows: Parameters<typeof replaceHours>[1]["rows"]) =>
    replaceHours(as("admin"), { practitionerId, rows });
  succeeded(await save([]));
  const today = localDate(began, "America/New_York");
  const extraOn = async (date: string) =>
    succeeded(
      await setDateOverride(as("admin"), {
        practitionerId,
        locationId: there,
        date,
        kind: "extra",
        blocks: [["10:00", "14:00"]],
        reason: "",
      }),
    );
  const date = addDays(today, 12);
  await extraOn(addDays(today, -1));
  await extraOn(date);
  const weekday = weekdayOf(date);
  const yesterdays = row(locationId, weekdayOf(addDays(today, -1)), "09:00", "13:00");
  const before = await viewAvailability(as("admin"), { practitionerId });
  expect(await save([yesterdays, row(locationId, weekday, "09:00", "13:00")])).toEqual({
    ok: false,
    refusal: { code: "hours_elsewhere", row: 1, date },
  });
  expect(await viewAvailability(as("admin"), { practitionerId })).toEqual(before);
  expect(await save([yesterdays, row(locationId, weekday, "14:00", "18:00")])).toMatchObject({ ok: true });
  expect(await save([row(there, weekday, "09:00", "13:00")])).toMatchObject({ ok: true });
});

test("ec-B11 ec-B12 appointments that hours or an override leave outside are named and stay", async () => {
  const studio = await createStudio(runtime, { timeZone: "America/New_York" });
  const { as, practitionerId, locationId } = studio;
  // Monday 2030-01-14, 15:00 in New York is 20:00Z; the studio is open 09:00 to 17:00.
  const appointmentId = await appointmentAt(studio, "2030-01-14T20:00Z");
  const mornings = [1, 2, 3].map((weekday) => row(locationId, weekday, "09:00", "12:00"));
  const allDay = [1, 2, 3].map((weekday) => row(locationId, weekday, "09:00", "17:00"));

  expect(await replaceHours(as("admin"), { practitionerId, rows: allDay })).toMatchObject({
    value: { outsideHours: [] },
  });
  expect(await replaceHours(as("admin"), { practitionerId, rows: mornings })).toMatchObject({
    value: { outsideHours: [appointmentId] },
  });
  const extra = {
    practitionerId,
    locationId,
    date: "2030-01-14",
    blocks: [["14:00", "18:00"]],
    reason: "Late clinic",
  };
  expect(await setDateOverride(as("admin"), override(extra))).toMatchObject({ value: { outsideHours: [] } });
  const id = await overrideId(studio);
  expect(
    await setDateOverride(as("admin"), { ...override({ ...extra, blocks: [] }), id, version: 1 }),
  ).toMatchObject({
    value: { outsideHours: [appointmentId] },
  });
  expect(
    await removeDateOverride(as("admin"), { practitionerId, id, version: 2, following: false }),
  ).toMatchObject({
    value: { outsideHours: [appointmentId] },
  });
  const [kept] = await query("select status from appointment where id = $1", [appointmentId]);
  expect(kept).toEqual({ status: "scheduled" });
});

test("a therapist keeps their own hours and nobody else's (AUTH-51)", async () => {
  const { as, practitionerIds, locationId } = await createStudio(runtime, { practitioners: 2 });
  const [own, other] = practitionerIds;
  if (own === undefined || other === undefined) throw new Error("two practitioners");
  const therapist = as({ therapist: own });
  const rows = [row(locationId, 1, "09:00", "12:00")];
  expect(await replaceHours(therapist, { practitionerId: own, rows })).toMatchObject({ ok: true });
  await expect(setWeeklyHours(therapist, { practitionerId: other, version: 1, rows })).rejects.toThrow(
    "not_found",
  );
  await expect(viewAvailability(therapist, { practitionerId: other })).rejects.toThrow("not_found");
  await expect(setWeeklyHours(as("receptionist"), { practitionerId: own, version: 1, rows })).rejects.toThrow(
    "forbidden",
  );
  await expect(setWeeklyHours(as("public"), { practitionerId: own, version: 1, rows })).rejects.toThrow(
    "forbidden",
  );
});

test("TEN-07 another studio's practitioner or location is as good as none", async () => {
  const ours = await createStudio(runtime);
  const theirs = await createStudio(runtime);
  const admin = ours.as("admin");
  const rows = [row(theirs.locationId, 1, "09:00", "12:00")];
  await expect(
    setWeeklyHours(admin, { practitionerId: theirs.practitionerId, version: 1, rows: [] }),
  ).rejects.toThrow("not_found");
  await expect(viewAvailability(admin, { practitionerId: theirs.practitionerId })).rejects.toThrow(
    "not_found",
  );
  expect(await replaceHours(admin, { practitionerId: ours.practitionerId, rows })).toMatchObject({
    refusal: { code: "unknown_location", row: 0 },
  });
  const kept = await viewAvailability(theirs.as("admin"), { practitionerId: theirs.practitionerId });
  expect(kept.weekly).toHaveLength(7);
});

test("two saves at once leave the rows of one of them, not of both", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const save = async (version: number, start: string, end: string) =>
    await setWeeklyHours(as("admin"), {
      practitionerId,
      version,
      rows: [1, 2, 3, 4, 5].map((weekday) => row(locationId, weekday, start, end)),
    });
  for (let round = 0; round < 5; round += 1) {
    const { version } = versionOf(await viewAvailability(as("admin"), { practitionerId }));
    const saved = await Promise.all([
      save(version, "08:00", "12:00"),
      save(version, "10:00", "18:00"),
      save(version, "07:00", "09:00"),
    ]);
    expect(saved.filter(({ ok }) => ok)).toHaveLength(1);
    const { weekly } = await viewAvailability(as("admin"), { practitionerId });
    expect(new Set(weekly.map(({ start, end }) => `${start} ${end}`)).size).toBe(1);
    expect(weekly).toHaveLength(5);
  }
});

test("a save is audited and announced with the practitioner's id alone", async () => {
  const { tenantId, as, practitionerId, locationId } = await createStudio(runtime);
  succeeded(
    await replaceHours(as("admin"), { practitionerId, rows: [row(locationId, 1, "09:00", "12:00")] }),
  );
  const audits = await query(
    "select action, resource, resource_id, outcome from audit_event where tenant_id = $1 order by at desc, id desc limit 1",
    [tenantId],
  );
  expect(audits).toEqual([
    { action: "update", resource: "weekly_hours", resource_id: practitionerId, outcome: "done" },
  ]);
  const events = await query("select name, data from outbox where tenant_id = $1 order by seq desc limit 1", [
    tenantId,
  ]);
  expect(events).toEqual([{ name: "availability/changed", data: { tenantId, practitionerId } }]);
});

test("a save of the weekly hours that was prepared on an older state is refused, and what stands stays", async () => {
  const { as, practitionerId, locationId } = await createStudio(runtime);
  const admin = as("admin");
  const { version } = versionOf(await viewAvailability(admin, { practitionerId }));
  const mine = { practitionerId, version, rows: [row(locationId, 1, "09:00", "12:00")] };
  const theirs = { practitionerId, version, rows: [row(locationId, 2, "13:00", "17:00")] };
  const answers = await Promise.all([setWeeklyHours(admin, mine), setWeeklyHours(admin, theirs)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile", row: null, date: null },
  });
  const after = await viewAvailability(admin, { practitionerId });
  expect(after.weekly).toEqual((answers[0]?.ok ?? false) ? mine.rows : theirs.rows);
  expect(await setWeeklyHours(admin, { ...mine, ...versionOf(after) })).toMatchObject({ ok: true });
});

test("SCHED-25 limits that were prepared on an older state are refused", async () => {
  const { as, practitionerId } = await createStudio(runtime);
  const save = (version: number, maxPerDay: number) =>
    setPractitionerCaps(as("admin"), { practitionerId, version, maxPerDay, maxPerWeek: null });
  const { practitioner } = await viewAvailability(as("admin"), { practitionerId });
  expect(await save(practitioner.limitsVersion, 4)).toEqual({
    ok: true,
    value: { version: practitioner.limitsVersion + 1 },
  });
  expect(await save(practitioner.limitsVersion, 9)).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  expect((await viewAvailability(as("admin"), { practitionerId })).practitioner.maxPerDay).toBe(4);
});

function versionOf({ practitioner }: Awaited<ReturnType<typeof viewAvailability>>) {
  return { version: practitioner.hoursVersion };
}

/** The only override that a studio's practitioner has. */
async function overrideId({ as, practitionerId }: TestStudio) {
  const { overrides } = await viewAvailability(as("admin"), { practitionerId });
  return asId<Id<"date_override">>(overrides[0]?.id ?? "");
}

type Override = Parameters<typeof setDateOverride>[1];

function override(
  input: Omit<Override, "blocks"> & { readonly blocks: readonly (readonly string[])[] },
): Override {
  return { ...input, blocks: input.blocks.map(([start = "", end = ""]) => [start, end]) };
}

function asLocation(id: string): TestStudio["locationId"] {
  return id as TestStudio["locationId"];
}

async function appointmentAt(studio: TestStudio, startsAt: string): Promise<string> {
  const { tenantId, practitionerId, locationId, serviceId } = studio;
  const client = await addClient(runtime, tenantId, person("Ana"));
  const [appointment] = await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, booked_at, cancel_deadline)
     select $1, 'scheduled', $2, $3, $4, $5, 'in_person', s, s + interval '1 hour', s, s + interval '1 hour', 'America/New_York', now(), s
     from (select $6::timestamptz as s) start returning id`,
    [tenantId, practitionerId, locationId, serviceId, client, startsAt],
  );
  return String(appointment?.["id"]);
}

const elsewhere = {
  name: "Harbour Street",
  addressLine: "2 Harbour Street",
  city: "New York",
  region: "NY",
  postalCode: "10002",
  country: "US",
  phone: "",
  directions: "",
  timeZone: "America/New_York",
};
