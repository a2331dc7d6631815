import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { contentFor, isTexted, type MessageContent } from "@quietroom/domain/messaging";
import { instant } from "@quietroom/domain/time";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createTextNotifier } from "./text-notifier.ts";

const specs = process.env["VENDOR_SPECS"];
if (specs === undefined) {
  throw new Error(
    "VENDOR_SPECS is not set: give the folder that holds twilio-api-v2010.trimmed.openapi.json, the vendor's own description.",
  );
}

const recorded = z.object({
  texts: z.array(
    z.object({
      sid: z.string(),
      request: z.object({
        method: z.string(),
        path: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
      }),
    }),
  ),
});
const messagesPath = "/2010-04-01/Accounts/{AccountSid}/Messages.json";
const form = "application/x-www-form-urlencoded";
const described = z.object({
  paths: z.object({
    [messagesPath]: z.object({
      post: z.object({
        requestBody: z.object({
          content: z.object({
            [form]: z.object({ schema: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
          }),
        }),
      }),
      get: z.object({ parameters: z.array(z.object({ name: z.string() })) }),
    }),
  }),
});

const spec: unknown = JSON.parse(
  await readFile(path.join(specs, "twilio-api-v2010.trimmed.openapi.json"), "utf8"),
);
const operations = described.parse(spec).paths[messagesPath];
const knownKeys = Object.keys(operations.post.requestBody.content[form].schema.properties);
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, coerceTypes: true });
ajv.addSchema(z.record(z.string(), z.unknown()).parse(spec), "twilio");
const at = "twilio#/paths/~12010-04-01~1Accounts~1%7BAccountSid%7D~1Messages.json";
const validate = ajv.compile({
  $ref: `${at}/post/requestBody/content/application~1x-www-form-urlencoded/schema`,
});
const validateAnswer = ajv.compile({ $ref: "twilio#/components/schemas/api.v2010.account.message" });

const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-contract-"));
const sandbox = await startSandbox({ port: 0, dataDir, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});

const accountSid = `AC${"1".repeat(32)}`;
const account = { accountSid, authToken: "contract", baseUrl: sandbox.url };
const tenantId = "0198d7a0-0000-7000-8000-000000000001";
const texted = Object.values<MessageContent>(sampleMessages)
  .map((content) => contentFor("sms", content))
  .filter(isTexted);

async function newest() {
  const answer = await fetch(`${sandbox.url}/api/texts`);
  return recorded.parse(await answer.json()).texts[0];
}

describe.each(texted)("$template", (content) => {
  test.each([
    ["a number", "+15005550006"],
    ["a messaging service", `MG${"2".repeat(32)}`],
  ])("API-17 the request is one that the vendor describes, from %s", async (_, from) => {
    const sent = await createTextNotifier({ ...account, from }).send({
      tenantId,
      idempotencyKey: `contract-${content.template}`,
      to: "+12125550142",
      content,
    });
    const text = await newest();
    expect(sent).toEqual({ ok: true, value: { providerId: text?.sid } });
    expect(text?.request).toMatchObject({
      method: "POST",
      path: `/2010-04-01/Accounts/${accountSid}/Messages.json`,
    });
    expect(text?.request.headers["content-type"]).toBe(form);
    expect(text?.request.headers["authorization"]).toBeUndefined();
    expect(faultsOf(Object.fromEntries(new URLSearchParams(text?.request.body)))).toEqual([]);
  });
});

test("API-17 what was sent before is asked for as the vendor describes it, and its stand-in answers in the vendor's shape", async () => {
  const [content] = texted;
  if (content === undefined) throw new Error("nothing is texted");
  const message = { tenantId, idempotencyKey: "again", to: "+12125550143", content };
  const notifier = createTextNotifier({ ...account, from: "+15005550006" });
  const first = await notifier.send(message);
  expect(await notifier.send({ ...message, triedSince: instant(Date.now()) })).toEqual(first);
  const answer = await fetch(
    `${sandbox.url}/2010-04-01/Accounts/${accountSid}/Messages.json?To=%2B12125550143&PageSize=50`,
    { headers: { authorization: `Basic ${Buffer.from(`${accountSid}:x`).toString("base64")}` } },
  );
  const { messages } = z.object({ messages: z.array(z.unknown()) }).parse(await answer.json());
  expect(messages).toHaveLength(1);
  validateAnswer(messages[0]);
  expect(validateAnswer.errors).toBeNull();
  expect(operations.get.parameters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["To", "PageSize"]),
  );
});

describe("a bad request is seen to be bad", () => {
  const good = { From: "+15005550006", To: "+12125550142", Body: "b" };

  test("a good one passes", () => {
    expect(faultsOf(good)).toEqual([]);
  });

  test.each([
    ["no recipient", { From: good.From, Body: "b" }],
    ["a parameter by the SDK's name instead of the vendor's", { ...good, body: "b" }],
    ["a messaging service that is none", { ...good, From: undefined, MessagingServiceSid: "MG1" }],
  ])("%s", async (_, body) => {
    expect(faultsOf(body)).not.toEqual([]);
    const answer = await fetch(`${sandbox.url}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:x`).toString("base64")}`,
        "content-type": form,
      },
      body: new URLSearchParams(JSON.parse(JSON.stringify(body))).toString(),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, code: expect.any(Number) });
  });
});

/** What the vendor's description holds against a form; its schema is open, so unknown keys are looked for here. */
function faultsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  validate(structuredClone(body));
  const schema = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [
    ...schema,
    ...Object.keys(body)
      .filter((key) => !knownKeys.includes(key))
      .map((key) => `/${key} is not described`),
  ];
}
