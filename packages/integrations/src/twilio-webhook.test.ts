import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { contentFor } from "@quietroom/domain/messaging";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import twilio from "twilio";
import { expect, test } from "vitest";
import { createTextNotifier } from "./text-notifier.ts";
import { readTwilioWebhook } from "./twilio-webhook.ts";

const account = {
  accountSid: `AC${"1".repeat(32)}`,
  authToken: "secret",
  url: "https://app.example.com/api/webhooks/twilio",
};
const sid = `SM${"3".repeat(32)}`;
const good = {
  AccountSid: account.accountSid,
  MessageSid: sid,
  From: "+12125550142",
  To: "+15005550006",
  Body: "STOP",
};

/** As Twilio's own SDK signs. */
function signed(form: Readonly<Record<string, string>>, { url, authToken } = account): string {
  return twilio.getExpectedTwilioSignature(authToken, url, form);
}

function read(form: Readonly<Record<string, string>>, signature = signed(form)) {
  const body = new URLSearchParams(form).toString();
  return readTwilioWebhook(account, { body, headers: new Headers({ "x-twilio-signature": signature }) });
}

test("NOTIF-09 a signed answer is read", () => {
  expect(read(good)).toEqual({
    ok: true,
    value: { from: "+12125550142", messageSid: sid, reply: "stop", answered: false },
  });
  expect(read({ ...good, Body: "see you", OptOutType: "STOP" })).toEqual({
    ok: true,
    value: { from: "+12125550142", messageSid: sid, reply: "stop", answered: true },
  });
});

test("NOTIF-09 STOP is heard under an id of another form, under none, and with more words than a text has", () => {
  const { MessageSid: _, ...unnamed } = good;
  for (const form of [unnamed, { ...good, MessageSid: "" }, { ...good, MessageSid: `RC${"4".repeat(40)}` }])
    expect(read(form)).toMatchObject({ ok: true, value: { messageSid: null, reply: "stop" } });
  const long = { ...good, Body: "x".repeat(1601), OptOutType: "STOP" };
  expect(read(long)).toMatchObject({ ok: true, value: { messageSid: sid, reply: "stop" } });
});

test("check 67 what the account's token did not sign, for this address and these words, is not believed", () => {
  const unsigned = { ok: false, refusal: "unsigned" };
  expect(read(good, "")).toEqual(unsigned);
  expect(read(good, signed(good, { ...account, authToken: "other" }))).toEqual(unsigned);
  expect(read(good, signed(good, { ...account, url: "https://elsewhere.example/" }))).toEqual(unsigned);
  expect(read({ ...good, Body: "START" }, signed(good))).toEqual(unsigned);
  expect(read({ ...good, From: "+12125550199" }, signed(good))).toEqual(unsigned);
});

test.each([
  ["another account's", { ...good, AccountSid: `AC${"2".repeat(32)}` }],
  ["of no number", { ...good, From: "whatsapp:+12125550142" }],
  ["of no sender", { AccountSid: account.accountSid, MessageSid: sid, Body: "STOP" }],
])("what is signed and %s is nothing to us", (_, form) => {
  expect(read(form)).toEqual({ ok: true, value: null });
});

test("API-17 what is typed in the sandbox arrives signed, and the page shows what was answered", async () => {
  const seen: ReturnType<typeof readTwilioWebhook>[] = [];
  let url = "";
  const product = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = new Headers({ "x-twilio-signature": String(request.headers["x-twilio-signature"]) });
      seen.push(readTwilioWebhook({ ...account, url }, { body: Buffer.concat(chunks).toString(), headers }));
      response.writeHead(200, { "content-type": "text/xml" });
      response.end("<Response><Message>You get no more texts.</Message></Response>");
    });
  });
  await new Promise<void>((ready) => product.listen(0, "127.0.0.1", ready));
  const address = product.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/webhooks/twilio`;
  const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-replies-"));
  const { accountSid, authToken } = account;
  const sandbox = await startSandbox({
    port: 0,
    dataDir,
    mode: "test",
    textWebhook: { url, token: authToken, account: accountSid },
  });
  try {
    const sent = await createTextNotifier({ ...account, from: "+15005550006", baseUrl: sandbox.url }).send({
      tenantId: "0198d7a0-0000-7000-8000-000000000001",
      idempotencyKey: "m1",
      to: "+12125550142",
      content: contentFor("sms", sampleMessages["appointment-reminder"]),
    });
    if (!sent.ok) throw new Error("the text was not taken");
    const typed = await fetch(`${sandbox.url}/texts/replies`, {
      method: "POST",
      body: new URLSearchParams({ sid: sent.value.providerId, body: "Stop!" }),
    });
    const page = await typed.text();
    expect(page).toContain("Typed: Stop!. Taken with 200. Answered: You get no more texts.");
    expect(seen).toMatchObject([
      { ok: true, value: { from: "+12125550142", reply: "stop", answered: false } },
    ]);
  } finally {
    await sandbox.stop();
    product.closeAllConnections();
    product.close();
    await rm(dataDir, { recursive: true });
  }
});
