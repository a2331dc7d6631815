import { randomUUID } from "node:crypto";
import { testDatabase } from "@quietroom/testing";
import { PEER_HEADER } from "@quietroom/web/note-peer";
import { encode } from "next-auth/jwt";
import { expect, test, vi } from "vitest";
import { site } from "./site.ts";

const database = await testDatabase();
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
})) {
  vi.stubEnv(name, value);
}

/** The cookie of a session, as sign-in sets it; each time it is written it reads otherwise. */
async function cookie(sessionId: string, key = secret): Promise<string> {
  const token = { tenantId: "0198a1b2-0000-7000-8000-0000000000aa", sessionId };
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
