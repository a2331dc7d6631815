import { calledFrom } from "@quietroom/services";
import {
  bookVisit,
  clientsOf,
  createStudio,
  inspect,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { expect, test } from "vitest";
import { appointmentPanel, calendarRange } from "./scheduling/index.ts";
import { saveService } from "./studio/index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const { id: appointmentId } = await bookVisit(studio, { startsAt: wallTime(4, "10:00") });

const browser = "Mozilla/5.0 (X11; Linux x86_64) Testfox/1.0";
const admin = studio.as("admin");
const context = { ...admin, runtime: calledFrom(runtime, { ip: "203.0.113.7", userAgent: browser }) };

const another: Parameters<typeof saveService>[1] = {
  id: null,
  version: null,
  name: "Never to be",
  description: "",
  durationMin: 60,
  stepMin: 30,
  bufferBeforeMin: 0,
  bufferAfterMin: 0,
  maxPerDay: null,
  maxPerWeek: null,
  newClients: "anyone",
  priceMinor: 100,
  modes: ["in_person"],
  needsRoom: false,
  roomType: "",
  roomEquipment: [],
  roomCapacity: 2,
  roomStepFree: false,
  preferredRoomIds: [],
  deviceType: "",
  onlineBookable: false,
  active: true,
  practitionerIds: [],
};

const latest = async (verb: string) =>
  (
    await query("select * from audit_event where tenant_id = $1 and verb = $2 order by id desc limit 1", [
      studio.tenantId,
      verb,
    ])
  )[0];

test("AUD-01 a row says who, from where, in which session, whose record, whether it is protected, and how it ended", async () => {
  await appointmentPanel(context, { appointmentId: asId<AppointmentId>(appointmentId) });
  const row = await latest("scheduling.appointment_panel");
  expect(row).toMatchObject({
    actor_kind: "staff",
    action: "read",
    resource: "appointment",
    resource_id: appointmentId,
    ip: "203.0.113.7",
    user_agent: browser,
    phi: true,
    outcome: "done",
  });
  expect(row?.["client_id"]).not.toBeNull();
  expect(row?.["session_id"]).toBe(admin.actor.kind === "staff" ? admin.actor.sessionId : null);
});

test("AUD-01 a change names the fields that were written, never what was written into them", async () => {
  const row = await latest("studio.save_service");
  expect(row).toMatchObject({ action: "create", phi: false, ip: null });
  expect(row?.["changed"]).toEqual(
    expect.arrayContaining(["name", "description", "durationMin", "priceMinor"]),
  );
  expect(row?.["changed"]).not.toContain("id");
  expect(JSON.stringify(row)).not.toContain("Regular session");
});

test("AUD-03 a list names the clients whom it returned", async () => {
  await calendarRange(context, { from: "2020-01-01", until: "2020-01-08" });
  expect((await latest("scheduling.calendar_range"))?.["detail"]).toMatchObject({ clientIds: [] });
});

test("AUD-04 what is refused is recorded with where it came from, and nothing else of it stays", async () => {
  const clerk = { ...studio.as("receptionist"), runtime: context.runtime };
  await expect(saveService(clerk, another)).rejects.toThrow("forbidden");
  expect(await latest("studio.save_service")).toMatchObject({
    action: "attempt",
    outcome: "forbidden",
    ip: "203.0.113.7",
  });
});

test("check 89 AUD-04 where no audit row can be written the act is undone", async () => {
  await query(
    "alter table audit_event add constraint full_up check (verb <> 'scheduling.appointment_panel') not valid",
  );
  try {
    await expect(
      appointmentPanel(context, { appointmentId: asId<AppointmentId>(appointmentId) }),
    ).rejects.toThrow();
  } finally {
    await query("alter table audit_event drop constraint full_up");
  }
  await query("alter table audit_unsealed add constraint full_up check (false) not valid");
  try {
    await expect(saveService(context, another)).rejects.toThrow();
  } finally {
    await query("alter table audit_unsealed drop constraint full_up");
  }
  expect(await query("select from service where name = 'Never to be'")).toEqual([]);
});

test("AUD-05 no value of a record stands anywhere in the audit: not a name, an email, a phone number or a birth date", async () => {
  const values = (await clientsOf(runtime, studio.tenantId)).flatMap(({ id: _id, ...words }) =>
    Object.values(words),
  );
  expect(values.length).toBeGreaterThan(5);
  const [audit] = await query("select string_agg(e::text, ' ') as text from audit_event e");
  for (const value of values) expect(String(audit?.["text"]).includes(value), value).toBe(false);
});
