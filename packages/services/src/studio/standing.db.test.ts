import type { setStanding as contract } from "@quietroom/contracts/practitioners";
import type { InputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  holdInput,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  appointmentPanel,
  calendarRange,
  deskTimes,
  explainTime,
  holdSlot,
  listSlots,
} from "../scheduling/index.ts";
import {
  addPractitioner,
  listPractitioners,
  setStanding,
  viewAvailability,
  viewStanding,
  viewStudio,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The local date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");

type Wish = Partial<InputOf<typeof contract>>;

/** Saves how the studio's practitioner stands, as loaded now. */
async function set(studio: TestStudio, wish: Wish) {
  const { practitionerId } = studio;
  const { version, onlineBookable, active, lastDay } = await viewStanding(studio.as("admin"), {
    practitionerId,
  });
  return await setStanding(studio.as("admin"), {
    practitionerId,
    version,
    onlineBookable,
    active,
    lastDay,
    ...wish,
  });
}

async function timesOn(studio: TestStudio, day: number) {
  const { choice } = holdInput(studio, { startsAt: wallTime(day, "10:00") });
  return (await listSlots(studio.as("public"), { choice, from: date(day), days: 1 })).starts.length;
}

const hold = async (studio: TestStudio, day: number) =>
  holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(day, "10:00") }));

async function deskTimesOn(studio: TestStudio, day: number) {
  const { serviceId, practitionerId, locationId } = studio;
  const asked = { serviceId, practitionerId, locationId, mode: "in_person", durationMin: null } as const;
  return (await deskTimes(studio.as("admin"), { ...asked, date: date(day) })).starts.length;
}

const shown = async (studio: TestStudio) =>
  (await viewStudio(studio.as("public"), {})).practitioners.map(({ id }) => id);

test("ec-L9 off online booking, a practitioner is on no page and has no times for clients, while the desk books them; back on, they are as before", async () => {
  const studio = await createStudio(runtime);
  const before = await timesOn(studio, 3);
  succeeded(await set(studio, { onlineBookable: false }));
  expect(await shown(studio)).toEqual([]);
  expect(await timesOn(studio, 3)).toBe(0);
  expect(await hold(studio, 3)).toMatchObject({ ok: false, refusal: { code: "unknown_service" } });
  expect(await deskTimesOn(studio, 3)).toBeGreaterThan(0);
  succeeded(await set(studio, { onlineBookable: true }));
  expect(await shown(studio)).toEqual([studio.practitionerId]);
  expect(await timesOn(studio, 3)).toBe(before);
});

test("ec-L9 after a last day nothing is offered or held, not by the desk either, and until its end everything is; visits stay and are counted", async () => {
  const studio = await createStudio(runtime);
  const on = await bookVisit(studio, { startsAt: wallTime(4, "16:00") });
  const after = await bookVisit(studio, { startsAt: wallTime(5, "11:00") });
  const saved = succeeded(await set(studio, { lastDay: date(4) }));
  expect(saved).toMatchObject({ lastDay: date(4), hasLeft: false, standing: 1, version: 2 });
  expect([await timesOn(studio, 4), await timesOn(studio, 5)]).toEqual([expect.any(Number), 0]);
  expect(await timesOn(studio, 4)).toBeGreaterThan(0);
  expect(await hold(studio, 4)).toMatchObject({ ok: true });
  expect(await hold(studio, 6)).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  expect(await deskTimesOn(studio, 6)).toBe(0);
  const range = await calendarRange(studio.as("admin"), { from: date(4), until: date(6) });
  expect(range.openHours.map(({ start }) => localDate(instant(start), "America/New_York"))).toEqual([
    date(4),
  ]);
  expect(range.appointments.map(({ id }) => id)).toEqual(expect.arrayContaining([on.id, after.id]));
  const { outside } = await viewAvailability(studio.as("admin"), { practitionerId: studio.practitionerId });
  expect(outside.visits.map(({ id }) => id)).toEqual([after.id]);
  const { obstacles } = await explainTime(studio.as("admin"), {
    practitionerId: studio.practitionerId,
    serviceId: studio.serviceId,
    locationId: studio.locationId,
    mode: "in_person",
    date: date(6),
    time: "10:00",
  });
  expect(obstacles).toEqual([{ rule: "unknown_service", because: "practitioner_left" }]);
});

test("ec-L9 who has left is on no page; their bookings and history remain, and they are listed as having left", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const visit = await bookVisit(studio, {
    startsAt: wallTime(4, "16:00"),
    practitionerId: studio.practitionerId,
  });
  expect(succeeded(await set(studio, { active: false }))).toMatchObject({ hasLeft: true, standing: 1 });
  expect(await shown(studio)).toEqual(studio.practitionerIds.slice(1));
  expect(await hold(studio, 3)).toMatchObject({ ok: false });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId<AppointmentId>(visit.id) });
  expect(panel).toMatchObject({ status: "scheduled", practitionerId: studio.practitionerId });
  expect(panel.history.length).toBeGreaterThan(0);
  expect((await listPractitioners(studio.as("admin"), {})).map(({ hasLeft }) => hasLeft)).toEqual([
    true,
    false,
  ]);
  succeeded(await set(studio, { active: true, lastDay: date(0) }));
  expect((await shown(studio)).length).toBe(2);
  await query("update practitioner set last_day = last_day - 2 where id = $1", [studio.practitionerId]);
  expect(await shown(studio)).toEqual(studio.practitionerIds.slice(1));
  expect(await viewStanding(studio.as("admin"), { practitionerId: studio.practitionerId })).toMatchObject({
    active: true,
    hasLeft: true,
  });
});

test("ec-L9 a last day that is over is refused, so is what somebody changed meanwhile; who changed it and how is kept", async () => {
  const studio = await createStudio(runtime);
  expect(await set(studio, { lastDay: date(-1) })).toEqual({
    ok: false,
    refusal: { code: "last_day_over", field: "lastDay" },
  });
  succeeded(await set(studio, { lastDay: date(8) }));
  expect(await set(studio, { version: 1, lastDay: null })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile", field: null },
  });
  const audits = await query(
    "select outcome, detail from audit_event where tenant_id = $1 and verb = 'studio.set_standing' and outcome = 'done'",
    [studio.tenantId],
  );
  expect(audits).toEqual([
    { outcome: "done", detail: { onlineBookable: true, active: true, lastDay: date(8) } },
  ]);
});

test("TEN-13 ec-L9 who has left does not count to the fifty, and comes back only where there is room", async () => {
  const studio = await createStudio(runtime);
  await query(
    `insert into practitioner (tenant_id, slug, display_name) select $1, 'p-' || n, 'P ' || n from generate_series(2, 50) n`,
    [studio.tenantId],
  );
  const asked = { displayName: "Vera Lindqvist", title: "", bio: "" };
  expect(await addPractitioner(studio.as("admin"), asked)).toMatchObject({ ok: false });
  succeeded(await set(studio, { active: false }));
  expect(await addPractitioner(studio.as("admin"), asked)).toMatchObject({ ok: true });
  const full = { ok: false, refusal: { code: "limit_reached", field: null } };
  expect(await set(studio, { active: true })).toEqual(full);
  await query("update practitioner set active = true, last_day = current_date - 5 where id = $1", [
    studio.practitionerId,
  ]);
  expect(await set(studio, { lastDay: null })).toEqual(full);
  await query("update practitioner set last_day = current_date - 5 where tenant_id = $1 and slug = 'p-2'", [
    studio.tenantId,
  ]);
  expect(await set(studio, { lastDay: null })).toMatchObject({ ok: true });
});
