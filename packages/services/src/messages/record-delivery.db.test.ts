import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId, type NotificationId } from "@quietroom/domain/ids";
import type { DeliveryReport } from "@quietroom/domain/messaging";
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
import { correctClient, listStoppedAddresses, resumeAddress } from "../clients/index.ts";
import type { OutgoingMessage } from "../ports.ts";
import { appointmentPanel, sendMessageAgain, viewAppointment, viewOwnVisit } from "../scheduling/index.ts";
import { messageLog, planMessage, sendMessage, takeDeliveryReport } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const sent: OutgoingMessage[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      sent.push(message);
      return await Promise.resolve({ ok: true, value: { providerId: `p-${message.idempotencyKey}` } });
    },
  },
});
const studio = await createStudio(runtime);
const other = await createStudio(runtime);
const { tenantId } = studio;
const system = studio.as("system");
let day = 4;

/** Somebody who has a row, as whoever gives a reason must. */
const mara = studio.as("admin");
if (mara.actor.kind !== "staff") throw new Error("staff was asked for");
await query(
  `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
   values ($1, $2, $3, 'Mara Lind', '-', $4)`,
  [tenantId, mara.actor.staffUserId, `${randomUUID()}@example.com`, mara.actor.roles],
);

/** A visit of somebody, and its confirmation, sent. */
async function told(name: string, more: Partial<ReturnType<typeof person>> = {}) {
  day += 1;
  const visit = await bookVisit(studio, {
    startsAt: wallTime(day, "10:00"),
    who: { ...person(name), ...more },
  });
  const notificationId = await confirm(visit.id);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  return {
    visitId: visit.id,
    context: visit.context,
    notificationId,
    clientId: await clientCalled(runtime, tenantId, name),
  };
}

async function confirm(appointmentId: string): Promise<string> {
  return (await planMessage(system, { kind: "confirmation", appointmentId, version: 2 })).notificationId;
}

async function report(
  notificationId: string,
  what: DeliveryReport,
  more: { readonly to?: string; readonly providerId?: string; readonly tenantId?: string } = {},
): Promise<boolean> {
  const to = sent.find(({ idempotencyKey }) => idempotencyKey === notificationId)?.to ?? "";
  const providerId = `p-${notificationId}`;
  return await takeDeliveryReport(runtime, {
    tenantId,
    notificationId,
    providerId,
    to,
    report: what,
    ...more,
  });
}

const stopped = async (clientId: string) =>
  (await listStoppedAddresses(studio.as("admin"), {})).addresses.find((each) => each.clientId === clientId);

const arrivalOf = async (notificationId: string) =>
  (await messageLog(studio.as("admin"), { before: null })).messages.find(({ id }) => id === notificationId)
    ?.arrival;

const forGood = { kind: "came_back", bounce: "for_good" } as const;

test("NOTIF-07 what the provider tells is in the ledger, in whichever order and however often it is told", async () => {
  const { notificationId, clientId } = await told("Ana");
  expect(await arrivalOf(notificationId)).toBeNull();
  expect(await report(notificationId, { kind: "complained" })).toBe(true);
  const first = await query("select complained_at from notification where id = $1", [notificationId]);
  await database.advanceClock(60_000);
  expect(await report(notificationId, { kind: "delivered" })).toBe(true);
  expect(await report(notificationId, { kind: "complained" })).toBe(true);
  expect(await query("select complained_at from notification where id = $1", [notificationId])).toEqual(
    first,
  );
  expect(await arrivalOf(notificationId)).toBe("complained");
  expect(await stopped(clientId)).toMatchObject({ because: "complained", email: "ana@example.com" });
});

test("NOTIF-07 a hard bounce stops the address: nothing about care is sent there, and staff read whom to ask", async () => {
  const { visitId, notificationId, clientId } = await told("Ben");
  await report(notificationId, forGood);
  expect(await stopped(clientId)).toMatchObject({
    clientName: "Ben Okafor",
    email: "ben@example.com",
    because: "came_back",
  });
  await query("update appointment set version = 3 where id = $1", [visitId]);
  const { notificationId: next } = await planMessage(system, {
    kind: "rescheduled",
    appointmentId: visitId,
    version: 3,
  });
  const before = sent.length;
  expect(await sendMessage(system, { notificationId: next })).toEqual({
    kind: "skipped",
    reason: "address_stopped",
  });
  expect(sent).toHaveLength(before);
});

const panelOf = async (visitId: string) =>
  await appointmentPanel(studio.as("admin"), { appointmentId: asId<AppointmentId>(visitId) });

test("NOTIF-07 NOTIF-15 the panel of a visit says what became of each message, and sends nothing again where no mail goes", async () => {
  const { visitId, notificationId, clientId } = await told("Nia");
  const seen = async () => {
    const { client, messages } = await panelOf(visitId);
    const message = messages.find(({ id }) => id === notificationId);
    return [message?.arrival, message?.canSendAgain, client?.takesMail];
  };
  expect(await seen()).toEqual([null, true, true]);
  await report(notificationId, { kind: "delivered" });
  expect(await seen()).toEqual(["delivered", true, true]);
  await report(notificationId, forGood);
  expect(await seen()).toEqual(["came_back", false, false]);
  const asked = {
    appointmentId: asId<AppointmentId>(visitId),
    notificationId: asId<NotificationId>(notificationId),
  };
  expect(await sendMessageAgain(mara, asked)).toEqual({ ok: false, refusal: { code: "address_stopped" } });
  await resumeAddress(studio.as("admin"), { clientId: asId<ClientId>(clientId) });
  expect(await seen()).toEqual(["came_back", true, true]);
});

test("NOTIF-07 a client is told on the page of their visit that no mail goes to them", async () => {
  const { visitId, context, notificationId, clientId } = await told("Oda");
  const asClient = studio.as({ client: clientId });
  const shown = async () => [
    succeeded(await viewAppointment(context, {})).mailStopped,
    (await viewOwnVisit(asClient, { appointmentId: asId<AppointmentId>(visitId) })).mailStopped,
  ];
  expect(await shown()).toEqual([false, false]);
  await report(notificationId, forGood);
  expect(await shown()).toEqual([true, true]);
});

test("NOTIF-07 BOOK-07 whoever books in the name of somebody whose address is stopped does not learn it by the link", async () => {
  const { notificationId, clientId } = await told("Pia");
  await report(notificationId, forGood);
  await database.advanceClock(60_000);
  day += 1;
  const later = await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who: person("Pia") });
  expect(await clientCalled(runtime, tenantId, "Pia")).toBe(clientId);
  expect(succeeded(await viewAppointment(later.context, {})).mailStopped).toBe(false);
  expect((await panelOf(later.id)).client?.takesMail).toBe(false);
});

test("NOTIF-07 a full mailbox stops nothing", async () => {
  const { notificationId, clientId } = await told("Cleo");
  await report(notificationId, { kind: "came_back", bounce: "for_now" });
  expect(await arrivalOf(notificationId)).toBe("came_back");
  expect(await stopped(clientId)).toBeUndefined();
});

test("NOTIF-07 the address is stopped for all of a family who have it, and for nobody who has another by now", async () => {
  const family = { email: "family@example.com" };
  const [parent, child] = [
    await told("Dora", family),
    await told("Eli", { ...family, birthDate: "1961-02-03" }),
  ];
  const moved = await told("Fay");
  const correcting = {
    clientId: asId<ClientId>(moved.clientId),
    version: 1,
    details: { fields: "contact", email: "fay.new@example.com", phone: "+1 212 555 0142" },
    reason: "They called",
    answering: null,
  } as const;
  expect(await correctClient(mara, correcting)).toMatchObject({ ok: true });
  await report(parent.notificationId, forGood);
  await report(moved.notificationId, forGood);
  expect(await stopped(parent.clientId)).toBeDefined();
  expect(await stopped(child.clientId)).toBeDefined();
  expect(await stopped(moved.clientId)).toBeUndefined();
});

test("NOTIF-07 staff say that it works again, or write down another address, and mail goes", async () => {
  const [one, two] = [await told("Gil"), await told("Hana")];
  await report(one.notificationId, forGood);
  await report(two.notificationId, forGood);
  const of = (clientId: string) => ({ clientId: asId<ClientId>(clientId) });
  expect(await resumeAddress(studio.as("admin"), of(one.clientId))).toEqual({ ok: true, value: null });
  expect(await stopped(one.clientId)).toBeUndefined();
  const changed = await correctClient(mara, {
    ...of(two.clientId),
    version: 1,
    details: { fields: "contact", email: "hana.new@example.com", phone: "+1 212 555 0142" },
    reason: "They called",
    answering: null,
  });
  expect(changed).toMatchObject({ ok: true });
  expect(await stopped(two.clientId)).toBeUndefined();
  await expect(resumeAddress(other.as("admin"), of(one.clientId))).rejects.toThrow("not_found");
  await expect(resumeAddress(studio.as("public"), of(one.clientId))).rejects.toThrow("forbidden");
});

test("NOTIF-07 a report told again stops nothing that staff resumed; one that is worse does", async () => {
  const { notificationId, clientId } = await told("Lea");
  await report(notificationId, { kind: "came_back", bounce: "for_now" });
  await report(notificationId, forGood);
  expect(await stopped(clientId)).toBeDefined();
  await resumeAddress(studio.as("admin"), { clientId: asId<ClientId>(clientId) });
  await report(notificationId, forGood);
  expect(await stopped(clientId)).toBeUndefined();
});

test("NOTIF-07 whoever is written down with a stopped address gets no mail either, and each record that goes on is audited", async () => {
  const family = { email: "late@example.com" };
  const first = await told("Moe", family);
  await report(first.notificationId, forGood);
  day += 1;
  const late = { ...person("Nell"), ...family, birthDate: "1962-02-03" };
  const visit = await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who: late });
  const skipped = { kind: "skipped", reason: "address_stopped" };
  expect(await sendMessage(system, { notificationId: await confirm(visit.id) })).toEqual(skipped);
  await resumeAddress(studio.as("admin"), { clientId: asId<ClientId>(first.clientId) });
  const resumed = await query(
    "select client_id from audit_event where verb = 'clients.resume_address' and client_id = $1",
    [first.clientId],
  );
  expect(resumed).toHaveLength(1);
});

test("NOTIF-07 mail to staff that comes back stops no client's address", async () => {
  const { notificationId, clientId } = await told("Ole");
  await query(
    `update notification set client_id = null, staff_user_id = (select id from staff_user where tenant_id = $2 limit 1), appointment_id = null,
       category = 'account' where id = $1`,
    [notificationId, tenantId],
  );
  await report(notificationId, forGood);
  expect(await stopped(clientId)).toBeUndefined();
});

test("NOTIF-07 TEN-01 of another message's id, another studio's message or no studio of ours nothing is believed", async () => {
  const { notificationId, clientId } = await told("Ida");
  expect(await report(notificationId, forGood, { providerId: "p-other" })).toBe(false);
  expect(await report(notificationId, forGood, { tenantId: other.tenantId })).toBe(false);
  expect(await report(notificationId, forGood, { tenantId: "0198d7a0-0000-7000-8000-000000000001" })).toBe(
    false,
  );
  expect(await arrivalOf(notificationId)).toBeNull();
  expect(await stopped(clientId)).toBeUndefined();
});

test("NOTIF-07 what is told before our own answer is written counts all the same", async () => {
  day += 1;
  const visit = await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who: person("Jo") });
  const notificationId = await confirm(visit.id);
  await query("update notification set status = 'claimed', claim_until = app.now() where id = $1", [
    notificationId,
  ]);
  expect(await report(notificationId, { kind: "delivered" }, { to: "jo@example.com" })).toBe(true);
  expect(await arrivalOf(notificationId)).toBe("delivered");
});

test("NOTIF-07 AUD-01 each report, and each address that it stops, is audited, and no row of the audit says the address", async () => {
  const { notificationId, clientId } = await told("Kai");
  await report(notificationId, forGood);
  const rows = await query(
    `select resource, detail, changed from audit_event where verb = 'messages.record_delivery' and client_id = $1 order by resource`,
    [clientId],
  );
  expect(rows).toMatchObject([
    { resource: "client", detail: { because: "came_back" }, changed: ["email_stopped"] },
    { resource: "notification", detail: { report: "came_back" } },
  ]);
  expect(JSON.stringify(await query("select detail, changed from audit_event"))).not.toContain(
    "@example.com",
  );
});
