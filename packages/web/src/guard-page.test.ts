import { expect, test } from "vitest";
import type { Deed } from "./deed-of.ts";
import { guardPage } from "./guard-page.ts";
import type { Admission } from "./limit-requests.ts";
import { NONCE_HEADER } from "./page-security.ts";

const passes: Admission = { ok: true, headers: {} };

async function guard(request: Request, wishes: { admission?: Admission; origin?: string; dev?: true } = {}) {
  const { admission = passes, origin = "https://book.example.com", dev } = wishes;
  return await guardPage(request, {
    origin,
    serving: { transport: origin.startsWith("https") ? "https" : "http", server: dev ? "dev" : "built" },
    admit: async () => await Promise.resolve(admission),
  });
}

async function onward(...asked: Parameters<typeof guard>) {
  const guarded = await guard(...asked);
  if (guarded.kind === "answered") throw new Error("it was answered at the door");
  return guarded;
}

const page = new Request("https://book.example.com/calm");

test("check 61 COMP-12 a page may run what carries its request's nonce, and nothing else", async () => {
  const { answerHeaders, requestHeaders } = await onward(page);
  const nonce = requestHeaders.get(NONCE_HEADER) ?? "";
  expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  expect(answerHeaders["content-security-policy"]).toBe(
    `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; ` +
      "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  expect(requestHeaders.get("content-security-policy")).toBe(answerHeaders["content-security-policy"]);
});

test("check 61 each request has a nonce of its own, which a client cannot choose", async () => {
  const chosen = new Request(page, {
    headers: { [NONCE_HEADER]: "mine", "content-security-policy": "script-src 'nonce-mine'" },
  });
  const nonces = await Promise.all(
    [chosen, chosen].map(async (request) => (await onward(request)).requestHeaders.get(NONCE_HEADER)),
  );
  expect(new Set([...nonces, "mine"]).size).toBe(3);
});

test("COMP-12 strict transport is promised over https only", async () => {
  expect((await onward(page)).answerHeaders["strict-transport-security"]).toBe(
    "max-age=63072000; includeSubDomains",
  );
  const local = await onward(page, { origin: "http://localhost:3000" });
  expect(local.answerHeaders).not.toHaveProperty("strict-transport-security");
});

test("only the dev server's pages may evaluate and write styles", async () => {
  const dev = await onward(page, { dev: true });
  expect(dev.answerHeaders["content-security-policy"]).toMatch(
    /'unsafe-eval'.*style-src 'self' 'unsafe-inline'/,
  );
  const built = await onward(page);
  expect(built.answerHeaders["content-security-policy"]).not.toContain("unsafe");
});

test("check 62 a form of another site is refused, and so is one of nobody", async () => {
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
    const refused = await guard(new Request(page, { method: "POST", body: "a=1", headers }));
    expect(refused.kind === "answered" && refused.answer.status).toBe(403);
  }
  const own = new Request(page, {
    method: "POST",
    body: "a=1",
    headers: { origin: "https://book.example.com" },
  });
  expect((await guard(own)).kind).toBe("onward");
});

test("check 71 a visitor who is limited is told when to come back, on a page of its own policy", async () => {
  const guarded = await guard(page, {
    admission: { ok: false, status: 429, retryAfterSec: 17, headers: { "retry-after": "17" } },
  });
  if (guarded.kind === "onward") throw new Error("it was let through");
  const { answer } = guarded;
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("17");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
  const html = await answer.text();
  expect(html).toContain("try again in <strong>17 seconds</strong>");
  expect(html).toContain(`<style nonce="${nonce}">`);
  expect(html).not.toMatch(/<script|style=/);
});

test("check 71 a form that nobody can count is refused with words and a time, not taken", async () => {
  const asked: Deed[] = [];
  const send = async (request: Request) =>
    await guardPage(request, {
      origin: "https://book.example.com",
      serving: { transport: "https", server: "built" },
      async admit(_, deed) {
        asked.push(deed);
        const refused = {
          ok: false,
          status: 503,
          retryAfterSec: 10,
          headers: { "retry-after": "10" },
        } as const;
        return await Promise.resolve(deed === "reads" ? passes : refused);
      },
    });
  expect((await send(page)).kind).toBe("onward");
  const form = new Request(page, {
    method: "POST",
    body: "a=1",
    headers: { origin: "https://book.example.com" },
  });
  const guarded = await send(form);
  if (guarded.kind === "onward") throw new Error("it was let through");
  expect(asked).toEqual(["reads", "changes"]);
  expect(guarded.answer.status).toBe(503);
  expect(guarded.answer.headers.get("retry-after")).toBe("10");
  const html = await guarded.answer.text();
  expect(html).toContain("Nothing can be changed just now");
  expect(html).toContain("try again in <strong>10 seconds</strong>");
});
