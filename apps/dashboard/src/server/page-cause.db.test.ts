import type { StaffActor } from "@quietroom/api";
import { createStudio, testDatabase, testRuntime } from "@quietroom/testing";
import { afterAll, expect, test, vi } from "vitest";
import { GET, POST } from "../app/api/trpc/[trpc]/route.ts";
import { server, staffCaller } from "./api.ts";

/** The request that a page of this file answers, in place of Next's. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: async () => await Promise.resolve(request.headers),
  cookies: async () => await Promise.resolve({ getAll: () => [] }),
}));

const database = await testDatabase();
const studio = await createStudio(await testRuntime(database));
for (const [name, value] of Object.entries({
  DATABASE_URL: database.appUrl,
  QUIETROOM_MODE: "test",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  NEXTAUTH_SECRET: "a secret of this test alone, thirty-two or more",
  NEXTAUTH_URL: "http://dashboard.test",
  BOOKING_URL: "http://booking.test",
})) {
  vi.stubEnv(name, value);
}
const { api, auth } = await server();
afterAll(async () => await api.close());

const { actor } = studio.as("admin");
if (actor.kind !== "staff") throw new Error("an admin is staff");
const staff: StaffActor = actor;
const found = vi.spyOn(auth, "findStaff").mockImplementation(async () => await Promise.resolve(staff));

/** What the session was looked up for: "request" keeps it awake, "recheck" does not. */
async function purposesOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  found.mockClear();
  await act();
  return [...new Set(found.mock.calls.map(([, purpose]) => purpose))];
}

test.each([
  ["a page that is opened", { "sec-fetch-dest": "document" }, "request"],
  ["a page that a change in the studio draws anew", { "sec-fetch-dest": "empty" }, "recheck"],
  ["a page that is fetched ahead", { "sec-fetch-dest": "document", "sec-purpose": "prefetch" }, "recheck"],
] as const)("check 56 AUTH-30 for %s %j the session is looked up as a %s", async (_, headers, purpose) => {
  request.headers = new Headers(headers);
  const purposes = await purposesOf(async () => await (await staffCaller()).messages.log({ before: null }));
  expect(purposes).toEqual([purpose]);
});

test("check 56 AUTH-30 what pages ask by themselves keeps no session awake, streams included; what a person changes does", async () => {
  request.headers = new Headers();
  const input = encodeURIComponent('{"json":{}}');
  const asked = (path: string) => new Request(`http://dashboard.test/api/trpc/${path}?input=${input}`);
  const query = await purposesOf(async () => {
    expect((await GET(asked("session.clock"))).status).toBeLessThan(500);
  });
  expect(query).toEqual(["recheck"]);
  const stream = await purposesOf(async () => {
    const ended = new AbortController();
    const answer = await GET(new Request(asked("calendar.changes"), { signal: ended.signal }));
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    await answer.body?.cancel();
    ended.abort();
  });
  expect(stream).toEqual(["recheck"]);
  const change = await purposesOf(async () => {
    const headers = { origin: "http://dashboard.test", "content-type": "application/json" };
    const init = { method: "POST", headers, body: '{"json":{}}' };
    await POST(new Request("http://dashboard.test/api/trpc/session.stay", init));
  });
  expect(change).toEqual(["request"]);
});
