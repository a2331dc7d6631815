import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import { consentRules } from "@quietroom/domain/records";
import {
  addAccount,
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
import { answerConsent } from "../agreements/index.ts";
import { defineVerb } from "../define-verb.ts";
import { planMessage, planReminders, sendMessage } from "../messages/index.ts";
import { planClientMail } from "../plan-account-mail.ts";
import { exportOwnRecord } from "../records/index.ts";
import { appointmentPanel } from "../scheduling/index.ts";
import type { VerbContext } from "../runtime.ts";
import {
  chooseForClient,
  chooseOwn,
  unsubscribe,
  viewOwnPreferences,
  viewUnsubscribe,
  viewVisitPreferences,
} from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const left: string[] = [];
const sends = (channel: string) => ({
  async send({ to, content }: { readonly to: string; readonly content: { readonly template: string } }) {
    left.push(`${channel} ${content.template} ${to}`);
    return await Promise.resolve({ ok: true, value: { providerId: `p-${left.length}` } } as const);
  },
});
const runtime = await testRuntime(database, { sender: sends("email"), texter: sends("sms") });
const studio = await createStudio(runtime);
const { tenantId } = studio;
const system = studio.as("system");
const desk = studio.as("admin");
if (desk.actor.kind !== "staff") throw new Error("staff was asked for");
await query(
  `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
   values ($1, $2, 'mara@example.com', 'Mara Lind', '-', $3)`,
  [tenantId, desk.actor.staffUserId, desk.actor.roles],
);
let day = 5;

const tellLocked = defineVerb<{ readonly accountId: string }, void>({
  name: "test.tell_locked",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    work.audit({ action: "update", resource: "notification", resourceId: null });
    await planClientMail(work, work.input.accountId, "account_locked");
  },
});

async function booked(name: string) {
  day += 1;
  const { id } = await bookVisit(studio, {
    startsAt: wallTime(day, "15:00"),
    who: { ...person(name), phone: `+1 212 555 02${day}` },
    viewerZone: "America/New_York",
  });
  const clientId = asId<ClientId>(await clientCalled(runtime, tenantId, name));
  return { appointmentId: asId<AppointmentId>(id), clientId, own: studio.as({ client: clientId }) };
}

const reminders = { category: "appointments", channel: "email" } as const;
const texts = { category: "appointments", channel: "sms" } as const;

/** A reminder of a visit, due now. */
async function dueReminder(appointmentId: string): Promise<string> {
  await planReminders(system, { appointmentId, version: 2 });
  const [row] = await query(
    `update notification set due_at = app.now() where id = (select id from notification
       where appointment_id = $1 and kind like 'reminder%' and channel = 'email' and status = 'planned' order by due_at limit 1) returning id`,
    [appointmentId],
  );
  return String(row?.["id"]);
}

/** The bearer of the link that a message carries. */
function bearer(notificationId: string): VerbContext {
  return {
    ...system,
    actor: { kind: "link", tenantId, subject: { kind: "unsubscribe", id: notificationId } },
  };
}

const stateOf = async (own: VerbContext, channel: string) =>
  (await viewOwnPreferences(own, {})).choices.find(
    (one) => one.category === "appointments" && one.channel === channel,
  )?.state;

test("NOTIF-08 a client switches reminders off and on: it counts for the very next one, the ledger says why, and what is the only notice comes", async () => {
  const { own, appointmentId } = await booked("Ana");
  expect(await stateOf(own, "email")).toBe("on");
  succeeded(await chooseOwn(own, { ...reminders, wanted: false }));
  succeeded(await chooseOwn(own, { ...reminders, wanted: false })); // pressed twice
  expect(await stateOf(own, "email")).toBe("off");
  const notificationId = await dueReminder(appointmentId);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "skipped", reason: "not_wanted" });
  const confirmation = await planMessage(system, { kind: "confirmation", appointmentId, version: 2 });
  expect(await sendMessage(system, confirmation)).toEqual({ kind: "sent" });
  expect(left.filter((one) => one.endsWith("ana@example.com"))).toEqual([
    "email appointment-confirmation ana@example.com",
  ]);
  expect(await appointmentPanel(desk, { appointmentId })).toMatchObject({ remindersWanted: false });
  succeeded(await chooseOwn(own, { ...reminders, wanted: true }));
  expect(await appointmentPanel(desk, { appointmentId })).toMatchObject({ remindersWanted: true });
  const kept = await query("select wanted from notification_preference where tenant_id = $1", [tenantId]);
  expect(kept).toEqual([{ wanted: true }]);
});

test("NOTIF-04 NOTIF-08 a text needs the consent and the choice, and the preview in the panel says the same as the ledger", async () => {
  const { own, appointmentId } = await booked("Ben");
  const text = async (version: number) => {
    await planMessage(system, { kind: "confirmation", appointmentId, version });
    const [row] = await query(
      "select id from notification where appointment_id = $1 and channel = 'sms' and appointment_version = $2 and kind = 'confirmation'",
      [appointmentId, version],
    );
    return String(row?.["id"]);
  };
  const previewed = async () =>
    (await appointmentPanel(desk, { appointmentId })).messages.filter(
      ({ channel, status }) => channel === "sms" && status === "planned",
    ).length;
  expect(await stateOf(own, "sms")).toBe("not_agreed");
  expect(await chooseOwn(own, { ...texts, wanted: true })).toEqual({ ok: false, refusal: "not_agreed" });
  const { version } = consentRules.text_messages;
  succeeded(await answerConsent(own, { kind: "text_messages", answer: "given", version }));
  const notificationId = await text(2);
  expect(await previewed()).toBe(1);
  succeeded(await chooseOwn(own, { ...texts, wanted: false }));
  expect(await previewed()).toBe(0);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "skipped", reason: "not_wanted" });
  expect(await stateOf(own, "email")).toBe("on"); // the other channel is another choice
});

test("NOTIF-08 what cannot be switched off is not, whatever stands in the table: security notices have no category there", async () => {
  const { own, clientId } = await booked("Cleo");
  expect(await chooseOwn(own, { category: "marketing", channel: "email", wanted: false })).toEqual({
    ok: false,
    refusal: "nothing_to_choose",
  });
  const plant = async (category: string) =>
    await query(
      `insert into notification_preference (tenant_id, client_id, category, channel, wanted) values ($1, $2, $3, 'email', false)`,
      [tenantId, clientId, category],
    );
  await expect(plant("account")).rejects.toThrow("notification_preference_category_check");
  for (const category of ["appointments", "forms", "messages", "billing", "progress", "marketing"])
    await plant(category);
  const accountId = await addAccount(runtime, { tenantId, clientId }, "cleo.account@example.com");
  await tellLocked(system, { accountId });
  const [notice] = await query(
    "select id from notification where tenant_id = $1 and kind = 'account_locked'",
    [tenantId],
  );
  expect(await sendMessage(system, { notificationId: String(notice?.["id"]) })).toEqual({ kind: "sent" });
  expect(left.at(-1)).toMatch(/cleo\.account@example\.com$/);
  expect((await viewOwnPreferences(own, {})).choices.find(({ category }) => category === "account")).toEqual({
    category: "account",
    channel: "email",
    state: "always",
  });
});

test("NOTIF-09 the link in a reminder switches off exactly that category by that channel, once and for all, and a link to anything else nothing", async () => {
  const { own, appointmentId, clientId } = await booked("Dora");
  const { own: another } = await booked("Other");
  const notificationId = await dueReminder(appointmentId);
  expect(await viewUnsubscribe(bearer(notificationId), {})).toEqual({
    ok: true,
    value: { ...reminders, wanted: true },
  });
  succeeded(await unsubscribe(bearer(notificationId), {}));
  succeeded(await unsubscribe(bearer(notificationId), {})); // mail programs press twice
  expect(await viewUnsubscribe(bearer(notificationId), {})).toMatchObject({ value: { wanted: false } });
  const kept = await query(
    "select category, channel, wanted from notification_preference where client_id = $1",
    [clientId],
  );
  expect(kept).toEqual([{ ...reminders, wanted: false }]);
  expect([await stateOf(own, "email"), await stateOf(another, "email")]).toEqual(["off", "on"]);
  const nothing = { ok: false, refusal: "link_invalid" };
  expect(await unsubscribe(bearer(appointmentId), {})).toEqual(nothing);
  const foreign = await createStudio(runtime);
  const theirs: VerbContext = {
    ...foreign.as("system"),
    actor: {
      kind: "link",
      tenantId: foreign.tenantId,
      subject: { kind: "unsubscribe", id: notificationId },
    },
  };
  expect(await unsubscribe(theirs, {})).toEqual(nothing);
  await expect(unsubscribe(studio.as("public"), {})).rejects.toThrow("forbidden");
});

test("NOTIF-08 AUTH-53 TEN-07 staff see what a client of theirs gets and change it on their word, which the audit keeps with who; nobody else's", async () => {
  const { own, appointmentId, clientId } = await booked("Elif");
  expect(await viewVisitPreferences(desk, { appointmentId })).toMatchObject({
    choices: [{ state: "on" }, { state: "not_agreed" }, { state: "always" }],
  });
  succeeded(await chooseForClient(desk, { appointmentId, ...reminders, wanted: false }));
  expect(await stateOf(own, "email")).toBe("off");
  const [act] = await query(
    `select actor_kind::text as by, client_id, action, resource, detail from audit_event
     where verb = 'preferences.choose_for_client' and outcome = 'done'`,
  );
  expect(act).toMatchObject({
    by: "staff",
    client_id: clientId,
    action: "update",
    resource: "notification_preference",
    detail: { ...reminders, wanted: false },
  });
  const other = studio.as({ therapist: String(studio.practitionerIds[1]) });
  const elsewhere = (await createStudio(runtime)).as("admin");
  for (const stranger of [other, elsewhere]) {
    await expect(viewVisitPreferences(stranger, { appointmentId })).rejects.toThrow("not_found");
    await expect(chooseForClient(stranger, { appointmentId, ...reminders, wanted: true })).rejects.toThrow(
      "not_found",
    );
  }
});

test("NOTIF-08 COMP-04 TEN-04 a client reads and writes their own choices alone, and takes them along with their record", async () => {
  const { own, clientId } = await booked("Farid");
  const { clientId: stranger } = await booked("Gro");
  succeeded(await chooseOwn(own, { ...reminders, wanted: false }));
  expect((await exportOwnRecord(own, {})).choices).toMatchObject([{ ...reminders, wanted: false }]);
  const asClient = runtime.db.withTenant(
    tenantId,
    { isolation: "read committed", readOnly: false, own: { clientId } },
    async ({ tx }) => {
      const seen = await tx.notificationPreference.findMany({
        where: { tenantId },
        select: { clientId: true },
      });
      expect(new Set(seen.map((row) => row.clientId))).toEqual(new Set([clientId]));
      await tx.$executeRaw`
        insert into notification_preference (tenant_id, client_id, category, channel, wanted)
        values (${tenantId}::uuid, ${stranger}::uuid, 'appointments', 'email', false)`;
    },
  );
  await expect(asClient).rejects.toThrow();
  expect(await query("select id from notification_preference where client_id = $1", [stranger])).toEqual([]);
});
