import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { contentFor } from "@quietroom/domain/messaging";
import { instant } from "@quietroom/domain/time";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createTextNotifier } from "./text-notifier.ts";
import { TwilioAnswer, twilioRefusal } from "./twilio-refusal.ts";

const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-texts-"));
const sandbox = await startSandbox({ port: 0, dataDir, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});
beforeEach(() => orderFaults(0, "500"));

const account = { accountSid: `AC${"1".repeat(32)}`, authToken: "secret", from: "+15005550006" };
const texter = createTextNotifier({ ...account, baseUrl: sandbox.url, timeoutMs: 500 });
const content = contentFor("sms", sampleMessages["appointment-reminder"]);
const tenantId = "0198d7a0-0000-7000-8000-000000000001";

const message = (to: string) => ({ tenantId, idempotencyKey: "m1", to, content });

async function orderFaults(next: number, kind: "500" | "429" | "timeout" | "drop_after_accept") {
  const answer = await fetch(`${sandbox.url}/api/text-faults`, {
    method: "POST",
    body: JSON.stringify({ next, kind }),
  });
  expect(answer.status).toBe(200);
}

async function textsTo(to: string) {
  const answer = await fetch(`${sandbox.url}/api/texts?to=${encodeURIComponent(to)}`);
  return z
    .object({ texts: z.array(z.object({ sid: z.string(), body: z.string() })) })
    .parse(await answer.json()).texts;
}

test("API-17 a text arrives with its words, and is sent only by the id that the provider gave it", async () => {
  const sent = await texter.send(message("+12125550101"));
  const [text, ...more] = await textsTo("+12125550101");
  expect(more).toEqual([]);
  expect(sent).toEqual({ ok: true, value: { providerId: text?.sid } });
  expect(text?.body).toMatch(/^Harbour Physiotherapy: Hello Ana, .* Reply STOP to end texts\.$/);
});

test.each([
  ["a provider that fails", "500", { code: "unavailable", retryable: true }],
  ["a provider that is asked too often", "429", { code: "busy", afterMs: 1_000 }],
  ["a provider that says nothing", "timeout", { code: "unavailable", retryable: true }],
] as const)("NOTIF-06 %s is %s", async (_, fault, refusal) => {
  await orderFaults(1, fault);
  expect(await texter.send(message("+12125550102"))).toEqual({ ok: false, refusal });
});

test("NOTIF-03 a text whose acceptance was never heard of is found there and not sent twice", async () => {
  const to = "+12125550103";
  const since = instant(Date.now());
  await orderFaults(1, "drop_after_accept");
  expect(await texter.send(message(to))).toEqual({
    ok: false,
    refusal: { code: "unavailable", retryable: true },
  });
  const again = await texter.send({ ...message(to), triedSince: since });
  const [text, ...more] = await textsTo(to);
  expect(more).toEqual([]);
  expect(again).toEqual({ ok: true, value: { providerId: text?.sid } });
});

test("NOTIF-03 the same words of another day are another text", async () => {
  const to = "+12125550104";
  await texter.send(message(to));
  await texter.send({ ...message(to), triedSince: instant(Date.now() + 3_600_000) });
  expect(await textsTo(to)).toHaveLength(2);
});

test.each([
  ["a number whose owner said STOP", "+15005550004", { code: "stopped", retryable: false }],
  ["a number that nobody has", "+15005550001", { code: "rejected", retryable: false }],
  ["what is no number", "12125550142", { code: "rejected", retryable: false }],
  ["two numbers", "+12125550142,+12125550143", { code: "rejected", retryable: false }],
])("NOTIF-09 %s is not tried again", async (_, to, refusal) => {
  expect(await texter.send(message(to))).toEqual({ ok: false, refusal });
});

test.each([
  [21_212, 400, { code: "misconfigured", retryable: false }], // the sender is no number: every text would fail
  [21_606, 400, { code: "misconfigured", retryable: false }],
  [21_611, 400, { code: "busy", afterMs: null }], // too many wait at the provider already: later it is taken
  [21_610, 400, { code: "stopped", retryable: false }],
  [21_211, 400, { code: "rejected", retryable: false }],
])("NOTIF-06 the provider's error %i is what it says it is", (code, statusCode, refusal) => {
  expect(twilioRefusal(new TwilioAnswer({ statusCode, body: { code }, headers: {} }))).toEqual(refusal);
});

test("AUD-12 no number is printed, also where the environment tells the SDK to log", async () => {
  // Nothing that is printed passes, and what the SDK prints has the number in it.
  vi.stubEnv("TWILIO_LOG_LEVEL", "debug");
  try {
    const talkative = createTextNotifier({ ...account, baseUrl: sandbox.url });
    const since = instant(Date.now());
    expect(await talkative.send({ ...message("+12125550105"), triedSince: since })).toMatchObject({
      ok: true,
    });
  } finally {
    vi.unstubAllEnvs();
  }
});

test("a key that is not the account's is a matter for whoever runs the installation", async () => {
  const server = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: 20_003, message: "Authenticate +12125550142", status: 401 }));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const stranger = createTextNotifier({ ...account, baseUrl: `http://127.0.0.1:${port}` });
  const answer = await stranger.send(message("+12125550142"));
  server.closeAllConnections();
  server.close();
  expect(answer).toEqual({ ok: false, refusal: { code: "misconfigured", retryable: false } });
});

test("a provider that cannot be reached is unavailable", async () => {
  const nobody = createTextNotifier({ ...account, baseUrl: "http://127.0.0.1:1" });
  expect(await nobody.send(message("+12125550142"))).toEqual({
    ok: false,
    refusal: { code: "unavailable", retryable: true },
  });
});
