import {
  began,
  bookInput,
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
import { listServices as listed, saveService as contract } from "@quietroom/contracts/studio";
import { asId } from "@quietroom/domain/ids";
import { addDays, localDate } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { listServices, saveService, setDateOverride, viewStudio } from "../studio/index.ts";
import { appointmentPanel, bookHold, holdSlot, listSlots, viewAppointment } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

function date(day: number): string {
  return addDays(localDate(began, "America/New_York"), day);
}

async function block(studio: TestStudio, day: number) {
  return await setDateOverride(studio.as("admin"), {
    practitionerId: studio.practitionerId,
    locationId: studio.locationId,
    date: date(day),
    blocks: [],
    reason: "Away",
  });
}

test("ec-H18 staff block a time that a visitor holds: whoever confirms after that is told, and other times are named", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  succeeded(await block(studio, 3));
  const answer = await bookHold(hold.context, bookInput(person("Lea")));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  expect(answer.ok ? [] : answer.refusal.alternatives).toHaveLength(3);
  expect(await query("select status from appointment where id = $1", [hold.id])).toEqual([
    { status: "held" },
  ]);
});

test("ec-H18 confirmed first, the visit stands, and whoever blocks the time is told which it is", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  expect(succeeded(await block(studio, 3)).outsideHours).toEqual([visit.id]);
  expect(await query("select status from appointment where id = $1", [visit.id])).toEqual([
    { status: "scheduled" },
  ]);
});

test("ec-H18 both at once: either the visit stands and was named, or its client was told", async () => {
  for (const day of [3, 4, 5, 6]) {
    const studio = await createStudio(runtime);
    const hold = await holdTime(studio, { startsAt: wallTime(day, "10:00") });
    const [booked] = await Promise.all([
      bookHold(hold.context, bookInput(person("Max"))),
      block(studio, day),
    ]);
    const [row] = await query("select status from appointment where id = $1", [hold.id]);
    expect(row).toEqual({ status: booked.ok ? "scheduled" : "held" });
    if (!booked.ok) expect(booked.refusal.code).toBe("outside_hours");
  }
});

/** What the studio's one service is made of, as the editor sends it. */
async function serviceFields(studio: TestStudio) {
  const [service] = listed.output.parse(await listServices(studio.as("admin"), {}));
  if (service === undefined) throw new Error("no service");
  const { slug, currency: _currency, ...fields } = service;
  return { slug, fields };
}

async function archive(studio: TestStudio) {
  const { slug, fields } = await serviceFields(studio);
  const asked = contract.input.parse({ ...fields, active: false });
  succeeded(await saveService(studio.as("admin"), asked));
  return { slug, fields };
}

test("ec-L9 an archived service is off the page and cannot be had; its visits stand with their name, length and price", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await archive(studio);
  expect((await viewStudio(studio.as("public"), {})).services).toEqual([]);
  expect(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "13:00") })),
  ).toMatchObject({ refusal: { code: "unknown_service" } });
  const { serviceId, practitionerId, locationId } = studio;
  const asked = {
    choice: { serviceId, practitionerId, locationId, mode: "in_person" as const },
    from: date(1),
    days: 7,
  };
  expect(await listSlots(studio.as("public"), asked)).toMatchObject({
    slots: [],
    noneBecause: "not_offered",
  });
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    serviceName: "Regular session",
    priceMinor: 12_000,
    status: "scheduled",
    canCancel: true,
  });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId(visit.id) });
  expect(panel).toMatchObject({ serviceName: "Regular session", client: { name: "Ana Okafor" } });
  expect(panel.history.map(({ action }) => action)).toEqual(["held", "booked"]);
});

test("ec-L10 the address of an archived service is given to no other: an old link leads nowhere, and never to the new one", async () => {
  const studio = await createStudio(runtime);
  const old = await archive(studio);
  const again = contract.input.parse({ ...old.fields, id: null, version: null, priceMinor: 30_000 });
  const added = succeeded(await saveService(studio.as("admin"), again));
  expect(added.slug).not.toBe(old.slug);
  const shown = (await viewStudio(studio.as("public"), {})).services;
  expect(shown.map(({ slug }) => slug)).toEqual([added.slug]);
  expect(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "13:00") })),
  ).toMatchObject({ refusal: { code: "unknown_service" } });
});
