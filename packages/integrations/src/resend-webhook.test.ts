import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createEmailNotifier } from "./email-notifier.ts";
import { readResendWebhook } from "./resend-webhook.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const told: { body: string; headers: Headers }[] = [];
const product = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    told.push({
      body: Buffer.concat(chunks).toString("utf8"),
      headers: new Headers(Object.fromEntries(headers)),
    });
    response.end("{}");
  });
});
product.listen(0, "127.0.0.1");
await once(product, "listening");
const address = product.address();
if (address === null || typeof address === "string") throw new Error("it listens on no port");
const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-webhook-"));
const sandbox = await startSandbox({
  port: 0,
  dataDir,
  mode: "test",
  webhook: { url: `http://127.0.0.1:${address.port}/`, secret },
});
afterAll(async () => {
  await sandbox.stop();
  product.close();
  await rm(dataDir, { recursive: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const notifier = createEmailNotifier({
  apiKey: "re_test",
  baseUrl: sandbox.url,
  from: "Quietroom <mail@quietroom.example>",
});
const tenantId = "0198d7a0-0000-7000-8000-000000000001";
const notificationId = "0198d7a0-0000-7000-8000-000000000002";
const sent = await notifier.send({
  tenantId,
  idempotencyKey: notificationId,
  to: "ana@example.com",
  content: sampleMessages["appointment-confirmation"],
});
if (!sent.ok) throw new Error("the sandbox took no message");
const { providerId } = sent.value;

/** What the vendor's stand-in tells, as it arrives. */
async function hear(fate: string): Promise<{ body: string; headers: Headers }> {
  const answer = await fetch(`${sandbox.url}/api/deliveries`, {
    method: "POST",
    body: JSON.stringify({ emailId: providerId, fate }),
  });
  expect(await answer.json()).toEqual({ answered: 200 });
  const last = told.at(-1);
  if (last === undefined) throw new Error("nothing was told");
  return last;
}

test.each([
  ["delivered", { kind: "delivered" }],
  ["came back for good", { kind: "came_back", bounce: "for_good" }],
  ["came back for now", { kind: "came_back", bounce: "for_now" }],
  ["marked as spam", { kind: "complained" }],
])("NOTIF-07 %s: what the vendor signed is read, and of whose message it is", async (fate, report) => {
  expect(readResendWebhook(secret, await hear(fate))).toEqual({
    ok: true,
    value: { tenantId, notificationId, providerId, to: "ana@example.com", report },
  });
});

test("NOTIF-07 what another secret signed, what was changed on its way and what is old is not believed", async () => {
  const { body, headers } = await hear("came back for good");
  const refused = { ok: false, refusal: "unsigned" };
  const other = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
  expect(readResendWebhook(other, { body, headers })).toEqual(refused);
  const elsewhere = body.replace("ana@example.com", "ben@example.com");
  expect(readResendWebhook(secret, { body: elsewhere, headers })).toEqual(refused);
  expect(readResendWebhook(secret, { body, headers: new Headers() })).toEqual(refused);
  vi.useFakeTimers({ now: Date.now() + 6 * 60_000, toFake: ["Date"] });
  expect(readResendWebhook(secret, { body, headers })).toEqual(refused);
});

test("NOTIF-07 what is signed and about no message of ours is taken, and says nothing", async () => {
  const foreign = await fetch(`${sandbox.url}/emails`, {
    method: "POST",
    headers: { authorization: "Bearer re_test" },
    body: JSON.stringify({ from: "a@example.com", to: "b@example.com", subject: "s", text: "t" }),
  });
  const { id } = z.object({ id: z.string() }).parse(await foreign.json());
  await fetch(`${sandbox.url}/api/deliveries`, {
    method: "POST",
    body: JSON.stringify({ emailId: id, fate: "delivered" }),
  });
  const last = told.at(-1);
  expect(last && readResendWebhook(secret, last)).toEqual({ ok: true, value: null });
});
