import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { appCode } from "./app-code.ts";
import { startSandbox } from "./start-sandbox.ts";

const dataDir = await mkdtemp(path.join(tmpdir(), "quietroom-sandbox-"));
const signIns = path.join(dataDir, "sign-ins.json");
const sandbox = await startSandbox({ port: 0, dataDir, signIns, mode: "test" });
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true });
});

const key = { authorization: "Bearer re_test", "content-type": "application/json" };
const good = {
  from: "Harbour <mail@harbour.example>",
  to: ["ana@example.com"],
  subject: "Hello",
  text: "See https://book.example/a?b=1&c=2 now",
};

function send(body: unknown, headers: Record<string, string> = key, url = sandbox.url): Promise<Response> {
  return fetch(`${url}/emails`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function sentId(body: unknown, url = sandbox.url): Promise<string> {
  const answer = await send(body, key, url);
  const receipt: unknown = await answer.json();
  if (typeof receipt !== "object" || receipt === null || !("id" in receipt)) throw new Error("not accepted");
  return String(receipt.id);
}

async function pageText(pathname: string): Promise<string> {
  return (await fetch(`${sandbox.url}${pathname}`)).text();
}

describe("it does not start where it could lose real messages", () => {
  test.each(["production", "", "staging"])("API-17 mode %j is refused in plain words", async (mode) => {
    await expect(startSandbox({ port: 0, dataDir, mode })).rejects.toThrow(/does not start in mode/);
  });

  test.each([
    ["no mode", {}],
    ["production by mode", { QUIETROOM_MODE: "production" }],
    ["production by NODE_ENV", { QUIETROOM_MODE: "demo", NODE_ENV: "production" }],
  ])("API-17 its process ends at once with %s", async (_, env) => {
    const main = path.join(import.meta.dirname, "main.ts");
    const child = spawn(process.execPath, [main], {
      env: { ...env, SANDBOX_PORT: "0", SANDBOX_DATA: dataDir },
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    expect(said).toMatch(/does not start in mode "(production)?"/);
  });
});

describe("the vendor's API", () => {
  test.each([
    ["no key", good, {}, 401, "missing_api_key"],
    ["a key of another make", good, { authorization: "Bearer sk_x" }, 400, "validation_error"],
    ["no JSON", "{", key, 400, "validation_error"],
    ["a list", [], key, 422, "missing_required_field"],
    ["no subject", { ...good, subject: undefined }, key, 422, "missing_required_field"],
    ["no words", { ...good, text: undefined }, key, 422, "validation_error"],
    ["an unknown field", { ...good, replyTo: "a@b.example" }, key, 422, "validation_error"],
    ["operators where a recipient belongs", { ...good, to: { $ne: "" } }, key, 422, "validation_error"],
    ["a list in one recipient", { ...good, to: "a@b.example,c@d.example" }, key, 422, "validation_error"],
    [
      "a line break in the subject",
      { ...good, subject: "a\r\nBcc: b@c.example" },
      key,
      422,
      "validation_error",
    ],
    [
      "a file that is not base64",
      { ...good, attachments: [{ filename: "a.ics", content: "é" }] },
      key,
      422,
      "validation_error",
    ],
    [
      "an unknown field of a file",
      { ...good, attachments: [{ filename: "a.ics", content: "YQ==", contentType: "x" }] },
      key,
      422,
      "validation_error",
    ],
    ["a tag with spaces", { ...good, tags: [{ name: "a b", value: "c" }] }, key, 422, "validation_error"],
    [
      "a key of 257 characters",
      good,
      { ...key, "idempotency-key": "k".repeat(257) },
      400,
      "invalid_idempotency_key",
    ],
  ])("%s is refused in the vendor's shape", async (_, body, headers, status, name) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ statusCode: status, name, message: expect.any(String) });
  });

  test("a refusal names the field and never repeats what was in it", async () => {
    const answer = await send({ ...good, to: "CANARY" });
    expect(await answer.text()).not.toContain("CANARY");
  });

  test("an accepted email can be read back by its id", async () => {
    const id = await sentId(good);
    const answer = await fetch(`${sandbox.url}/emails/${id}`, { headers: key });
    expect(await answer.json()).toMatchObject({
      object: "email",
      id,
      to: ["ana@example.com"],
      subject: "Hello",
      last_event: "delivered",
    });
    const unknown = await fetch(`${sandbox.url}/emails/00000000-0000-4000-8000-000000000000`, {
      headers: key,
    });
    expect(unknown.status).toBe(404);
  });

  test("more than any message of ours is too large", async () => {
    expect((await send({ ...good, text: "x".repeat(11 * 1024 * 1024) })).status).toBe(413);
  });

  test("what the vendor has and the product does not use is not found", async () => {
    const answer = await fetch(`${sandbox.url}/emails/batch`, { method: "POST", headers: key, body: "[]" });
    expect(answer.status).toBe(404);
  });
});

describe("the pages", () => {
  test("the inbox lists the newest first, and filters by recipient", async () => {
    await sentId({ ...good, to: "first@example.com", subject: "The first" });
    await sentId({ ...good, to: "Second <SECOND@example.com>", subject: "The second" });
    const everyone = await pageText("/");
    expect(everyone.indexOf("The second")).toBeGreaterThan(-1);
    expect(everyone.indexOf("The second")).toBeLessThan(everyone.indexOf("The first"));
    const filtered = await pageText("/?to=second@example.com");
    expect(filtered).toContain("The second");
    expect(filtered).not.toContain("The first");
  });

  test("an email's page links its addresses and escapes everything else", async () => {
    const id = await sentId({
      ...good,
      subject: "<script>alert(1)</script>",
      text: 'https://a.example/"><script>x</script>',
    });
    const markup = await pageText(`/emails/${id}`);
    expect(markup).toContain('<a href="https://a.example/"');
    expect(markup).not.toMatch(/<script>/);
    expect(await pageText("/")).not.toMatch(/<script>/);
    const linked = await pageText(`/emails/${await sentId(good)}`);
    expect(linked).toContain('href="https://book.example/a?b=1&amp;c=2"');
  });

  test("the email's own HTML is served where nothing in it can act", async () => {
    const id = await sentId({ ...good, html: "<!DOCTYPE html><p>Hi</p><script>alert(1)</script>" });
    const answer = await fetch(`${sandbox.url}/emails/${id}/body`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox (?!.*allow-scripts)/);
    expect(policy).toContain("default-src 'none'");
    expect(await answer.text()).toContain("<p>Hi</p>");
  });

  test("an attachment comes as a download under a harmless name", async () => {
    const id = await sentId({ ...good, attachments: [{ filename: 'a"; x="é.ics', content: "QkVHSU4=" }] });
    const answer = await fetch(`${sandbox.url}/emails/${id}/attachments/0`);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a___x___.ics"');
    expect(await answer.text()).toBe("BEGIN");
    expect((await fetch(`${sandbox.url}/emails/${id}/attachments/1`)).status).toBe(404);
  });

  test("every page says first that nothing was sent, and its title names no one", async () => {
    const id = await sentId({ ...good, subject: "CANARY", to: "canary@example.com" });
    for (const pathname of ["/", "/?to=canary@example.com", `/emails/${id}`, "/nowhere"]) {
      const markup = await pageText(pathname);
      expect(markup).toContain("Nothing here leaves this machine");
      expect(/<title>(.*)<\/title>/.exec(markup)?.[1]).not.toMatch(/canary/i);
    }
  });

  test("without a studio there is no clock to move", async () => {
    expect(await pageText("/")).toContain("No studio is running");
    const answer = await fetch(`${sandbox.url}/clock`, {
      method: "POST",
      body: new URLSearchParams({ ms: "3600000" }),
    });
    expect(answer.status).toBe(503);
  });
});

describe("only this machine's own pages and programs may use it", () => {
  test.each([
    ["another site's page", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["an old browser on another site", { "sec-fetch-site": "cross-site" }],
  ])("%s cannot post", async (_, headers) => {
    for (const pathname of ["/clock", "/api/clock", "/api/faults", "/emails"]) {
      const answer = await fetch(`${sandbox.url}${pathname}`, {
        method: "POST",
        headers: { ...key, ...headers },
        body: "{}",
      });
      expect(answer.status).toBe(403);
    }
  });

  test("a name that was pointed here from outside is not answered", async () => {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(sandbox.url);
      const request = httpRequest(
        { port, path: "/api/inbox", headers: { host: "evil.example" } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      request.on("error", reject).end();
    });
    expect(status).toBe(403);
  });

  test.each([["[]"], ["{}"], ['{"next":-1,"kind":"500"}'], ['{"next":1,"kind":"rain"}'], ["nonsense"]])(
    "a malformed order of faults is refused: %s",
    async (body) => {
      const answer = await fetch(`${sandbox.url}/api/faults`, { method: "POST", body });
      expect(answer.status).toBe(422);
    },
  );
});

describe("a restart", () => {
  test("keeps every email and every key, and drops what was half written", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "quietroom-restart-"));
    const before = await startSandbox({ port: 0, dataDir: folder, mode: "test" });
    const headers = { ...key, "idempotency-key": "kept" };
    const first: unknown = await (await send(good, headers, before.url)).json();
    await before.stop();
    await appendFile(path.join(folder, "inbox.jsonl"), '{"id":"cut off by a kill');

    const after = await startSandbox({ port: 0, dataDir: folder, mode: "test" });
    expect(await (await send(good, headers, after.url)).json()).toEqual(first);
    expect((await send({ ...good, subject: "Other" }, headers, after.url)).status).toBe(409);
    await sentId({ ...good, subject: "Later" }, after.url);
    await after.stop();

    const again = await startSandbox({ port: 0, dataDir: folder, mode: "test" });
    const listed: unknown = await (await fetch(`${again.url}/api/inbox`)).json();
    expect(listed).toMatchObject({
      messages: [{ subject: "Later" }, { subject: "Hello", idempotencyKey: "kept" }],
    });
    await again.stop();
    await rm(folder, { recursive: true });
  });

  test("a request is recorded as it came, without its key", async () => {
    await sentId({ ...good, subject: "Recorded" });
    const answer: unknown = await (await fetch(`${sandbox.url}/api/requests`)).json();
    expect(answer).toMatchObject({
      requests: expect.arrayContaining([expect.objectContaining({ method: "POST", path: "/emails" })]),
    });
    expect(JSON.stringify(answer)).toContain("Recorded");
    expect(JSON.stringify(answer)).not.toContain("re_test");
  });
});

test("stopping does not wait for a request that a fault left hanging", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "quietroom-hanging-"));
  const hanging = await startSandbox({ port: 0, dataDir: folder, mode: "test" });
  await fetch(`${hanging.url}/api/faults`, {
    method: "POST",
    body: JSON.stringify({ next: 1, kind: "timeout" }),
  });
  const unanswered = send(good, key, hanging.url).then(
    () => "answered",
    () => "cut off",
  );
  // The fault is taken once the state shows no email and the next send goes well.
  await sentId(good, hanging.url);
  await hanging.stop();
  expect(await unanswered).toBe("cut off");
  await rm(folder, { recursive: true });
});

test("API-13 the codes page shows what the demo people's apps show now, says that it is a sandbox, and never a secret", async () => {
  expect(await pageText("/codes")).toContain("Nobody to sign in as");
  const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const robin = { role: "admin", name: "Robin <b>", email: "robin@example.com", password: "kept-to-itself" };
  await writeFile(signIns, JSON.stringify([{ name: "Harbour", signIns: [{ ...robin, totpSecret }, robin] }]));
  const shown = await pageText("/codes");
  const codes = (["previous", "current", "next"] as const).map((which) => appCode(totpSecret, which));
  expect(codes.some((code) => shown.includes(`<code>${code}</code>`))).toBe(true);
  expect(shown).toContain("This is a sandbox");
  expect(shown).toContain("sets up an app at sign-in");
  expect(shown).not.toMatch(/JBSWY|kept-to-itself|<b>/);
});
