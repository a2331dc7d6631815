import { minuteMs } from "@quietroom/domain/time";
import { ok } from "@quietroom/domain/result";
import { createStudio, inspect, succeeded, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { sendMessage } from "../messages/index.ts";
import { defineVerb } from "../define-verb.ts";
import type { OutgoingMessage, SendRefusal } from "../ports.ts";
import {
  consumeStaffLink,
  createStaffUser,
  endStaffLinks,
  findStaffLink,
  planStaffLink,
  readStaffLink,
  type ShownStaffLink,
} from "./index.ts";

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const failures: SendRefusal[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      const refusal = failures.shift();
      if (refusal !== undefined) return await Promise.resolve({ ok: false, refusal });
      sent.push(message);
      return ok({ providerId: message.idempotencyKey });
    },
  },
});
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const password = "a kettle sings at dawn";
const { staffUserId } = succeeded(
  await createStaffUser(studio.as("system"), {
    email: "robin@example.com",
    displayName: "Robin Sample",
    roles: ["admin"],
    practitionerId: null,
    password,
  }),
);

const plan = defineVerb<Parameters<typeof planStaffLink>[1], { readonly linkId: string }>({
  name: "test.plan_link",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "bookkeeping",
  opens: "phi",
  run: async (work) => await planStaffLink(work, work.input),
});

const consume = defineVerb<ShownStaffLink, Awaited<ReturnType<typeof consumeStaffLink>>>({
  name: "test.consume_link",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "bookkeeping",
  run: async ({ tx, input }) => await consumeStaffLink(tx, input),
});

const read = defineVerb<ShownStaffLink, Awaited<ReturnType<typeof readStaffLink>>>({
  name: "test.read_link",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, input }) => await readStaffLink(tx, input),
});

const end = defineVerb<Parameters<typeof endStaffLinks>[2], void>({
  name: "test.end_links",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "bookkeeping",
  run: async ({ tx, tenantId, input }) => await endStaffLinks(tx, tenantId, input),
});

const system = studio.as("system");

/** Sends the mail of a link that was just planned; answers its address. */
async function mailed(linkId: string): Promise<string> {
  const [mail] = await query("select id from notification where link_id = $1", [linkId]);
  expect(await sendMessage(system, { notificationId: String(mail?.["id"]) })).toEqual({ kind: "sent" });
  const content = sent.at(-1)?.content;
  if (content?.template !== "staff-account") throw new Error("another mail was sent");
  return content.actionUrl;
}

const reset = { kind: "reset", staffUserId, email: "Robin@Example.com", lifetimeMs: 15 * minuteMs } as const;

async function newReset() {
  const { linkId } = await plan(system, reset);
  const url = await mailed(linkId);
  const token = url.split("#")[1] ?? "";
  return { linkId, url, token, shown: { tenantId: studio.tenantId, linkId, kind: "reset" } as const };
}

test("AUTH-05 AUTH-06 the mail alone has the token: 256 random bits, kept as a keyed digest once it has left", async () => {
  const { linkId } = await plan(system, reset);
  const [before] = await query("select sealed_token from staff_link where id = $1", [linkId]);
  expect(before?.["sealed_token"]).toMatch(/^1\.[\w-]+$/);
  const url = await mailed(linkId);
  expect(url).toMatch(/^http:\/\/dashboard\.test\/new-password#[\w-]{64}$/);
  const token = url.split("#")[1] ?? "";
  expect((await newReset()).token).not.toBe(token);
  expect(await findStaffLink(runtime, token)).toEqual({ tenantId: studio.tenantId, linkId, kind: "reset" });
  const tables = await query(
    "select relname::text as name from pg_class where relkind in ('r', 'p') and relname !~ '^(pg|sql)_'",
  );
  for (const { name } of tables) {
    const held = await query(
      `select from ${["subject", "password_request"].includes(String(name)) ? "guard." : ""}"${String(name)}" t where t::text like '%' || $1 || '%'`,
      [token.slice(22)],
    ).catch(() => []);
    expect(held, String(name)).toEqual([]);
  }
  const [kept] = await query("select sealed_token, email from staff_link where id = $1", [linkId]);
  expect(kept).toEqual({ sealed_token: null, email: "robin@example.com" });
  expect(JSON.stringify(runtime.logged)).not.toContain(token.slice(22));
});

test("AUTH-05 a link counts once, also when it comes twenty times at once, and looking does not use it up", async () => {
  const { shown, token } = await newReset();
  for (let look = 0; look < 3; look += 1) {
    expect(await findStaffLink(runtime, token)).toEqual(shown);
    expect(await read(system, shown)).toMatchObject({ ok: true, value: { staffUserId } });
  }
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await consume(system, shown)));
  expect(answers.filter(({ ok: right }) => right)).toEqual([
    { ok: true, value: { linkId: shown.linkId, staffUserId, email: "robin@example.com" } },
  ]);
  expect(answers.filter(({ ok: right }) => !right)[0]).toEqual({ ok: false, refusal: "link_used" });
  expect(await read(system, shown)).toEqual({ ok: false, refusal: "link_used" });
});

test("AUTH-05 a reset link is over after 15 minutes to the second, by the database's wall clock", async () => {
  const { shown } = await newReset();
  const age = async (seconds: number) =>
    await query(
      "update staff_link set expires_at = created_at + interval '15 minutes' - make_interval(secs => $2) where id = $1",
      [shown.linkId, seconds],
    );
  await age(15 * 60 - 1);
  expect(await read(system, shown)).toMatchObject({ ok: true });
  await age(15 * 60);
  expect(await read(system, shown)).toEqual({ ok: false, refusal: "link_expired" });
  expect(await consume(system, shown)).toEqual({ ok: false, refusal: "link_expired" });
});

test("TEN-05 a token says its studio, and opens nothing at another or as another kind", async () => {
  const { shown, token } = await newReset();
  const bytes = Buffer.from(token, "base64url");
  const moved = Buffer.concat([
    Buffer.from(elsewhere.tenantId.replaceAll("-", ""), "hex"),
    bytes.subarray(16),
  ]);
  const nobodys = Buffer.concat([Buffer.alloc(16, 7), bytes.subarray(16)]);
  const guessed = Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(32)]);
  for (const text of [moved, nobodys, guessed].map((each) => each.toString("base64url")))
    expect(await findStaffLink(runtime, text)).toBeNull();
  for (const text of ["", "x", `${token}=`, `${token} `, token.slice(1), `${token}AA`])
    expect(await findStaffLink(runtime, text)).toBeNull();
  await expect(consume(elsewhere.as("system"), { ...shown, tenantId: elsewhere.tenantId })).rejects.toThrow(
    "not_found",
  );
  await expect(consume(system, { ...shown, kind: "invitation" })).rejects.toThrow("not_found");
  expect(await read(system, shown)).toMatchObject({ ok: true });
});

test("AUTH-04 whoever is invited has no account yet, and is written to without a name", async () => {
  const { linkId } = await plan(system, {
    kind: "invitation",
    staffUserId: null,
    email: "new@example.com",
    lifetimeMs: 48 * 60 * minuteMs,
  });
  expect(await mailed(linkId)).toContain("/invitation#");
  expect(sent.at(-1)).toMatchObject({
    to: "new@example.com",
    content: { notice: "invitation", recipientFirstName: "" },
  });
});

test("NOTIF-06 a mail that fails keeps its link sealed for the next try; one that never leaves, or too late, forgets it", async () => {
  const { linkId } = await plan(system, reset);
  const [mail] = await query("select id from notification where link_id = $1", [linkId]);
  const mailId = String(mail?.["id"]);
  const sealed = async () =>
    (await query("select sealed_token from staff_link where id = $1", [linkId]))[0]?.["sealed_token"];
  failures.push({ code: "unavailable", retryable: true });
  expect(await sendMessage(system, { notificationId: mailId })).toMatchObject({ kind: "retry" });
  expect(await sealed()).not.toBeNull();
  await database.advanceClock(60_001);
  failures.push({ code: "rejected", retryable: false });
  expect(await sendMessage(system, { notificationId: mailId })).toMatchObject({ kind: "failed" });
  expect(await sealed()).toBeNull();

  const late = await plan(system, reset);
  await query("update staff_link set expires_at = now() where id = $1", [late.linkId]);
  const [lateMail] = await query("select id from notification where link_id = $1", [late.linkId]);
  expect(await sendMessage(system, { notificationId: String(lateMail?.["id"]) })).toEqual({
    kind: "skipped",
    reason: "link_over",
  });
});

test("AUTH-05 ending a person's links ends those, and no link that was used or is of another kind", async () => {
  const [one, used, two] = [await newReset(), await newReset(), await newReset()];
  await consume(system, used.shown);
  const change = await plan(system, { ...reset, kind: "email_change" });
  await end(system, { staffUserId, kinds: ["reset"] });
  for (const { shown } of [one, two])
    expect(await read(system, shown)).toEqual({ ok: false, refusal: "link_expired" });
  expect(await read(system, used.shown)).toEqual({ ok: false, refusal: "link_used" });
  expect(await read(system, { ...one.shown, linkId: change.linkId, kind: "email_change" })).toMatchObject({
    ok: true,
  });
});
