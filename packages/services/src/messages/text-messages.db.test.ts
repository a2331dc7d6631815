import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import type { ContentFor } from "@quietroom/domain/messaging";
import { consentRules } from "@quietroom/domain/records";
import type { Instant } from "@quietroom/domain/time";
import {
  bookVisit,
  clientCalled,
  createStudio,
  freedHour,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { answerConsent, viewOwnAgreements } from "../agreements/index.ts";
import { correctClient } from "../clients/index.ts";
import type { MessageSender, OutgoingMessage, SendRefusal } from "../ports.ts";
import { systemContext } from "../runtime.ts";
import { appointmentPanel, cancelAsStaff } from "../scheduling/index.ts";
import { lapseOffer, offerOpening } from "../waitlist/index.ts";
import { messageLog, planMessage, planReminders, sendMessage, takeTextReply } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const mails: OutgoingMessage[] = [];
const texts: OutgoingMessage<"sms">[] = [];
let refusal: SendRefusal | null = null;
/** What happens while a text that is refused is on its way. */
let meanwhile: () => Promise<unknown> = async () => await Promise.resolve();
const accept = <Message>(kept: Message[]) => ({
  async send(message: Message) {
    kept.push(message);
    return await Promise.resolve({ ok: true, value: { providerId: `p-${kept.length}` } } as const);
  },
});
const texter: MessageSender<"sms"> = {
  async send(message) {
    if (refusal !== null) {
      await meanwhile();
      return { ok: false, refusal };
    }
    return await accept(texts).send(message);
  },
};
const runtime = await testRuntime(database, { sender: accept(mails), texter });
const studio = await createStudio(runtime);
const { tenantId } = studio;
const system = studio.as("system");
const mara = studio.as("admin");
if (mara.actor.kind !== "staff") throw new Error("staff was asked for");
await query(
  `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
   values ($1, $2, 'mara@example.com', 'Mara Lind', '-', $3)`,
  [tenantId, mara.actor.staffUserId, mara.actor.roles],
);
let day = 6;
let line = 100;

/** A visit of somebody with a number of their own. */
async function booked(name: string, time = "15:00", more: Partial<ReturnType<typeof person>> = {}) {
  day += 1;
  line += 1;
  const phone = `+1 212 555 0${line}`;
  const startsAt = wallTime(day, time);
  const visit = await bookVisit(studio, {
    startsAt,
    who: { ...person(name), phone, ...more },
    viewerZone: "America/New_York",
  });
  const clientId = asId<ClientId>(await clientCalled(runtime, tenantId, name));
  return { ...visit, startsAt, clientId, number: phone.replaceAll(" ", "") };
}

async function say(clientId: ClientId, answer: "given" | "refused") {
  const { version } = consentRules.text_messages;
  succeeded(await answerConsent(studio.as({ client: clientId }), { kind: "text_messages", answer, version }));
}

/** The text's row beside the mail's of what was planned. */
async function textOf(appointmentId: string): Promise<string> {
  const [row] = await query(
    "select id from notification where appointment_id = $1 and kind = 'confirmation' and channel = 'sms' order by id desc limit 1",
    [appointmentId],
  );
  return String(row?.["id"]);
}

async function confirm(appointmentId: string, version = 2): Promise<string> {
  await planMessage(system, { kind: "confirmation", appointmentId, version });
  return await textOf(appointmentId);
}

const send = async (notificationId: string) => await sendMessage(system, { notificationId });
const textsTo = (number: string) => texts.filter(({ to }) => to === number);

async function clock(): Promise<number> {
  const [row] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
  return Number(row?.["now"]);
}

/** Moves the clock to the next noon of New York, when nobody's quiet hours are. */
async function untilNoon(): Promise<void> {
  const now = await clock();
  const today = wallTime(0, "12:00", "America/New_York", now);
  await database.advanceClock((today > now ? today : wallTime(1, "12:00", "America/New_York", now)) - now);
}

await untilNoon();
day += 1;

test("ec-I16 CONS-04 without consent no text leaves, and the ledger says why, and it leaves as soon as they agree", async () => {
  const { id, clientId, number } = await booked("Ana");
  const first = await confirm(id);
  expect(await send(first)).toEqual({ kind: "skipped", reason: "no_text_consent" });
  await say(clientId, "given");
  const planned = await confirm(id, 3);
  await say(clientId, "refused");
  expect(await send(planned)).toEqual({ kind: "skipped", reason: "no_text_consent" });
  expect(textsTo(number)).toEqual([]);
  await say(clientId, "given");
  expect(await send(await confirm(id, 4))).toEqual({ kind: "sent" });
  const { messages } = await messageLog(studio.as("admin"), { before: null });
  expect(messages.find((message) => message.id === first)).toMatchObject({
    channel: "sms",
    status: "skipped",
    reason: "no_text_consent",
  });
});

test("NOTIF-03 NOTIF-04 who agreed has a text beside the mail, each once, however often and by however many they are sent", async () => {
  const { id, clientId, number } = await booked("Ben");
  await say(clientId, "given");
  const [mail, text] = [
    (await planMessage(system, { kind: "confirmation", appointmentId: id, version: 2 })).notificationId,
    await confirm(id),
  ];
  expect(mail).not.toBe(text);
  const rows = await query("select channel from notification where appointment_id = $1 order by channel", [
    id,
  ]);
  expect(rows).toEqual([{ channel: "email" }, { channel: "sms" }]);
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => send(text)));
  expect(outcomes.some(({ kind }) => kind === "sent")).toBe(true);
  expect(await send(mail)).toEqual({ kind: "sent" });
  expect(textsTo(number)).toHaveLength(1);
  expect(mails.filter(({ to }) => to === "ben@example.com")).toHaveLength(1);
  const planned = await query(
    "select count(*)::int as n from outbox where name = 'notification/text-planned' and data->>'notificationId' = $1",
    [text],
  );
  expect(planned).toEqual([{ n: 1 }]);
});

test("NOTIF-11 a text has a first name, the studio, the time and a link, and not with whom or where", async () => {
  const { id, clientId, number, startsAt } = await booked("Cleo");
  await say(clientId, "given");
  await send(await confirm(id));
  const [text] = textsTo(number);
  const content: ContentFor<"sms"> | undefined = text?.content;
  expect(content).toMatchObject({ clientFirstName: "Cleo", visit: { start: startsAt } });
  expect(JSON.stringify(content)).not.toMatch(/practitionerName|place|address|policy|Okafor/);
  expect(text?.triedSince).toBeUndefined();
});

test("a text whose sender died is sent again with the moment since which it may be there", async () => {
  const { id, clientId, number } = await booked("Dora");
  await say(clientId, "given");
  const text = await confirm(id);
  refusal = { code: "unavailable", retryable: true };
  expect(await send(text)).toMatchObject({ kind: "retry" });
  refusal = null;
  const before = await clock();
  await database.advanceClock(61_000);
  expect(await send(text)).toEqual({ kind: "sent" });
  const [again] = textsTo(number);
  expect(again?.triedSince).toBeLessThanOrEqual(before);
});

test("NOTIF-09 who the provider says has stopped texts has none from then on, nor has anybody with that number", async () => {
  const { id, clientId, number } = await booked("Eli");
  await say(clientId, "given");
  const text = await confirm(id);
  refusal = { code: "stopped", retryable: false };
  expect(await send(text)).toEqual({ kind: "skipped", reason: "number_stopped" });
  refusal = null;
  const same = await booked("Fay", "15:00", { phone: number, birthDate: "1961-02-03" });
  await say(same.clientId, "given");
  expect(await send(await confirm(same.id))).toEqual({ kind: "skipped", reason: "number_stopped" });
  expect(textsTo(number)).toEqual([]);
  const marked = await query(
    "select client_id from audit_event where verb = 'messages.record_send' and resource = 'client'",
  );
  expect(marked).toEqual([{ client_id: clientId }]);
});

/** Sends what the provider refuses because of a STOP, while something else happens. */
async function refusedWhile(text: string, happens: () => Promise<unknown>): Promise<void> {
  refusal = { code: "stopped", retryable: false };
  meanwhile = happens;
  expect(await send(text)).toEqual({ kind: "skipped", reason: "number_stopped" });
  refusal = null;
  meanwhile = async () => await Promise.resolve();
}

test("NOTIF-09 what the provider refuses stops the number that the text went to, and not the one that its client has by now", async () => {
  const { id, clientId, number } = await booked("Enno");
  await say(clientId, "given");
  const details = { fields: "contact", email: "enno@example.com", phone: "+1 212 555 0997" } as const;
  const correction = { clientId, version: 1, details, reason: "They called", answering: null };
  await refusedWhile(await confirm(id), async () => await correctClient(mara, correction));
  await say(clientId, "given");
  expect(await send(await confirm(id, 3))).toEqual({ kind: "sent" });
  expect(textsTo("+12125550997")).toHaveLength(1);
  const same = await booked("Enna", "15:00", { phone: number });
  await say(same.clientId, "given");
  expect(await send(await confirm(same.id))).toEqual({ kind: "skipped", reason: "number_stopped" });
});

test("NOTIF-09 START that was said after a text was claimed holds against the refusal of that text", async () => {
  const { id, clientId, number } = await booked("Eva");
  await say(clientId, "given");
  await refusedWhile(await confirm(id), async () => {
    await database.advanceClock(1000);
    const messageSid = `SM${"e".repeat(32)}`;
    await takeTextReply(runtime, { from: number, messageSid, reply: "start", answered: false });
    await database.advanceClock(1000);
  });
  expect(await send(await confirm(id, 3))).toEqual({ kind: "sent" });
});

test("NOTIF-09 who said STOP has no text at a studio that writes them down later, and has them again after START", async () => {
  const number = `+1212555${String(5000 + line)}`;
  const answered = (reply: "stop" | "start", nth: string) =>
    takeTextReply(runtime, { from: number, messageSid: `SM${nth.repeat(32)}`, reply, answered: false });
  await answered("stop", "a");
  const { id, clientId } = await booked("Fia", "15:00", { phone: number });
  await say(clientId, "given");
  expect(await send(await confirm(id))).toEqual({ kind: "skipped", reason: "number_stopped" });
  await answered("start", "b");
  await answered("stop", "a"); // told again
  expect(await send(await confirm(id, 3))).toEqual({ kind: "sent" });
});

test("NOTIF-09 another number is one that nobody agreed with: the consent ends with the old one, and the record says so", async () => {
  const { id, clientId } = await booked("Gil");
  await say(clientId, "given");
  const corrected = await correctClient(mara, {
    clientId,
    version: 1,
    details: { fields: "contact", email: "gil@example.com", phone: "+1 212 555 0999" },
    reason: "They called",
    answering: null,
  });
  expect(corrected).toMatchObject({ ok: true });
  expect(await send(await confirm(id))).toEqual({ kind: "skipped", reason: "no_text_consent" });
  const { consents } = await viewOwnAgreements(studio.as({ client: clientId }), {});
  const said = consents.find(({ kind }) => kind === "text_messages");
  expect(said).toMatchObject({ state: "withdrawn", answers: [{ ended: { place: "new_number" } }] });
  await say(clientId, "given");
  expect(await send(await confirm(id, 3))).toEqual({ kind: "sent" });
  expect(textsTo("+12125550999")).toHaveLength(1);
});

test("NOTIF-09 CONS-04 a number that is corrected while its owner agrees to texts waits for what they say, and then ends it", async () => {
  const { clientId } = await booked("Gus");
  const key = `consent ${tenantId} ${clientId} text_messages`;
  await query("select pg_advisory_lock(hashtextextended($1, 0))", [key]);
  const correcting = correctClient(mara, {
    clientId,
    version: 1,
    details: { fields: "contact", email: "gus@example.com", phone: "+1 212 555 0998" },
    reason: "They called",
    answering: null,
  });
  // Other databases of the cluster have waiters of their own.
  const waiting = `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  await expect.poll(async () => await query(waiting), { timeout: 20_000 }).toEqual([{ n: 1 }]);
  // The answer that was being written down, by a clock that is ahead.
  await query(
    `insert into consent (tenant_id, client_id, kind, version, answer, place, given_at)
     values ($1, $2, 'text_messages', $3, 'given', 'portal', app.now() + interval '1 minute')`,
    [tenantId, clientId, consentRules.text_messages.version],
  );
  await query("select pg_advisory_unlock(hashtextextended($1, 0))", [key]);
  expect(await correcting).toMatchObject({ ok: true });
  const kept = await query(
    "select withdrawn_place, withdrawn_at >= given_at as after from consent where client_id = $1",
    [clientId],
  );
  expect(kept).toEqual([{ withdrawn_place: "new_number", after: true }]);
});

test("a number that no text can be addressed to is none", async () => {
  const { id, clientId } = await booked("Hana", "15:00", { phone: "020 7946 0018" });
  await say(clientId, "given");
  expect(await send(await confirm(id))).toEqual({ kind: "skipped", reason: "no_text_number" });
});

test("NOTIF-04 where texts are off none is planned, and what was planned before says so", async () => {
  const { id, clientId } = await booked("Ivo");
  await say(clientId, "given");
  const text = await confirm(id);
  const silent = { ...runtime, texter: null };
  const context = systemContext(silent, tenantId, "test");
  expect(await sendMessage(context, { notificationId: text })).toEqual({
    kind: "skipped",
    reason: "texts_off",
  });
  const other = await booked("Jo");
  await planMessage(context, { kind: "confirmation", appointmentId: other.id, version: 2 });
  await planReminders(context, { appointmentId: other.id, version: 2 });
  const rows = await query("select distinct channel from notification where appointment_id = $1", [other.id]);
  expect(rows).toEqual([{ channel: "email" }]);
});

test("NOTIF-10 a text that can wait waits for nine in the morning; one about a visit that is near does not", async () => {
  await untilNoon();
  const now = await clock();
  const at = (days: number, time: string): Instant => wallTime(days, time, "America/New_York", now);
  const { id, clientId, number } = await booked("Kai");
  await say(clientId, "given");
  await database.advanceClock(at(0, "21:00") - now);
  const text = await confirm(id);
  expect(await send(text)).toEqual({ kind: "retry", code: "quiet_hours", at: at(1, "09:00") });
  expect(textsTo(number)).toEqual([]);
  await database.advanceClock(at(1, "09:00") - at(0, "21:00"));
  expect(await send(text)).toEqual({ kind: "sent" });
});

test("NOTIF-03 a cancelled visit is reminded of by neither mail nor text", async () => {
  await untilNoon();
  const { id, clientId } = await booked("Lea");
  await say(clientId, "given");
  await planReminders(system, { appointmentId: id, version: 2 });
  const planned = async () =>
    await query(
      "select distinct status::text as status, channel from notification where appointment_id = $1 and kind like 'reminder_%' order by channel, status",
      [id],
    );
  expect(await planned()).toEqual(
    expect.arrayContaining([
      { status: "planned", channel: "email" },
      { status: "planned", channel: "sms" },
    ]),
  );
  succeeded(await cancelAsStaff(mara, { appointmentId: asId<AppointmentId>(id), version: 2, reason: "" }));
  await planMessage(system, { kind: "cancelled", appointmentId: id, version: 3 });
  expect((await planned()).filter(({ status }) => status === "planned")).toEqual([]);
});

test("NOTIF-15 the panel of a visit tells of texts to whom they go, and of none to whoever wants none; mail alone is sent again", async () => {
  await untilNoon();
  const { id, clientId } = await booked("Mia");
  await planReminders(system, { appointmentId: id, version: 2 });
  expect(await send(await confirm(id))).toMatchObject({ reason: "no_text_consent" });
  const texted = async () =>
    (await appointmentPanel(mara, { appointmentId: asId<AppointmentId>(id) })).messages.filter(
      ({ channel }) => channel === "sms",
    );
  expect(await texted()).toEqual([]);
  await say(clientId, "given");
  expect((await texted()).map(({ status }) => status)).toEqual(["planned", "planned", "planned"]);
  expect(await send(await confirm(id, 3))).toEqual({ kind: "sent" });
  const sentOne = (await texted()).find(({ status }) => status === "sent");
  expect(sentOne).toMatchObject({ kind: "confirmation", canSendAgain: false });
});

test("NOTIF-09 who stopped one number hears nothing at it, and whose number only ends alike does", async () => {
  const { id, clientId, number } = await booked("Nia");
  const alike = await booked("Noa", "15:00", { phone: `+49 ${number.slice(3)}` });
  for (const one of [clientId, alike.clientId]) await say(one, "given");
  await query(
    "update client set texts_stopped_at = app.now(), phone_index = (select phone_index from client where id = $2) where id = $1",
    [alike.clientId, clientId],
  );
  expect(await send(await confirm(id))).toEqual({ kind: "sent" });
  expect(await send(await confirm(alike.id))).toEqual({ kind: "skipped", reason: "number_stopped" });
});

test("check 67 so many texts go to one number in a day, whoever makes them", async () => {
  const { id, clientId, number } = await booked("Oda");
  await say(clientId, "given");
  for (let version = 2; version < 12; version += 1)
    expect(await send(await confirm(id, version))).toEqual({ kind: "sent" });
  expect(await send(await confirm(id, 12))).toEqual({ kind: "skipped", reason: "too_many_texts" });
  expect(textsTo(number)).toHaveLength(10);
  await database.advanceClock(24 * 3_600_000 + 1);
  expect(await send(await confirm(id, 13))).toEqual({ kind: "sent" });
});

test("NOTIF-09 the same number written otherwise keeps what its owner said", async () => {
  const { id, clientId, number } = await booked("Pia");
  await say(clientId, "given");
  const details = { fields: "contact", email: "pia@example.com", phone: number.slice(2) } as const;
  const corrected = { clientId, version: 1, details, reason: "Tidied up", answering: null };
  expect(await correctClient(mara, corrected)).toMatchObject({ ok: true });
  expect(await send(await confirm(id))).toEqual({ kind: "sent" });
});

test("WAIT-05 NOTIF-04 an offer whose mail cannot leave stands while its text may reach them, and goes on once neither does", async () => {
  const startsAt = wallTime(day + 1, "11:00");
  const openingId = await freedHour(studio, query, { startsAt, waiting: ["Quin"] });
  const offer = await offerOpening(system, { openingId });
  if (offer.kind !== "offered") throw new Error("nobody was asked");
  const { offerId } = offer;
  await planMessage(system, { kind: "waitlist_offer", offerId });
  const unreachable = { offerId, cause: "unreachable" } as const;
  const becomes = async (channel: string, status: string) =>
    await query(
      "update notification set status = $3::notification_status, reason = 'no_text_consent', sent_at = case when $3 = 'sent' then app.now() end, provider_id = case when $3 = 'sent' then 'p' end where offer_id = $1 and channel = $2",
      [offerId, channel, status],
    );
  await becomes("email", "skipped");
  expect((await lapseOffer(system, unreachable)).status).toBe("open");
  await becomes("sms", "sent");
  expect((await lapseOffer(system, unreachable)).status).toBe("open");
  await becomes("sms", "skipped");
  expect((await lapseOffer(system, unreachable)).status).toBe("withdrawn");
});
