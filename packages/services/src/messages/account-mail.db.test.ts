import { minuteMs } from "@quietroom/domain/time";
import {
  addAccount,
  addClient,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { planClientMail, planStaffMail } from "../plan-account-mail.ts";
import type { OutgoingMessage, SendRefusal } from "../ports.ts";
import { planStaffLink } from "../staff/staff-link.ts";
import { endStaleMail, messageLog, sendMessage } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const sent: OutgoingMessage[] = [];
const failures: SendRefusal[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      const failure = failures.shift();
      if (failure !== undefined) return await Promise.resolve({ ok: false, refusal: failure });
      sent.push(message);
      return { ok: true, value: { providerId: `p-${message.idempotencyKey}` } };
    },
  },
});
const studio = await createStudio(runtime);
const { tenantId } = studio;
const system = studio.as("system");

const tell = defineVerb<
  { readonly accountId: string } | { readonly staffUserId: string; readonly email: string },
  void
>({
  name: "test.tell",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { input, audit } = work;
    audit({ action: "update", resource: "notification", resourceId: null });
    if ("accountId" in input) await planClientMail(work, input.accountId, "account_locked");
    else await planStaffMail(work, { id: input.staffUserId, email: input.email }, "email_changed");
  },
});

const invite = defineVerb<{ readonly email: string }, { readonly linkId: string }>({
  name: "test.invite",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    work.audit({ action: "create", resource: "invitation", resourceId: null });
    const { email } = work.input;
    return await planStaffLink(work, { kind: "invitation", staffUserId: null, email, lifetimeMs: minuteMs });
  },
});

async function latest(): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await query(
    "select id, kind, category, status::text, reason, attempts, to_address from notification where tenant_id = $1 order by id desc limit 1",
    [tenantId],
  );
  if (row === undefined) throw new Error("nothing is in the ledger");
  return row;
}

async function colleague(email: string): Promise<string> {
  const [row] = await query(
    "insert into staff_user (tenant_id, email, display_name, password_hash, roles) values ($1, $2, 'Robin Reed', '-', '{admin}') returning id",
    [tenantId, email],
  );
  return String(row?.["id"]);
}

test("NOTIF-05 mail about an account goes where it went when it was written, and its address is sealed until it has left and no longer", async () => {
  const staffUserId = await colleague("robin@example.com");
  await tell(system, { staffUserId, email: "robin@example.com" });
  await query("update staff_user set email = 'elsewhere@example.com' where id = $1", [staffUserId]);
  const { id, ...planned } = await latest();
  expect(planned).toMatchObject({ kind: "email_changed", category: "account", status: "planned" });
  expect(String(planned["to_address"])).toMatch(/^(?!.*robin@example).{20}/);
  const notificationId = String(id);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
  expect(sent.at(-1)).toMatchObject({
    idempotencyKey: notificationId,
    to: "robin@example.com",
    content: { template: "staff-account", notice: "email_changed", recipientFirstName: "Robin" },
  });
  expect(await latest()).toMatchObject({ status: "sent", attempts: 1, to_address: null });
});

test("NOTIF-06 mail about an account is tried after 1, 5 and 15 minutes as every message, keeps its address meanwhile, and is old after a week", async () => {
  const clientId = await addClient(runtime, tenantId, person("Ada"));
  const accountId = await addAccount(runtime, { tenantId, clientId }, "ada@example.com");
  await tell(system, { accountId });
  const notificationId = String((await latest())["id"]);
  for (const minutes of [1, 5, 15]) {
    failures.push({ code: "unavailable", retryable: true });
    expect(await sendMessage(system, { notificationId })).toMatchObject({
      kind: "retry",
      code: "unavailable",
    });
    expect(await sendMessage(system, { notificationId })).toMatchObject({
      kind: "retry",
      code: "retry_later",
    });
    await database.advanceClock(minutes * minuteMs + 1);
  }
  expect(await latest()).toMatchObject({ status: "planned", attempts: 3, to_address: expect.any(String) });
  await database.advanceClock(7 * 24 * 60 * minuteMs);
  expect(await sendMessage(system, { notificationId })).toEqual({ kind: "skipped", reason: "stale" });
  expect(await latest()).toMatchObject({ status: "skipped", to_address: null });
  expect(sent.map(({ to }) => to)).not.toContain("ada@example.com");
});

test("NOTIF-05 mail of before, which was moved here without its address, goes where its recipient's record says", async () => {
  const clientId = await addClient(runtime, tenantId, person("Bea"));
  const accountId = await addAccount(runtime, { tenantId, clientId }, "bea@example.com");
  const staffUserId = await colleague("mara@example.com");
  for (const [who, to] of [
    [{ accountId }, "bea@example.com"],
    [{ staffUserId, email: "mara@example.com" }, "mara@example.com"],
  ] as const) {
    await tell(system, who);
    const notificationId = String((await latest())["id"]);
    await query("update notification set to_address = null where id = $1", [notificationId]);
    expect(await sendMessage(system, { notificationId })).toEqual({ kind: "sent" });
    expect(sent.at(-1)?.to).toBe(to);
  }
});

test("NOTIF-15 the log of messages shows nobody what others were told of their own accounts", async () => {
  const staffUserId = await colleague("sam@example.com");
  await tell(system, { staffUserId, email: "sam@example.com" });
  expect((await messageLog(studio.as("admin"), { before: null })).messages).toEqual([]);
});

test("NOTIF-06 AUD-01 mail about an account that never left is ended after eight days, and neither its address nor its link's token is kept; what is younger stays", async () => {
  await database.advanceClock(9 * 24 * 60 * minuteMs);
  await endStaleMail(system); // what the tests before this one left
  const { linkId } = await invite(system, { email: "new@example.com" });
  const invitation = String((await latest())["id"]);
  const staffUserId = await colleague("kim@example.com");
  await tell(system, { staffUserId, email: "kim@example.com" });
  const claimed = String((await latest())["id"]);
  await query("update notification set status = 'claimed', claim_until = app.now() where id = $1", [claimed]);
  await database.advanceClock(8 * 24 * 60 * minuteMs - minuteMs);
  expect(await endStaleMail(system)).toEqual({ ended: 0 });
  await tell(system, { staffUserId, email: "kim@example.com" });
  await database.advanceClock(2 * minuteMs);
  expect(await endStaleMail((await createStudio(runtime)).as("system"))).toEqual({ ended: 0 });
  expect(await endStaleMail(system)).toEqual({ ended: 2 });
  expect(
    await query("select status::text, reason, to_address, claim_until from notification where id = any($1)", [
      [invitation, claimed],
    ]),
  ).toEqual(
    Array.from({ length: 2 }, () => ({
      status: "skipped",
      reason: "stale",
      to_address: null,
      claim_until: null,
    })),
  );
  expect(
    await query(
      "select count(*)::int as rows from audit_event where verb = 'messages.end_stale_mail' and resource_id = any($1)",
      [[invitation, claimed]],
    ),
  ).toEqual([{ rows: 2 }]);
  expect(await query("select sealed_token from staff_link where id = $1", [linkId])).toEqual([
    { sealed_token: null },
  ]);
  expect(await latest()).toMatchObject({ status: "planned", to_address: expect.any(String) });
  await expect(endStaleMail(studio.as("admin"))).rejects.toThrow("forbidden");
});
