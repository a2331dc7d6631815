import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { resolveSession } from "@quietroom/services/staff";
import { expect, test } from "vitest";
import { served } from "../test/served.ts";
import { arrange, type ValidCall, validCalls } from "../test/valid-calls.ts";
import { type StaffActor, staffContext } from "./context.ts";
import { staffRouter } from "./root.ts";
import { serveCalls } from "./serve-calls.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const scene = await arrange(studio, query);
/** What nobody may see who is not signed in. */
const held = /Ana|Ben|Cleo|Cam Colleague|okafor|example\.com/i;

const session = { tenantId: studio.tenantId, sessionId: scene.sessionId };

type Find = Parameters<typeof staffContext>[1];

async function askAll(find: Find, expected: number): Promise<void> {
  const dashboard = served(staffRouter, () => staffContext(runtime, find));
  const calls: readonly ValidCall[] = validCalls(studio, scene).filter(({ router }) => router === "staff");
  expect(calls.length).toBeGreaterThan(30);
  for (const { path, kind, input } of calls) {
    const reply = await dashboard.call(path, kind, input);
    expect(reply.status, path).toBe(expected);
    expect(reply.data, path).toBeNull();
    expect(reply.text, path).not.toMatch(held);
  }
}

test("check 43 signed in as ever, the same calls show what the others must not", async () => {
  const dashboard = served(staffRouter, () =>
    staffContext(runtime, async (purpose) => await resolveSession(runtime, session, purpose)),
  );
  const { status, text } = await dashboard.call("me", "query", {});
  expect(status).toBe(200);
  expect(text).toMatch(held);
});

async function away(): Promise<never> {
  return await Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
}
const odd: Find = async () => await Promise.reject<null>(new Error("colleague@example.com is broken"));
const nobody: Find = async () => await Promise.resolve(null);

test.each([
  ["the database is away when the session is looked up", away, 503],
  ["looking up the session fails in some other way", odd, 500],
  ["the session is nobody's", nobody, 401],
] as const)("check 43 when %s every procedure refuses and shows nothing", async (_, find, status) => {
  await askAll(find, status);
});

test("check 43 what a broken look-up answers is no person: neither an error held as a value nor an empty thing", async () => {
  for (const value of [new Error("configuration"), {}, "error", true, []]) {
    const find = async () => await Promise.resolve(asActor(value));
    const dashboard = served(staffRouter, () => staffContext(runtime, find));
    for (const path of ["me", "calendar.range", "team.list", "waitlist.board"]) {
      const call = validCalls(studio, scene).find((one) => one.path === path);
      const reply = await dashboard.call(path, "query", call?.input);
      expect(reply.status, path).toBeGreaterThanOrEqual(400);
      expect(reply.text, path).not.toMatch(held);
    }
  }
});

test("check 43 with its database away the look-up fails; it never says that somebody is there", async () => {
  const broken = { ...runtime, db: { ...runtime.db, withTenant: away } };
  await askAll(async (purpose) => await resolveSession(broken, session, purpose), 503);
});

test.each([
  ["without a token", "Bearer"],
  ["with broken escapes", "Bearer %E0%A4%A"],
  ["with a token that nobody signed", "Bearer eyJhbGciOiJub25lIn0.e30."],
  ["of 8 kB", `Bearer ${"x".repeat(8_000)}`],
  ["of another scheme", "Negotiate \u00ff"],
])(
  "check 85 check 43 an Authorization header %s is nobody's, and the process goes on",
  async (_, authorization) => {
    const answer = await serveCalls({
      router: staffRouter,
      request: new Request("http://site.test/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D", {
        headers: { authorization, cookie: "quietroom-session=%E0%A4%A; =; %" },
      }),
      origin: "http://site.test",
      headers: {},
      admit: async () => await Promise.resolve({ ok: true, headers: {} }),
      createContext: () => staffContext(runtime, async () => await Promise.resolve(null)),
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toMatch(held);
  },
);

/** What the type forbids and a broken sign-in could answer all the same, which is why the cast is right here. */
function asActor(value: unknown): StaffActor {
  return value as StaffActor;
}
