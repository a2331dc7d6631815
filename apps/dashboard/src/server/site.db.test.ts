import { randomUUID } from "node:crypto";
import { createStudio, inspect, testDatabase, testRuntime, type TestStudio } from "@quietroom/testing";
import { AHEAD_HEADER, PEER_HEADER } from "@quietroom/web/note-peer";
import { encode } from "next-auth/jwt";
import { afterAll, expect, test, vi } from "vitest";
import { server } from "./api.ts";
import { site } from "./site.ts";

const database = await testDatabase();
const query = await inspect(database);
const runtime = await testRuntime(database);
const secret = "a secret of this test alone, thirty-two or more";
for (const [name, value] of Object.entries({
  DATABASE_URL: database.appUrl,
  QUIETROOM_MODE: "test",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  NEXTAUTH_SECRET: secret,
  NEXTAUTH_URL: "http://dashboard.test",
  BOOKING_URL: "http://booking.test",
  RATE_LIMIT_ADDRESS: "10",
  RATE_LIMIT_PAGES: "3",
  RATE_LIMIT_STAFF: "4",
  RATE_LIMIT_ADMIN: "8",
  RATE_LIMIT_STUDIO: "9",
})) {
  vi.stubEnv(name, value);
}

afterAll(async () => await (await server()).api.close());

const nowhere = "0198a1b2-0000-7000-8000-0000000000aa";

/** The cookie of a session, as sign-in sets it; each time it is written it reads otherwise. */
async function cookie(sessionId: string, key = secret, tenantId = nowhere): Promise<string> {
  const token = { tenantId, sessionId };
  return `quietroom-session=${await encode({ token, secret: key })}`;
}

async function ask(peer: string, more: Readonly<Record<string, string>> = {}): Promise<boolean> {
  return (await site().admitPage(new Headers({ [PEER_HEADER]: peer, ...more }), "reads")).ok;
}

test("check 71 API-06 pages are counted by session, whatever its cookie reads and wherever it is sent from", async () => {
  const sessionId = randomUUID();
  const passed: boolean[] = [];
  for (let turn = 1; turn <= 4; turn += 1) {
    passed.push(await ask(`203.0.113.${turn}`, { cookie: await cookie(sessionId) }));
  }
  expect(passed).toEqual([true, true, true, false]);
  expect(await ask("203.0.113.9", { cookie: await cookie(randomUUID()) })).toBe(true);
});

test("check 71 an address is counted whatever sessions it makes up, and whatever it says of where it is", async () => {
  const passed: boolean[] = [];
  for (let turn = 1; turn <= 11; turn += 1) {
    const forged = await cookie(randomUUID(), "a secret that somebody made up, thirty-two or more");
    passed.push(
      await ask("198.51.100.7", {
        cookie: forged,
        "x-forwarded-for": `192.0.2.${turn}`,
        "x-real-ip": `192.0.2.${turn}`,
      }),
    );
  }
  expect(passed.filter(Boolean)).toHaveLength(10);
  expect(passed.at(-1)).toBe(false);
});

/** Somebody of a studio's staff, and how many of the pages pass that they ask for, each time in a session of another browser. */
async function somebody({ tenantId }: TestStudio, role: "admin" | "therapist") {
  const [user] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, 'Robin Sample', '-', array[$3]) returning id`,
    [tenantId, `${randomUUID()}@example.com`, role],
  );
  const pages = async (count: number, more: Readonly<Record<string, string>> = {}): Promise<number> => {
    const [session] = await query(
      `insert into session (tenant_id, staff_user_id, last_active_at, expires_at, mfa_passed_at)
       values ($1, $2, now(), now() + interval '8 hours', now()) returning id`,
      [tenantId, user?.["id"]],
    );
    const own = { cookie: await cookie(String(session?.["id"]), secret, tenantId), ...more };
    let passed = 0;
    for (let turn = 1; turn <= count; turn += 1)
      if (await ask(`192.0.2.${Math.ceil(Math.random() * 250)}`, own)) passed += 1;
    return passed;
  };
  return { staffUserId: String(user?.["id"]), pages };
}

test("check 71 API-06 pages count for the person, in all of their sessions, and for the studio of all of its people", async () => {
  await server();
  const [ours, theirs] = await Promise.all([createStudio(runtime), createStudio(runtime)]);
  const robin = await somebody(ours, "therapist");
  expect(await robin.pages(3)).toBe(3);
  expect(await robin.pages(3)).toBe(1);
  const admin = await somebody(ours, "admin");
  expect([await admin.pages(3), await admin.pages(3)]).toEqual([3, 2]);
  expect(await (await somebody(ours, "therapist")).pages(1)).toBe(0);
  expect(await (await somebody(theirs, "therapist")).pages(1)).toBe(1);
});

test("check 71 API-06 calls and pages of one person count together, a batch as its calls", async () => {
  await server();
  const studio = await createStudio(runtime);
  const { tenantId } = studio;
  const robin = await somebody(studio, "therapist");
  const actor = {
    kind: "staff",
    tenantId,
    staffUserId: robin.staffUserId,
    sessionId: randomUUID(),
    roles: ["therapist"],
    practitionerId: null,
    address: null,
  } as const;
  const calls = async (count: number) =>
    (await site().admitCalls(new Headers(), { actor, deed: "reads", calls: count })).ok;
  expect(await robin.pages(2)).toBe(2);
  expect([await calls(3), await calls(2), await calls(1)]).toEqual([false, true, false]);
  expect(await robin.pages(1)).toBe(0);
});

test("check 71 what a browser fetches ahead is its session's alone, and not its person's", async () => {
  await server();
  const robin = await somebody(await createStudio(runtime), "therapist");
  expect(await robin.pages(4, { [AHEAD_HEADER]: "1" })).toBe(3);
  expect([await robin.pages(3), await robin.pages(3)]).toEqual([3, 1]);
});
