import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { testDatabase } from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { createEmailNotifier } from "./email-notifier.ts";

const hourMs = 3_600_000;
const database = await testDatabase();
const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-clock-"));
const sandbox = await startSandbox({ port: 0, dataDir, databaseUrl: database.ownerUrl, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});

const reading = z.object({ nowMs: z.number(), shiftMs: z.number() });
const inbox = z.object({ messages: z.array(z.object({ studioNowMs: z.number().nullable() })) });

async function clock() {
  return reading.parse(await (await fetch(`${sandbox.url}/api/clock`)).json());
}

function advanceByForm(fields: Record<string, string>): Promise<Response> {
  return fetch(`${sandbox.url}/clock`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: sandbox.url },
    redirect: "manual",
  });
}

test("the page moves the studio's clock by a button, by a number and by JSON, and shows it", async () => {
  const start = await clock();
  expect((await advanceByForm({ ms: String(24 * hourMs) })).status).toBe(303);
  expect((await advanceByForm({ amount: "90", unit: "minutes" })).status).toBe(303);
  const answer = await fetch(`${sandbox.url}/api/clock`, {
    method: "POST",
    body: JSON.stringify({ advanceMs: hourMs }),
  });
  expect(reading.parse(await answer.json()).shiftMs - start.shiftMs).toBe(26.5 * hourMs);
  expect((await clock()).nowMs - start.nowMs).toBeGreaterThanOrEqual(26.5 * hourMs);
  expect(await (await fetch(sandbox.url)).text()).toContain("1 d 2 h 30 min ahead of real time");
});

test.each([
  { ms: "-1" },
  { ms: "0" },
  { ms: "1e3" },
  { ms: "9".repeat(20) },
  { amount: "1", unit: "years" },
  { amount: "9999", unit: "days" },
  { ms: "1", amount: "1" },
])("an amount that is no step ahead is refused and moves nothing: %j", async (fields) => {
  const before = await clock();
  expect((await advanceByForm(fields)).status).toBe(422);
  expect((await clock()).shiftMs).toBe(before.shiftMs);
});

test("an email carries the studio's time, not the machine's", async () => {
  const before = await clock();
  const notifier = createEmailNotifier({
    apiKey: "re_test",
    baseUrl: sandbox.url,
    from: "mail@quietroom.example",
  });
  await notifier.send({
    tenantId: randomUUID(),
    idempotencyKey: "timed",
    to: "ana@example.com",
    content: sampleMessages["waitlist-joined"],
  });
  const { messages } = inbox.parse(await (await fetch(`${sandbox.url}/api/inbox?to=ana@example.com`)).json());
  expect(messages).toHaveLength(1);
  expect(messages[0]?.studioNowMs).toBeGreaterThanOrEqual(before.nowMs);
});

test("a database that goes away stops the clock, not the inbox", async () => {
  await database.drop();
  const notifier = createEmailNotifier({
    apiKey: "re_test",
    baseUrl: sandbox.url,
    from: "mail@quietroom.example",
  });
  const sent = await notifier.send({
    tenantId: randomUUID(),
    idempotencyKey: "orphan",
    to: "bo@example.com",
    content: sampleMessages["waitlist-joined"],
  });
  expect(sent).toMatchObject({ ok: true });
  expect((await advanceByForm({ ms: "1000" })).status).toBe(503);
});
