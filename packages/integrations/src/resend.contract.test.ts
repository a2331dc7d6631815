import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MessageContent } from "@quietroom/domain/messaging";
import { sampleMessages } from "@quietroom/messages/samples";
import { startSandbox } from "@quietroom/sandbox";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createEmailNotifier } from "./email-notifier.ts";

const specs = process.env["VENDOR_SPECS"];
if (specs === undefined) {
  throw new Error(
    "VENDOR_SPECS is not set: give the folder that holds resend-1.5.0.openapi.json, the vendor's own description.",
  );
}

const recorded = z.object({
  requests: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
  ),
});
const described = z.object({
  components: z.object({
    schemas: z.object({ SendEmailRequest: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
  }),
});

const spec: unknown = JSON.parse(
  await readFile(path.join(specs, "resend-1.5.0.openapi.json"), "utf8"),
  withoutStrayNullable,
);
const knownKeys = Object.keys(described.parse(spec).components.schemas.SendEmailRequest.properties);
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(z.record(z.string(), z.unknown()).parse(spec), "resend");
const validate = ajv.compile({
  $ref: "resend#/paths/~1emails/post/requestBody/content/application~1json/schema",
});

const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-contract-"));
const sandbox = await startSandbox({ port: 0, dataDir, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});

describe.each(Object.values<MessageContent>(sampleMessages))("$template", (content) => {
  test("API-17 the request is one that the vendor describes", async () => {
    const notifier = createEmailNotifier({
      apiKey: "re_contract",
      baseUrl: sandbox.url,
      from: "mail@quietroom.example",
    });
    const sent = await notifier.send({
      tenantId: "0198d7a0-0000-7000-8000-000000000001",
      idempotencyKey: `contract-${content.template}`,
      to: "ana@example.com",
      content,
    });
    expect(sent).toMatchObject({ ok: true });

    const answer = await fetch(`${sandbox.url}/api/requests`);
    const [request] = recorded.parse(await answer.json()).requests; // newest first
    expect(request).toMatchObject({ method: "POST", path: "/emails" });
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(request?.headers["idempotency-key"]).toBe(`contract-${content.template}`);
    expect(request?.headers["authorization"]).toBeUndefined();
    expect(faultsOf(JSON.parse(request?.body ?? ""))).toEqual([]);
  });
});

describe("a bad request is seen to be bad", () => {
  const good = { from: "a@example.com", to: ["b@example.com"], subject: "s", text: "t" };

  test("a good one passes", () => {
    expect(faultsOf(good)).toEqual([]);
  });

  test.each([
    ["a recipient that is no text", { ...good, to: 7 }],
    ["fifty-one recipients", { ...good, to: Array.from({ length: 51 }, () => "b@example.com") }],
    ["no subject", { from: good.from, to: good.to, text: "t" }],
    ["an attachment that is no object", { ...good, attachments: ["appointment.ics"] }],
    ["a parameter by the SDK's name instead of the vendor's", { ...good, replyTo: "c@example.com" }],
    ["a misspelt parameter", { ...good, htlm: "<p>" }],
  ])("%s", async (_, body) => {
    expect(faultsOf(body)).not.toEqual([]);
    const answer = await fetch(`${sandbox.url}/emails`, {
      method: "POST",
      headers: { authorization: "Bearer re_contract", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      statusCode: 422,
      name: expect.stringMatching(/^(validation_error|missing_required_field)$/),
    });
  });
});

/** What the vendor's description holds against a body; its schema is open, so unknown keys are looked for here. */
function faultsOf(body: unknown): readonly string[] {
  validate(body);
  const schema = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const keys = typeof body === "object" && body !== null ? Object.keys(body) : [];
  return [
    ...schema,
    ...keys.filter((key) => !knownKeys.includes(key)).map((key) => `/${key} is not described`),
  ];
}

/** Ajv refuses `nullable` where no `type` stands beside it, as this document has it in places. */
function withoutStrayNullable(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("nullable" in value) || "type" in value) return value;
  const { nullable: _nullable, ...rest } = value;
  return rest;
}
