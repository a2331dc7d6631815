import { createStaffCaller, type StaffActor } from "@quietroom/api";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { createLocalKeyFile, openLocalKeyFile } from "@quietroom/vault";
import { PEER_HEADER } from "@quietroom/web/note-peer";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { POST } from "../app/api/token/route.ts";
import { GET } from "../app/api/trpc/[trpc]/route.ts";
import { server } from "./api.ts";

const database = await testDatabase();
const query = await inspect(database);
const masterKey = join(await mkdtemp(join(tmpdir(), "dashboard-key-")), "master.key");
createLocalKeyFile(masterKey);
afterAll(() => rm(dirname(masterKey), { recursive: true, force: true }));
const studio = await createStudio(await testRuntime(database, { keyService: openLocalKeyFile(masterKey) }));
for (const [name, value] of Object.entries({
  DATABASE_URL: database.appUrl,
  QUIETROOM_MASTER_KEY_FILE: masterKey,
  QUIETROOM_MODE: "test",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  NEXTAUTH_SECRET: "a secret of this test alone, thirty-two or more",
  NEXTAUTH_URL: "http://dashboard.test",
  BOOKING_URL: "http://booking.test",
  RATE_LIMIT_ADDRESS: "10",
})) {
  vi.stubEnv(name, value);
}
afterAll(async () => await (await server()).api.close());

/** The code that a person who has just proven to be there is shown for an app. */
async function pairingCode(): Promise<string> {
  const { tenantId } = studio;
  const [user] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'app@example.com', 'Robin Sample', '-', '{admin}') returning id`,
    [tenantId],
  );
  const staffUserId = String(user?.["id"]);
  const [session] = await query(
    `insert into session (tenant_id, staff_user_id, last_active_at, expires_at, mfa_passed_at)
     values ($1, $2, now(), now() + interval '8 hours', now()) returning id`,
    [tenantId, staffUserId],
  );
  const sessionId = String(session?.["id"]);
  const actor: StaffActor = {
    kind: "staff",
    tenantId,
    staffUserId,
    sessionId,
    roles: ["admin"],
    practitionerId: null,
  };
  const { api } = await server();
  const caller = createStaffCaller(api.staffContext(async () => await Promise.resolve(actor)));
  const answer = await caller.account.connectApp({ name: "Phone" });
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.value.code;
}

async function token(body: object, peer = "203.0.113.1") {
  const answer = await POST(
    new Request("http://dashboard.test/api/token", {
      method: "POST",
      headers: { "content-type": "application/json", [PEER_HEADER]: peer },
      body: JSON.stringify(body),
    }),
  );
  const read: Readonly<Record<string, unknown>> = JSON.parse(await answer.text());
  return { status: answer.status, headers: answer.headers, body: read };
}

async function me(authorization: string, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const input = encodeURIComponent('{"json":{}}');
  return await GET(
    new Request(`http://dashboard.test/api/trpc/me?input=${input}`, {
      headers: { authorization, [PEER_HEADER]: "203.0.113.1", ...more },
    }),
  );
}

test("AUTH-35 the dashboard's own doors: a code for tokens, a call, a refresh, and a replay that ends it all", async () => {
  const code = await pairingCode();
  const first = await token({ grant_type: "urn:quietroom:grant:pairing-code", code });
  expect(first).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 900 } });
  expect(first.headers.get("cache-control")).toBe("no-store");
  expect(first.headers.get("set-cookie")).toBeNull();
  expect(first.headers.get("content-security-policy")).toContain("default-src 'none'");
  const access = `Bearer ${String(first.body["access_token"])}`;
  const answer = await me(access);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("app@example.com");
  expect(answer.headers.get("ratelimit-limit")).not.toBeNull();
  expect((await me(access, { cookie: "quietroom-session=x" })).status).toBe(400);
  expect((await me(access, { "x-studio": "another-studio" })).status).toBe(403);
  const old = { grant_type: "refresh_token", refresh_token: first.body["refresh_token"] };
  const second = await token(old);
  expect(second.status).toBe(200);
  expect(await token(old)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  for (const { body } of [first, second]) {
    const over = await me(`Bearer ${String(body["access_token"])}`);
    expect([over.status, over.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="quietroom", error="invalid_token"',
    ]);
  }
});

test("check 85 AUTH-35 a malformed bearer is answered 401 at the dashboard's own door, and it goes on", async () => {
  for (const authorization of ["Bearer", "Bearer x y", "bearer qra_x", "Bearer %00"])
    expect([authorization, (await me(authorization)).status]).toEqual([authorization, 401]);
});

test("check 71 AUTH-35 the token endpoint counts by address", async () => {
  const wrong = { grant_type: "refresh_token", refresh_token: "qrr_x" };
  const answers: number[] = [];
  for (let turn = 1; turn <= 11; turn += 1) answers.push((await token(wrong, "198.51.100.9")).status);
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
  expect((await token(wrong, "198.51.100.10")).status).toBe(400);
});
