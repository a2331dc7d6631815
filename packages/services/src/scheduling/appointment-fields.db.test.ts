import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { hourMs, instant, type Instant, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookSeats,
  bookVisit,
  clientCalled,
  createStudio,
  groupSession,
  inspect,
  person,
  type Row,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { planReminders, sendMessage } from "../messages/index.ts";
import type { MessageSender } from "../ports.ts";
import { appointmentPanel, cancelAsStaff, cancelByLink, changeStatus, rescheduleByLink } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const sender: MessageSender = {
  send: async ({ idempotencyKey }) => ({ ok: true, value: { providerId: `p-${idempotencyKey}` } }),
};
const runtime = await testRuntime(database, { sender });

/** Sets the database's clock to `at`, or leaves it where it is when that is past, and answers what it shows. */
async function clockAt(at: Instant): Promise<Instant> {
  const [clock] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
  const now = instant(Number(clock?.["now"]));
  if (at <= now) return now;
  await database.advanceClock(at - now);
  return at;
}

async function rowOf(id: string): Promise<Row> {
  const [row] = await query("select * from appointment where id = $1", [id]);
  if (row === undefined) throw new Error("no such appointment");
  return row;
}

/** Staff set one status after the other, and the last answer is the version they see. */
async function moveOn(studio: TestStudio, id: string, to: "checked_in" | "in_progress" | "completed") {
  const { version } = await rowOf(id);
  const asked = { appointmentId: asId<AppointmentId>(id), version: Number(version), to };
  return succeeded(await changeStatus(studio.as("receptionist"), asked)).version;
}

const column = (at: Instant) => new Date(at);
const panelOf = (studio: TestStudio, id: string) =>
  appointmentPanel(studio.as("receptionist"), { appointmentId: asId<AppointmentId>(id) });

test("ec-A21 SCHED-08 whoever writes a start keeps its zone, its offset and the rules that it was worked out by", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(8, "10:00"), who: person("Wren") });
  const moved = await bookVisit(studio, { startsAt: wallTime(8, "12:00"), who: person("Moss") });
  await query("update appointment set zone_rules = '1999z' where id = $1", [moved.id]);
  const to = { practitionerId: null, startsAt: wallTime(8, "14:00") };
  succeeded(await rescheduleByLink(moved.context, to));
  await bookSeats(studio, await groupSession(studio));
  const rows = await query(
    "select time_zone, zone_rules, utc_offset_min is null as lost from appointment where tenant_id = $1",
    [studio.tenantId],
  );
  const written = { time_zone: "America/New_York", zone_rules: process.versions.tz, lost: false };
  expect(rows).toEqual([written, written, written, written]);
});

test("SCHED-08 a visit that was booked, reminded of, attended and completed has every field of its life", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 10, bufferAfterMin: 20 } });
  const startsAt = wallTime(6, "10:00");
  const bookedAt = await clockAt(instant(0));
  const { id } = await bookVisit(studio, { startsAt, who: person("Lived"), viewerZone: "Europe/London" });

  const { reminders } = await planReminders(studio.as("system"), { appointmentId: id, version: 2 });
  for (const { notificationId, dueAt } of reminders) {
    await clockAt(plus(dueAt, 1_000));
    expect(await sendMessage(studio.as("system"), { notificationId })).toEqual({ kind: "sent" });
  }
  const arrived = await clockAt(plus(startsAt, -5 * minuteMs));
  await moveOn(studio, id, "checked_in");
  await clockAt(startsAt);
  await moveOn(studio, id, "in_progress");
  const left = await clockAt(plus(startsAt, 55 * minuteMs));
  expect(await moveOn(studio, id, "completed")).toBe(5);

  const row = await rowOf(id);
  const client = await clientCalled(runtime, studio.tenantId, "lived@example.com");
  expect(row).toMatchObject({
    tenant_id: studio.tenantId,
    location_id: studio.locationId,
    room_id: studio.roomIds[0],
    practitioner_id: studio.practitionerId,
    client_id: client,
    service_id: studio.serviceId,
    mode: "in_person",
    starts_at: column(startsAt),
    ends_at: column(plus(startsAt, hourMs)),
    blocked_from: column(plus(startsAt, -10 * minuteMs)),
    blocked_until: column(plus(startsAt, 80 * minuteMs)),
    time_zone: "America/New_York",
    client_time_zone: "Europe/London",
    status: "completed",
    price_minor: 12_000,
    currency: "USD",
    policy_version: 1,
    cancel_deadline: column(plus(startsAt, -24 * hourMs)),
    booked_by: "link",
    cancelled_at: null,
    cancelled_by: null,
    cancel_reason: null,
    late_cancel: false,
    hold_expires_at: null,
    version: 5,
  });
  const within = (at: unknown, from: Instant, until = plus(from, minuteMs)) => {
    expect(at).toBeInstanceOf(Date);
    expect(at instanceof Date && at.getTime() >= from && at.getTime() <= until).toBe(true);
  };
  within(row["checked_in_at"], arrived);
  within(row["checked_out_at"], left);
  within(row["updated_at"], left);
  within(row["booked_at"], bookedAt);
  within(row["created_at"], bookedAt);

  const panel = await panelOf(studio, id);
  expect(panel).toMatchObject({ bookedBy: "link", locationName: "Main Street", roomName: "Room 1" });
  within(new Date(panel.checkedInAt ?? 0), arrived);
  within(new Date(panel.checkedOutAt ?? 0), left);
  expect(panel.messages.map(({ kind, status }) => [kind, status])).toEqual([
    ["reminder_2d", "sent"],
    ["reminder_1d", "sent"],
    ["reminder_2h", "sent"],
  ]);
  expect(panel.history.map(({ action, actor }) => [action, actor])).toEqual([
    ["held", "a visitor"],
    ["booked", "the client"],
    ["checked in", "staff"],
    ["in progress", "staff"],
    ["completed", "staff"],
  ]);
});

test("SCHED-08 a cancelled visit tells by whom, when and why, and has no arrival", async () => {
  const studio = await createStudio(runtime);
  const now = await clockAt(instant(0));
  const byClient = await bookVisit(studio, { startsAt: wallTime(15, "10:00"), who: person("Self") });
  succeeded(await cancelByLink(byClient.context, { reason: "Away that week" }));
  const byStaff = await bookVisit(studio, { startsAt: wallTime(15, "12:00"), who: person("Desk") });
  const asked = { appointmentId: asId<AppointmentId>(byStaff.id), version: 2, reason: "Room flooded" };
  succeeded(await cancelAsStaff(studio.as("receptionist"), asked));
  for (const [id, who, why] of [
    [byClient.id, "link", "Away that week"],
    [byStaff.id, "staff", "Room flooded"],
  ] as const) {
    const row = await rowOf(id);
    expect(row).toMatchObject({
      status: "cancelled",
      cancelled_by: who,
      cancel_reason: expect.not.stringContaining(why), // sealed; the panel below opens it
      late_cancel: false,
      checked_in_at: null,
      checked_out_at: null,
      version: 3,
    });
    const at = row["cancelled_at"];
    expect(at instanceof Date && at.getTime() >= now && at.getTime() <= now + minuteMs).toBe(true);
    expect(await panelOf(studio, id)).toMatchObject({
      cancelReason: why,
      checkedInAt: null,
      checkedOutAt: null,
    });
  }
});

test("SCHED-08 a visit whose arrival nobody noted is completed without one, and the database holds the times to the status", async () => {
  const studio = await createStudio(runtime);
  const start = plus(await clockAt(instant(0)), minuteMs);
  const { id } = await bookVisit(studio, { startsAt: wallTime(20, "10:00"), who: person("Unnoted") });
  await query(
    `update appointment set starts_at = $2, ends_at = $3, blocked_from = $2, blocked_until = $3 where id = $1`,
    [id, column(start), column(plus(start, hourMs))],
  );
  await moveOn(studio, id, "in_progress");
  await moveOn(studio, id, "completed");
  expect(await rowOf(id)).toMatchObject({ checked_in_at: null, checked_out_at: expect.any(Date) });
  const taking = (change: string) => query(`update appointment set ${change} where id = $1`, [id]);
  await expect(taking("status = 'in_progress'")).rejects.toThrow("appointment_checked_out");
  await expect(taking("checked_in_at = checked_out_at + interval '1 minute'")).rejects.toThrow(
    "appointment_checked_out",
  );
  await expect(
    taking("status = 'no_show', checked_out_at = null, checked_in_at = app.now()"),
  ).rejects.toThrow("appointment_checked_in");
});
