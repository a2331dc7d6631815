import {
  bookedClient,
  bookVisit,
  createStudio,
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
import {
  listOwnVisits,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
  viewAppointment,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

async function limitMoves(studio: TestStudio, clientMoveLimit: number) {
  const admin = studio.as("admin");
  const rules = await viewBookingRules(admin, {});
  succeeded(await saveBookingRules(admin, { ...rules, clientMoveLimit }));
}

test("ec-J5 BOOK-06 a chain of moves stays one visit: its first link lands on the newest time, and a client moves it so often", async () => {
  const studio = await createStudio(runtime);
  await limitMoves(studio, 2);
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Jo") });
  const move = async (day: number) =>
    await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(day, "11:00") });
  succeeded(await move(10));
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({ canReschedule: true });
  succeeded(await move(11));
  succeeded(await move(11)); // where it is already: asked twice is asked once
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    id: visit.id,
    startsAt: wallTime(11, "11:00"),
    canReschedule: false,
    canCancel: true,
  });
  expect(await move(12)).toEqual({ ok: false, refusal: { code: "move_limit", alternatives: [] } });

  const staff = { appointmentId: asId<AppointmentId>(visit.id), practitionerId: studio.practitionerId };
  for (const [day, version] of [
    [13, 4],
    [14, 5],
    [15, 6],
  ] as const)
    succeeded(
      await rescheduleAsStaff(studio.as("admin"), { ...staff, version, startsAt: wallTime(day, "11:00") }),
    );
  expect(await query("select client_moves, version from appointment where id = $1", [visit.id])).toEqual([
    { client_moves: 2, version: 7 },
  ]);
  expect(
    await query("select count(*)::int as n from appointment where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
  expect(succeeded(await viewAppointment(visit.context, {})).startsAt).toBe(wallTime(15, "11:00"));
});

test("ec-J5 BOOK-06 the same signed in to the portal; without a limit as often as they like", async () => {
  const studio = await createStudio(runtime);
  const kim = await bookedClient(studio, query, { name: "Kim", day: 9 });
  const as = studio.as({ client: kim.clientId });
  const appointmentId = asId<AppointmentId>(kim.appointmentId);
  const move = async (day: number) =>
    await rescheduleOwnVisit(as, { appointmentId, practitionerId: null, startsAt: wallTime(day, "15:00") });
  succeeded(await move(10));
  succeeded(await move(11));
  succeeded(await move(12));
  expect((await listOwnVisits(as, {})).coming).toMatchObject([{ canReschedule: true }]);
  await limitMoves(studio, 3);
  expect((await listOwnVisits(as, {})).coming).toMatchObject([{ canReschedule: false, canCancel: true }]);
  expect(await move(13)).toMatchObject({ refusal: { code: "move_limit" } });
});

test("ec-J5 two moves of the last one left at once: one is made", async () => {
  const studio = await createStudio(runtime);
  await limitMoves(studio, 1);
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00") });
  const both = await Promise.all(
    ["11:00", "13:00"].map(
      async (time) =>
        await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(10, time) }),
    ),
  );
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "move_limit" } });
});

test("BOOK-06 the rules are an admin's to see and to set", async () => {
  const studio = await createStudio(runtime);
  const rules = await viewBookingRules(studio.as("admin"), {});
  await expect(viewBookingRules(studio.as("receptionist"), {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(saveBookingRules(studio.as("receptionist"), rules)).rejects.toMatchObject({
    code: "forbidden",
  });
});
