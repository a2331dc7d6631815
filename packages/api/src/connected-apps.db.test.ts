import { createStudio, enrolApp, inspect, succeeded, testDatabase, testRuntime } from "@quietroom/testing";
import { pairingGrant } from "@quietroom/contracts/app-token";
import {
  connectApp,
  createStaffUser,
  pairApp,
  refreshApp,
  resolveApp,
  resolveSession,
} from "@quietroom/services/staff";
import type { Admission } from "@quietroom/web/limit-requests";
import { expect, test } from "vitest";
import { publicContext, staffContext } from "./context.ts";
import { namedTenants } from "./named-tenant.ts";
import { bookingSiteRouter, staffRouter } from "./root.ts";
import { serveCalls } from "./serve-calls.ts";
import { serveTokens } from "./serve-tokens.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const origin = "https://site.test";
const admitted = async (): Promise<Admission> => await Promise.resolve({ ok: true, headers: {} });
const email = "app@example.com";
const password = "a kettle sings at dawn";
succeeded(
  await createStaffUser(studio.as("system"), {
    email,
    password,
    displayName: "Robin Sample",
    roles: ["admin"],
    practitionerId: null,
  }),
);
const { session } = await enrolApp(runtime, { email, password });
const actor = await resolveSession(runtime, session, "recheck");
if (actor === null) throw new Error("the session opens nothing");
const context = { runtime, actor, requestId: "test" };

async function ask(init: RequestInit & { readonly admit?: typeof admitted } = {}, body: unknown = null) {
  const { admit = admitted, ...more } = init;
  const answer = await serveTokens({
    request: new Request(`${origin}/api/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...more,
    }),
    headers: { "x-test": "kept" },
    admit,
    grant: async (asked) =>
      asked.grant_type === pairingGrant
        ? await pairApp(runtime, { code: asked.code, userAgent: "Phone/1.0", ip: null })
        : await refreshApp(runtime, { refreshToken: asked.refresh_token, ip: null }),
    log: runtime.log,
  });
  const read: Readonly<Record<string, unknown>> = JSON.parse(await answer.text());
  return { status: answer.status, headers: answer.headers, body: read };
}

async function connected(): Promise<string> {
  const { code } = succeeded(await connectApp(context, { name: "Phone" }));
  return String((await ask({}, { grant_type: pairingGrant, code })).body["access_token"]);
}

/** As the dashboard's route does it. */
async function call(path: string, init: RequestInit): Promise<Response> {
  const request = new Request(`${origin}/api/trpc/${path}`, init);
  const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
  const held = staffContext(runtime, async (purpose) => await resolveApp(runtime, token, purpose));
  return await serveCalls({
    router: staffRouter,
    request,
    origin,
    headers: {},
    admit: admitted,
    createContext: () => ({ ...held, named: namedTenants(request, origin) }),
    app: { stands: async () => (await held.findStaff("request")) !== null },
  });
}

const me = `me?input=${encodeURIComponent('{"json":{}}')}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("AUTH-35 the token endpoint answers as RFC 6749 has it, sets no cookie and is kept by no cache", async () => {
  const { code } = succeeded(await connectApp(context, { name: "Phone" }));
  const { status, headers, body } = await ask({}, { grant_type: pairingGrant, code, client_id: "whatever" });
  expect(status).toBe(200);
  expect(Object.keys(body).toSorted()).toEqual([
    "access_token",
    "expires_in",
    "refresh_expires_in",
    "refresh_token",
    "token_type",
  ]);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("pragma")).toBe("no-cache");
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("x-test")).toBe("kept");
  const next = await ask({}, { grant_type: "refresh_token", refresh_token: body["refresh_token"] });
  expect(next).toMatchObject({ status: 200, body: { token_type: "Bearer" } });
});

test.each([
  ["nothing", null, 400, "invalid_request"],
  ["no grant", {}, 400, "invalid_request"],
  ["a list", [], 400, "invalid_request"],
  ["a grant that is no text", { grant_type: { not: "" } }, 400, "invalid_request"],
  ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
  ["a grant of every object", { grant_type: "constructor" }, 400, "unsupported_grant_type"],
  ["no code", { grant_type: pairingGrant }, 400, "invalid_request"],
  ["a wrong code", { grant_type: pairingGrant, code: "AAAA-AAAA-AAAA" }, 400, "invalid_grant"],
  ["a token that is none", { grant_type: "refresh_token", refresh_token: "qrr_" }, 400, "invalid_grant"],
  [
    "a token too long",
    { grant_type: "refresh_token", refresh_token: "x".repeat(201) },
    400,
    "invalid_request",
  ],
] as const)("AUTH-35 asked with %s, the token endpoint answers its code", async (_, body, status, error) => {
  expect(await ask({}, body)).toMatchObject({ status, body: { error } });
});

test("AUTH-35 check 71 a body of another kind, too large or broken is refused, and so is whoever asks too often", async () => {
  const form = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "grant_type=x" };
  expect(await ask(form)).toMatchObject({ status: 415, body: { error: "invalid_request" } });
  expect(await ask({ body: "{" })).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  expect(await ask({ body: `"${"x".repeat(200_000)}"` })).toMatchObject({ status: 413 });
  const full: Admission = { ok: false, status: 429, retryAfterSec: 9, headers: { "retry-after": "9" } };
  const admit = async () => await Promise.resolve(full);
  const limited = await ask({ admit }, { grant_type: "refresh_token", refresh_token: "x" });
  expect(limited).toMatchObject({ status: 429, body: { error: "slow_down" } });
  expect(limited.headers.get("retry-after")).toBe("9");
  const uncounted = await ask(
    { admit: async () => await Promise.resolve({ ...full, status: 503 }) },
    { grant_type: "refresh_token", refresh_token: "x" },
  );
  expect(uncounted).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
});

test("AUTH-35 AUTH-34 a bearer reads and changes as its person, wherever it comes from, as no other site's page can send one", async () => {
  const token = await connected();
  const read = await call(me, { headers: { ...bearer(token), "sec-fetch-site": "cross-site" } });
  expect(read.status).toBe(200);
  expect(await read.text()).toContain(email);
  expect(read.headers.get("cache-control")).toBe("no-store");
  const changed = await call("session.stay", {
    method: "POST",
    headers: { ...bearer(token), "content-type": "application/json" },
    body: '{"json":{}}',
  });
  expect(changed.status).toBe(200);
});

test("AUTH-35 beside a cookie a bearer is refused, and without one a change still has to come from our own pages", async () => {
  const token = await connected();
  const beside = await call(me, { headers: { ...bearer(token), cookie: "quietroom-session=x" } });
  expect(beside.status).toBe(400);
  const foreign = await serveCalls({
    router: staffRouter,
    request: new Request(`${origin}/api/trpc/session.stay`, {
      method: "POST",
      headers: { ...bearer(token), origin: "https://evil.example", "content-type": "application/json" },
      body: '{"json":{}}',
    }),
    origin,
    headers: {},
    admit: admitted,
    createContext: () => staffContext(runtime, async () => await Promise.resolve(actor)),
  });
  expect(foreign.status).toBe(403);
});

test("TEN-05 AUTH-35 a bearer that names another studio is refused, and noticed", async () => {
  const token = await connected();
  const answer = await call(me, { headers: { ...bearer(token), "x-tenant-id": elsewhere.tenantId } });
  expect(answer.status).toBe(403);
  const noticed = await query(
    "select kind from security_incident where tenant_id = $1 and kind = 'other_studio_named'",
    [studio.tenantId],
  );
  expect(noticed).toHaveLength(1);
});

test.each(["Bearer", "Bearer x y", "bearer qra_x", "Bearer %00", `Bearer ${"A".repeat(8_000)}`])(
  "check 85 AUTH-35 a malformed or unknown bearer is answered 401 with a challenge, and the process goes on: %.20s",
  async (authorization) => {
    const answer = await call(me, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="quietroom", error="invalid_token"');
    expect(await answer.text()).toContain("unauthenticated");
  },
);

test("check 28 AUTH-36 AUTH-35 a bearer whose session is ended is answered 401 with its next call", async () => {
  const token = await connected();
  expect((await call(me, { headers: bearer(token) })).status).toBe(200);
  await query("update session set revoked_at = now() where app_name is not null and revoked_at is null");
  expect((await call(me, { headers: bearer(token) })).status).toBe(401);
});

test("AUTH-10 AUTH-35 an app's token is nobody's at the booking site and its portal", async () => {
  const token = await connected();
  const input = encodeURIComponent(JSON.stringify({ json: { studio: studio.slug } }));
  const answer = await serveCalls({
    router: bookingSiteRouter,
    request: new Request(`${origin}/api/trpc/portal.visits?input=${input}`, { headers: bearer(token) }),
    origin,
    headers: {},
    admit: admitted,
    createContext: () => publicContext(runtime),
  });
  expect(answer.status).toBe(401);
});
