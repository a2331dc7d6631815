import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { type MessageContent } from "@quietroom/domain/messaging";
import { hourMs, plus } from "@quietroom/domain/time";
import {
  bookVisit,
  clientCalled,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { MessageSender, OutgoingMessage } from "../ports.ts";
import { chooseOwn } from "../preferences/index.ts";
import { cancelAsStaff, cancelByLink, undoCancellation } from "../scheduling/index.ts";
import { messageLog, planMessage, planReminders, sendMessage } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const sent: OutgoingMessage[] = [];
let beforeAnswer: () => Promise<void> = async () => undefined;
const sender: MessageSender = {
  async send(message) {
    sent.push(message);
    await beforeAnswer();
    return { ok: true, value: { providerId: `p-${message.idempotencyKey}` } };
  },
};
const runtime = await testRuntime(database, { sender });
const studio = await createStudio(runtime, { timeZone: "Europe/London" });
const system = studio.as("system");
let day = 6;

async function booked(name: string, mode: "in_person" | "telehealth" = "in_person") {
  const at = day;
  const startsAt = wallTime(at, "10:00", "Europe/London");
  day += 1;
  const visit = await bookVisit(studio, {
    startsAt,
    mode,
    who: person(name),
    viewerZone: "America/New_York",
  });
  /** The same time on the wall, so many days before. */
  const daysBefore = (days: number) => wallTime(at - days, "10:00", "Europe/London");
  return { ...visit, startsAt, daysBefore };
}

async function planConfirmation(appointmentId: string): Promise<string> {
  return (await planMessage(system, { kind: "confirmation", appointmentId, version: 2 })).notificationId;
}

function contentFor(email: string): MessageContent | undefined {
  return sent.find(({ to }) => to === email)?.content;
}

test("a message is planned once, however often it is asked for, also at once", async () => {
  const { id } = await booked("Plan");
  const ids = await Promise.all(Array.from({ length: 8 }, () => planConfirmation(id)));
  expect(new Set(ids).size).toBe(1);
});

test("NOTIF-03 ten senders at once send one message", async () => {
  const { id } = await booked("Race");
  const notificationId = await planConfirmation(id);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => sendMessage(system, { notificationId })),
  );
  expect(outcomes.filter(({ kind }) => kind === "sent").length).toBeGreaterThanOrEqual(1);
  expect(sent.filter(({ to }) => to === "race@example.com")).toHaveLength(1);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  expect(sent.filter(({ to }) => to === "race@example.com")).toHaveLength(1);
});

test("a claim whose process died is taken up again after a minute, with the same key and the same words", async () => {
  const { id } = await booked("Died");
  const notificationId = await planConfirmation(id);
  beforeAnswer = () => Promise.reject(new Error("killed"));
  await expect(sendMessage(system, { notificationId })).rejects.toThrow("killed");
  beforeAnswer = async () => undefined;
  expect(await sendMessage(system, { notificationId })).toEqual({
    kind: "retry",
    code: "claimed_elsewhere",
    at: expect.any(Number),
  });
  await database.advanceClock(60_001);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  const [first, second, ...more] = sent.filter(({ to }) => to === "died@example.com");
  expect(more).toEqual([]);
  expect(second).toEqual(first);
});

test("COMP-03 NOTIF-03 a message whose client's record is removed while it leaves is not tried again, and nothing breaks", async () => {
  const { id } = await booked("Removed");
  const notificationId = await planConfirmation(id);
  beforeAnswer = async () =>
    void (await query(
      "update client set deleted_at = app.now() where id = (select client_id from appointment where id = $1)",
      [id],
    ));
  const skipped = { kind: "skipped", reason: "record_removed" };
  expect(await sendMessage(system, { notificationId })).toEqual(skipped);
  beforeAnswer = async () => undefined;
  await database.advanceClock(60_001);
  expect(await sendMessage(system, { notificationId })).toEqual(skipped);
  expect(sent.filter(({ to }) => to === "removed@example.com")).toHaveLength(1);
});

test("NOTIF-08 a reminder that is tried again says what it said the first time, so that it stays one message, and leads to where it is switched off", async () => {
  const { id, daysBefore } = await booked("Again");
  const { reminders } = await planReminders(system, { appointmentId: id, version: 2 });
  const notificationId = reminders[0]?.notificationId ?? "";
  const [clock] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
  await database.advanceClock(daysBefore(2) - Number(clock?.["now"]) + 1_000);
  beforeAnswer = () => Promise.reject(new Error("killed"));
  await expect(sendMessage(system, { notificationId })).rejects.toThrow("killed");
  beforeAnswer = async () => undefined;
  await database.advanceClock(60_001);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  const [first, second] = sent.filter(({ to }) => to === "again@example.com");
  expect(first?.content).toMatchObject({
    template: "appointment-reminder",
    asOf: expect.any(Number),
    unsubscribeUrl: expect.stringMatching(new RegExp(`/${studio.slug}/unsubscribe/[\\w-]+$`)),
    oneClickUrl: expect.stringMatching(new RegExp(`/api/unsubscribe/${studio.slug}/[\\w-]+$`)),
  });
  expect(second).toEqual(first);
});

test("NOTIF-03 what was cancelled before its confirmation left is not confirmed", async () => {
  const { id, context } = await booked("Gone");
  const notificationId = await planConfirmation(id);
  succeeded(await cancelByLink(context, { reason: "" }));
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "skipped", reason: "not_standing" });
  expect(contentFor("gone@example.com")).toBeUndefined();
});

test("a reminder that is not due waits, and says how long", async () => {
  const { id, startsAt, daysBefore } = await booked("Early");
  const { reminders } = await planReminders(system, { appointmentId: id, version: 2 });
  expect(reminders.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
    ["reminder_2d", daysBefore(2)],
    ["reminder_1d", daysBefore(1)],
    ["reminder_2h", plus(startsAt, -2 * hourMs)],
  ]);
  const [first] = reminders;
  const outcome = await sendMessage(system, { notificationId: first?.notificationId ?? "" });
  expect(outcome).toMatchObject({ kind: "retry", code: "not_due" });
  expect(await planReminders(system, { appointmentId: id, version: 2 })).toEqual({ reminders });
});

test("ec-J12 an older version's plan that comes late plans nothing", async () => {
  const { id } = await booked("Overtaken");
  expect((await planReminders(system, { appointmentId: id, version: 3 })).reminders).toHaveLength(3);
  expect(await planReminders(system, { appointmentId: id, version: 2 })).toEqual({ reminders: [] });
});

test("ec-I15 NOTIF-03 a cancellation that is told late leaves the reminders of a visit that came back", async () => {
  const { id } = await booked("Undone");
  const appointmentId = asId<AppointmentId>(id);
  const admin = studio.as("admin");
  await planReminders(system, { appointmentId, version: 2 });
  const cancelled = succeeded(await cancelAsStaff(admin, { appointmentId, version: 2, reason: "" }));
  const back = succeeded(await undoCancellation(admin, { appointmentId, version: cancelled.version }));
  const about = { appointmentId, version: back.version };
  const { reminders } = await planReminders(system, about);
  expect(reminders).toHaveLength(3);
  await planMessage(system, { kind: "cancelled", appointmentId, version: cancelled.version });
  expect(await planReminders(system, about)).toEqual({ reminders });
  const again = succeeded(await cancelAsStaff(admin, { ...about, reason: "" }));
  await planMessage(system, { kind: "cancelled", appointmentId, version: cancelled.version });
  const planned =
    "select 1 from notification where appointment_id = $1 and kind like 'reminder%' and status = 'planned'";
  expect(await query(planned, [id])).toHaveLength(3);
  await planMessage(system, { kind: "cancelled", appointmentId, version: again.version });
  expect(await query(planned, [id])).toEqual([]);
});

test("check 78 NOTIF-11 ec-A25 ec-A26 a message names person, studio, time and place, and nothing of the service", async () => {
  const there = await booked("Venue");
  await sendMessage(system, { notificationId: await planConfirmation(there.id) });
  expect(contentFor("venue@example.com")).toEqual({
    template: "appointment-confirmation",
    clientFirstName: "Venue",
    studio: {
      name: "Studio under test",
      locale: "en-US",
      brandColor: "#3B82F6",
      email: "studio@example.com",
      phone: "+1 212 555 0100",
    },
    visit: {
      start: there.startsAt,
      end: plus(there.startsAt, hourMs),
      practitionerName: "Practitioner 1",
      place: {
        kind: "in_person",
        name: "Main Street",
        address: "1 Main Street, New York, NY 10001",
      },
      timeZone: "Europe/London",
      clientTimeZone: "America/New_York",
      appointmentId: there.id,
      version: 2,
      versionedAt: expect.any(Number),
    },
    cancellation: { policy: "Cancel up to 24 hours before.", deadline: plus(there.startsAt, -24 * hourMs) },
    overlap: null,
    manageUrl: expect.stringMatching(
      new RegExp(`^http://booking\\.test/${studio.slug}/visit/[A-Za-z0-9_-]{60,}$`),
    ),
  });
  const online = await booked("Online", "telehealth");
  await sendMessage(system, { notificationId: await planConfirmation(online.id) });
  expect(contentFor("online@example.com")).toMatchObject({
    visit: { place: { kind: "online", howToJoin: null }, timeZone: "Europe/London" },
  });
});

test("NOTIF-15 staff read the ledger a page at a time, newest first, and their reading is on record", async () => {
  const { id } = await booked("Ledger");
  await planConfirmation(id);
  await query(
    `insert into notification (tenant_id, kind, channel, category, dedupe_key, client_id, due_at)
     select tenant_id, 'confirmation', 'email', 'appointments', 'many:' || n, client_id, app.now() from appointment, generate_series(1, 60) n where id = $1`,
    [id],
  );
  const receptionist = studio.as("receptionist");
  const first = await messageLog(receptionist, { before: null });
  expect(first.messages).toHaveLength(50);
  expect(first.messages[0]).toMatchObject({
    kind: "confirmation",
    clientName: "Ledger Okafor",
    status: "planned",
    attempts: 0,
  });
  const seen = new Set(first.messages.map((message) => message.id));
  const second = await messageLog(receptionist, { before: first.next });
  expect(second.messages.some((message) => seen.has(message.id))).toBe(false);
  expect(second.next).toBeNull();
  const [audit] = await query(
    "select action, detail from audit_event where verb = 'messages.log' and tenant_id = $1 limit 1",
    [studio.tenantId],
  );
  expect(audit).toMatchObject({
    action: "read",
    detail: { clientIds: expect.arrayContaining([expect.any(String)]) },
  });
});

test("TEN-07 a stranger's message does not exist, and nobody but a job sends", async () => {
  const stranger = await createStudio(runtime);
  const { id } = await booked("Private");
  const notificationId = await planConfirmation(id);
  await expect(sendMessage(stranger.as("system"), { notificationId })).rejects.toThrow("not_found");
  await expect(
    planMessage(stranger.as("system"), { kind: "confirmation", appointmentId: id, version: 2 }),
  ).rejects.toThrow("not_found");
  await expect(planReminders(system, { appointmentId: uuidv7(), version: 1 })).rejects.toThrow("not_found");
  await expect(sendMessage(studio.as("admin"), { notificationId })).rejects.toThrow("forbidden");
  await expect(messageLog(studio.as("public"), { before: null })).rejects.toThrow("forbidden");
  expect((await messageLog(stranger.as("admin"), { before: null })).messages).toEqual([]);
});

test("AUTH-53 a therapist reads of the messages about their own visits alone", async () => {
  const shared = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [mine, theirs] = shared.practitionerIds;
  if (mine === undefined || theirs === undefined) throw new Error("two practitioners");
  for (const [name, practitionerId] of [
    ["Mine", mine],
    ["Theirs", theirs],
  ] as const) {
    const { id } = await bookVisit(shared, {
      startsAt: wallTime(20, "10:00"),
      practitionerId,
      who: person(name),
    });
    await planMessage(shared.as("system"), { kind: "confirmation", appointmentId: id, version: 2 });
  }
  const { messages } = await messageLog(shared.as({ therapist: mine }), { before: null });
  expect(messages.map(({ clientName }) => clientName)).toEqual(["Mine Okafor"]);
});

test("check 77 NOTIF-08 who says no to reminders gets none, not even one that was planned before; notices of a visit still come", async () => {
  const { id, daysBefore } = await booked("Quiet");
  const { reminders } = await planReminders(system, { appointmentId: id, version: 2 });
  const clientId = await clientCalled(runtime, studio.tenantId, "Quiet");
  const own = studio.as({ client: clientId });
  const choose = async (wanted: boolean) =>
    succeeded(await chooseOwn(own, { category: "appointments", channel: "email", wanted }));
  const [clock] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
  await database.advanceClock(daysBefore(2) - Number(clock?.["now"]) + 1_000);
  await choose(false);
  const [first, second] = reminders;
  expect(await sendMessage(system, { notificationId: first?.notificationId ?? "" })).toEqual({
    kind: "skipped",
    reason: "not_wanted",
  });
  expect(await sendMessage(system, { notificationId: await planConfirmation(id) })).toEqual({ kind: "sent" });
  await choose(true);
  await database.advanceClock(daysBefore(1) - daysBefore(2));
  expect(await sendMessage(system, { notificationId: second?.notificationId ?? "" })).toEqual({
    kind: "sent",
  });
  expect(sent.filter(({ to }) => to === "quiet@example.com").map(({ content }) => content.template)).toEqual([
    "appointment-confirmation",
    "appointment-reminder",
  ]);
});
