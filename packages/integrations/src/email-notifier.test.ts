import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MessageContent } from "@quietroom/domain/messaging";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createEmailNotifier } from "./email-notifier.ts";

const inbox = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      from: z.string(),
      to: z.array(z.string()),
      replyTo: z.array(z.string()),
      subject: z.string(),
      html: z.string(),
      text: z.string(),
      idempotencyKey: z.string().nullable(),
      headers: z.record(z.string(), z.string()),
      attachments: z.array(
        z.object({
          filename: z.string().nullable(),
          contentType: z.string().nullable(),
          content: z.string().nullable(),
        }),
      ),
    }),
  ),
});

const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-notifier-"));
const sandbox = await startSandbox({ port: 0, dataDir, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});
beforeEach(() => orderFaults(0, "500"));

const from = "Quietroom <mail@quietroom.example>";
const tenantId = "0198d7a0-0000-7000-8000-000000000001";
const notifier = createEmailNotifier({ apiKey: "re_test", baseUrl: sandbox.url, from });
const confirmation = sampleMessages["appointment-confirmation"];

async function orderFaults(
  next: number,
  kind: "500" | "429" | "timeout" | "drop_after_accept",
): Promise<void> {
  const answer = await fetch(`${sandbox.url}/api/faults`, {
    method: "POST",
    body: JSON.stringify({ next, kind }),
  });
  expect(answer.status).toBe(200);
}

async function receivedBy(to: string) {
  const answer = await fetch(`${sandbox.url}/api/inbox?to=${encodeURIComponent(to)}`);
  return inbox.parse(await answer.json()).messages;
}

describe("API-17 one adapter for the vendor and its stand-in", () => {
  test.each(Object.values<MessageContent>(sampleMessages))(
    "$template arrives as it was rendered",
    async (content) => {
      const to = `${content.template}@example.com`;
      const sent = await notifier.send({
        tenantId,
        idempotencyKey: `arrives-${content.template}`,
        to,
        content,
      });
      const [message, ...more] = await receivedBy(to);
      expect(more).toEqual([]);
      expect(sent).toEqual({ ok: true, value: { providerId: message?.id } });
      expect(message).toMatchObject({
        from: "Harbour Physiotherapy <mail@quietroom.example>",
        to: [to],
        replyTo: ["desk@harbour.example"],
        idempotencyKey: `arrives-${content.template}`,
      });
      // Whoever confirms an address is nobody known yet.
      const greeting = content.template === "booking-code" ? "Hello," : "Hello Ana,";
      expect(message?.text).toContain(greeting);
      expect(message?.html).toContain(greeting);
    },
  );

  test("NOTIF-09 a reminder says to mail programs where one press stops such messages, and no message that has to come does", async () => {
    for (const content of Object.values<MessageContent>(sampleMessages)) {
      const to = `headers-${content.template}@example.com`;
      await notifier.send({ tenantId, idempotencyKey: `headers-${content.template}`, to, content });
      const [message] = await receivedBy(to);
      expect(message?.headers, content.template).toEqual(
        content.template === "appointment-reminder"
          ? {
              "List-Unsubscribe": `<${content.oneClickUrl}>`,
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
          : {},
      );
    }
  });

  test.each([
    ["appointment-confirmation", "PUBLISH"],
    ["appointment-rescheduled", "PUBLISH"],
    ["appointment-cancelled", "CANCEL"],
  ] as const)("NOTIF-12 %s carries a calendar file, METHOD:%s", async (template, method) => {
    const to = `ics-${template}@example.com`;
    await notifier.send({
      tenantId,
      idempotencyKey: `ics-${template}`,
      to,
      content: sampleMessages[template],
    });
    const [message] = await receivedBy(to);
    expect(message?.attachments).toMatchObject([
      { filename: "appointment.ics", contentType: `text/calendar; charset=utf-8; method=${method}` },
    ]);
    expect(message?.attachments[0]?.content).toContain(`METHOD:${method}\r\n`);
  });
});

describe("NOTIF-03 a send that is repeated is one message", () => {
  test("the same key and content answer with the same id", async () => {
    const message = { tenantId, idempotencyKey: "twice", to: "twice@example.com", content: confirmation };
    const first = await notifier.send(message);
    expect(await notifier.send(message)).toEqual(first);
    expect(await receivedBy("twice@example.com")).toHaveLength(1);
  });

  test("ten at once under one key are one message", async () => {
    const message = { tenantId, idempotencyKey: "at-once", to: "at-once@example.com", content: confirmation };
    const answers = await Promise.all(Array.from({ length: 10 }, () => notifier.send(message)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await receivedBy("at-once@example.com")).toHaveLength(1);
  });

  test("a vendor that took the message and died before answering: the retry adds none", async () => {
    await orderFaults(1, "drop_after_accept");
    const message = { tenantId, idempotencyKey: "dropped", to: "dropped@example.com", content: confirmation };
    expect(await notifier.send(message)).toEqual({
      ok: false,
      refusal: { code: "unavailable", retryable: true },
    });
    expect(await notifier.send(message)).toMatchObject({ ok: true });
    expect(await receivedBy("dropped@example.com")).toHaveLength(1);
  });

  test("another message under a used key is refused, not sent", async () => {
    await notifier.send({ tenantId, idempotencyKey: "taken", to: "one@example.com", content: confirmation });
    const second = await notifier.send({
      tenantId,
      idempotencyKey: "taken",
      to: "two@example.com",
      content: confirmation,
    });
    expect(second).toEqual({ ok: false, refusal: { code: "rejected", retryable: false } });
    expect(await receivedBy("two@example.com")).toEqual([]);
  });
});

describe("NOTIF-06 what went wrong says whether trying again can help", () => {
  test.each([
    ["500", { code: "unavailable", retryable: true }],
    ["429", { code: "busy", afterMs: 1_000 }],
  ] as const)("a vendor's %s passes, and says what it is", async (kind, refusal) => {
    await orderFaults(2, kind);
    const message = {
      tenantId,
      idempotencyKey: `fault-${kind}`,
      to: `fault-${kind}@example.com`,
      content: confirmation,
    };
    expect(await notifier.send(message)).toEqual({
      ok: false,
      refusal,
    });
    expect(await notifier.send(message)).toEqual({
      ok: false,
      refusal,
    });
    expect(await notifier.send(message)).toMatchObject({ ok: true });
  });

  test("a vendor that never answers is unavailable once the time is up", async () => {
    await orderFaults(1, "timeout");
    const hasty = createEmailNotifier({ apiKey: "re_test", baseUrl: sandbox.url, from, timeoutMs: 100 });
    const answer = await hasty.send({
      tenantId,
      idempotencyKey: "slow",
      to: "slow@example.com",
      content: confirmation,
    });
    expect(answer).toEqual({ ok: false, refusal: { code: "unavailable", retryable: true } });
  });

  test("nobody listening is unavailable", async () => {
    const nobody = createEmailNotifier({ apiKey: "re_test", baseUrl: "http://127.0.0.1:1", from });
    const answer = await nobody.send({
      tenantId,
      idempotencyKey: "nobody",
      to: "a@example.com",
      content: confirmation,
    });
    expect(answer).toEqual({ ok: false, refusal: { code: "unavailable", retryable: true } });
  });

  test.each([
    ["no key", { apiKey: undefined, from }],
    ["an empty key", { apiKey: "", from }],
    ["a key the vendor does not know", { apiKey: "sk_wrong", from }],
    ["a sender that is no address", { apiKey: "re_test", from: "Quietroom" }],
  ])("%s is misconfigured", async (_, setup) => {
    const broken = createEmailNotifier({ ...setup, baseUrl: sandbox.url });
    const answer = await broken.send({
      tenantId,
      idempotencyKey: "setup",
      to: "setup@example.com",
      content: confirmation,
    });
    expect(answer).toEqual({ ok: false, refusal: { code: "misconfigured", retryable: false } });
    expect(await receivedBy("setup@example.com")).toEqual([]);
  });
});

test.each([
  "a@example.com,b@example.com",
  '"a b"@example.com',
  "a@example.com\r\nBcc: b@example.com",
  "a＠example.com",
])("check 45: %j is refused before anything is sent", async (to) => {
  // Anything that were sent would meet this fault and come back unavailable.
  await orderFaults(1, "500");
  const answer = await notifier.send({ tenantId, idempotencyKey: "recipient", to, content: confirmation });
  expect(answer).toEqual({ ok: false, refusal: { code: "rejected", retryable: false } });
});

test.each(["", "line\nbreak", "ünicode", "a:b", "k".repeat(257)])(
  "a key that is no header and no tag is refused: %j",
  async (idempotencyKey) => {
    await orderFaults(1, "500");
    const answer = await notifier.send({
      tenantId,
      idempotencyKey,
      to: "key@example.com",
      content: confirmation,
    });
    expect(answer).toEqual({ ok: false, refusal: { code: "rejected", retryable: false } });
  },
);

test("NOTIF-11 a canary in every field that must stay home appears in no part of the request", async () => {
  const canaries = {
    serviceName: "CANARY-service",
    familyName: "CANARY-family",
    birthDate: "CANARY-birth",
    diagnosis: "CANARY-dx",
  };
  const content = {
    ...confirmation,
    ...canaries,
    studio: { ...confirmation.studio, ...canaries },
    visit: { ...confirmation.visit, ...canaries, place: { ...confirmation.visit.place, ...canaries } },
  };
  await notifier.send({ tenantId, idempotencyKey: "canary", to: "canary@example.com", content });
  const [message] = await receivedBy("canary@example.com");
  expect(message).toBeDefined();
  expect(JSON.stringify(message)).not.toContain("CANARY");
  // The address is for the envelope alone.
  const { to: _envelope, ...rest } = message ?? { to: [] };
  expect(JSON.stringify(rest)).not.toContain("canary@example.com");
});
