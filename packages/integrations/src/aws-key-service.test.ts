import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { localKeyService } from "@quietroom/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { awsKeyService } from "./aws-key-service.ts";

type Asked = {
  readonly target: string;
  readonly authorization: string;
  readonly body: Record<string, unknown>;
};
type Answer = { readonly status: number; readonly body: object } | "hang up" | "wait";

/** KMS as it speaks on the wire (AWS JSON 1.1), with a master key of its own. */
const master = localKeyService(randomBytes(32));
const asked: Asked[] = [];
let answer: ((asked: Asked) => Promise<Answer>) | null = null;
const server = createServer((request, response) => {
  void send(request, response);
});

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
});
beforeEach(() => {
  asked.length = 0;
  answer = null;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const context = { tenant: "0198f0b6-5c1e-7000-8000-000000000001", key: "k1", purpose: "data" };
const service = (timeoutMs = 2_500) => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return awsKeyService({
    keyId: "alias/quietroom",
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${address.port}`,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" },
    timeoutMs,
  });
};

test("ENC-04 a data key is wrapped and unwrapped under the master key, for its own studio only", async () => {
  const key = randomBytes(32);
  const wrapped = await service().wrap(key, context);
  expect(Buffer.from(wrapped).includes(key)).toBe(false);
  expect(Buffer.from(await service().unwrap(wrapped, context)).equals(key)).toBe(true);
  await expect(service().unwrap(wrapped, { ...context, tenant: "another" })).rejects.toMatchObject({
    code: "malformed",
  });
  await expect(service().unwrap(randomBytes(61), context)).rejects.toMatchObject({ code: "malformed" });
});

test("ENC-06 KMS is told the master key and the context in a signed request, so that its own trail names them", async () => {
  const wrapped = await service().wrap(randomBytes(32), context);
  await service().unwrap(wrapped, context);
  expect(asked.map(({ target }) => target)).toEqual(["TrentService.Encrypt", "TrentService.Decrypt"]);
  for (const { body, authorization } of asked) {
    expect(body).toMatchObject({ KeyId: "alias/quietroom", EncryptionContext: context });
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/kms\/aws4_request/,
    );
  }
});

test.each([
  ["AccessDeniedException", 400, "denied"],
  ["UnrecognizedClientException", 400, "denied"],
  ["NotFoundException", 400, "denied"],
  ["DisabledException", 400, "disabled"],
  ["KMSInvalidStateException", 400, "disabled"],
  ["InvalidCiphertextException", 400, "malformed"],
  ["IncorrectKeyException", 400, "malformed"],
  ["KMSInternalException", 500, "unavailable"],
  ["ThrottlingException", 400, "unavailable"],
])(
  "check 85 KMS says %s: a refusal that repeats nothing of it, after one repeat at most",
  async (type, status, code) => {
    answer = () => Promise.resolve({ status, body: { __type: type, message: "arn:aws:kms:secret-detail" } });
    const refusal: unknown = await service()
      .unwrap(randomBytes(61), context)
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "KeyServiceError", code });
    expect(`${String(refusal)} ${JSON.stringify(refusal)}`).not.toContain("secret-detail");
    expect(asked.length).toBeLessThanOrEqual(2);
  },
);

test("check 85 KMS that does not answer is given up in time", async () => {
  answer = () => Promise.resolve("wait");
  const started = performance.now();
  await expect(service(300).wrap(randomBytes(32), context)).rejects.toMatchObject({ code: "timeout" });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("check 85 KMS that hangs up, or answers no key, is a refusal", async () => {
  answer = () => Promise.resolve("hang up");
  await expect(service().unwrap(randomBytes(61), context)).rejects.toMatchObject({ code: "unavailable" });
  answer = () => Promise.resolve({ status: 200, body: {} });
  await expect(service().unwrap(randomBytes(61), context)).rejects.toMatchObject({ code: "malformed" });
});

async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = await reply(request);
  if (given === "hang up") request.socket.destroy();
  if (given === "hang up" || given === "wait") return;
  response.writeHead(given.status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(given.body));
}

async function reply(request: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const call = {
    target: String(request.headers["x-amz-target"]),
    authorization: String(request.headers.authorization),
    body: parsed(Buffer.concat(chunks).toString()),
  };
  asked.push(call);
  return await (answer ?? keepKeys)(call);
}

async function keepKeys({ target, body }: Asked): Promise<Answer> {
  const spoken = body["EncryptionContext"];
  const context = Object.fromEntries(
    Object.entries(spoken ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const bytes = (name: string) => Buffer.from(String(body[name]), "base64");
  const text = (key: Uint8Array) => Buffer.from(key).toString("base64");
  try {
    return target === "TrentService.Encrypt"
      ? {
          status: 200,
          body: { KeyId: "arn", CiphertextBlob: text(await master.wrap(bytes("Plaintext"), context)) },
        }
      : {
          status: 200,
          body: { KeyId: "arn", Plaintext: text(await master.unwrap(bytes("CiphertextBlob"), context)) },
        };
  } catch {
    return { status: 400, body: { __type: "InvalidCiphertextException" } };
  }
}

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
