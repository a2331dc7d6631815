import { createHash, createHmac } from "node:crypto";
import { inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import canonicalize from "canonicalize";
import { expect, test } from "vitest";
import { createJobs, jobsMode } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const signingKey = `signkey-test-${createHash("sha256").update("the door's own key").digest("hex")}`;
const otherKey = `signkey-test-${createHash("sha256").update("somebody else's key").digest("hex")}`;
const nextKey = `signkey-test-${createHash("sha256").update("the key that comes next").digest("hex")}`;
const origin = "https://jobs.example.com";
const { serveHandler } = createJobs({
  mode: {
    kind: "server",
    eventKey: "event-key",
    signingKey,
    signingKeyFallback: nextKey,
    serveOrigin: origin,
  },
  runtime,
  databaseUrl: database.appUrl,
  log: runtime.log,
});

// What a process has in its environment, and nobody who knocks may read.
process.env["DOOR_CANARY"] = "canary-9f31";

async function knock(
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | null = null,
  search = "",
): Promise<Response> {
  if (serveHandler === null) throw new Error("a server needs a door");
  return await serveHandler(
    new Request(`${origin}/api/inngest${search}`, {
      method,
      headers: { host: "jobs.example.com", "content-type": "application/json", ...headers },
      body,
    }),
  );
}

/** As an Inngest server signs: over the canonical text of the body and the second at which it does. */
function signed(body: string, key = signingKey, ageSec = 0): Readonly<Record<string, string>> {
  const at = Math.floor(Date.now() / 1000) - ageSec;
  const text = body === "" ? "" : (canonicalize(JSON.parse(body)) ?? "");
  const mac = createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(`${text}${at}`)
    .digest("hex");
  return { "x-inngest-signature": `t=${at}&s=${mac}` };
}

const run = "?fnId=quietroom-expire-holds&stepId=step";
const call = JSON.stringify({
  event: { name: "inngest/scheduled.timer", data: {} },
  events: [{ name: "inngest/scheduled.timer", data: {} }],
  steps: {},
  ctx: { run_id: "01TESTRUN", attempt: 0, stack: { stack: [], current: 0 } },
});
const register = JSON.stringify({ url: `${origin}/api/inngest` });

const refused: Readonly<Record<string, () => Promise<Response>>> = {
  "an unsigned call": async () => await knock("POST", {}, call, run),
  "a call signed ten minutes ago": async () => await knock("POST", signed(call, signingKey, 600), call, run),
  "a call signed in ten minutes": async () => await knock("POST", signed(call, signingKey, -600), call, run),
  "a call that was changed": async () =>
    await knock("POST", signed(call), call.replace('"attempt":0', '"attempt":3'), run),
  "a call signed with another key": async () => await knock("POST", signed(call, otherKey), call, run),
  "a call with a signature of no words": async () =>
    await knock("POST", { "x-inngest-signature": "t=&s=" }, call, run),
  "a call that says it comes from a dev server": async () =>
    await knock("POST", { "x-inngest-server-kind": "dev" }, call, run),
  "an unsigned registration": async () => await knock("PUT", {}, register),
  "an unsigned registration in band": async () =>
    await knock("PUT", { "x-inngest-sync-kind": "in_band" }, register),
  "a registration that was changed": async () =>
    await knock("PUT", signed(register), register.replace("jobs.example", "evil.example")),
  "an unsigned look": async () => await knock("GET"),
};

test.each(Object.entries(refused))(
  "check 66 %s is refused, runs nothing and tells nothing",
  async (_, ask) => {
    const before = await rowCounts(query);
    const answer = await ask();
    expect(answer.status).toBe(401);
    expectNoEnvironment(await answer.text());
    expect(await rowCounts(query)).toEqual(before);
  },
);

test.each(["PATCH", "OPTIONS", "DELETE", "HEAD", "PROPFIND"])(
  "check 66 %s is no method of the door, and its answer has no word of the environment",
  async (method) => {
    for (const headers of [{}, signed("")]) {
      const answer = await knock(method, headers);
      expect([401, 404, 405]).toContain(answer.status);
      expectNoEnvironment(await answer.text());
      expectNoEnvironment(JSON.stringify([...answer.headers]));
    }
  },
);

test("check 66 what is signed is answered, so that the refusals above are about the signature", async () => {
  const answer = await knock("PUT", { ...signed(register), "x-inngest-sync-kind": "in_band" }, register);
  expect(answer.status).toBe(200);
  const called = await knock("POST", signed(call), call, run);
  expect([200, 206]).toContain(called.status);
});

test("check 66 while keys change, what either of them signed is answered", async () => {
  const called = await knock("POST", signed(call, nextKey), call, run);
  expect([200, 206]).toContain(called.status);
});

test("check 66 a call that is signed is answered however often, within five minutes: its functions know what they did", async () => {
  const fourMinutesOld = signed(call, signingKey, 240);
  for (let again = 0; again < 2; again += 1)
    expect([200, 206]).toContain((await knock("POST", fourMinutesOld, call, run)).status);
  expect((await knock("POST", signed(call, signingKey, 301), call, run)).status).toBe(401);
});

test("check 66 a dev server in production, or a server without its key, is refused at the start", () => {
  const settings = {
    INNGEST_EVENT_KEY: "event-key",
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_SERVE_ORIGIN: origin,
    production: true,
  };
  expect(jobsMode(settings).ok).toBe(true);
  expect(jobsMode({ ...settings, INNGEST_SIGNING_KEY: "" })).toMatchObject({
    ok: false,
    refusal: { missing: ["INNGEST_SIGNING_KEY"] },
  });
  for (const dev of ["1", "true", "http://localhost:8288"]) {
    expect(jobsMode({ ...settings, INNGEST_DEV: dev }).ok).toBe(false);
    expect(jobsMode({ INNGEST_DEV: dev, production: true }).ok).toBe(false);
  }
});

function expectNoEnvironment(text: string): void {
  for (const value of ["canary-9f31", "event-key", signingKey, signingKey.slice(-64), database.appUrl]) {
    expect(text).not.toContain(value);
  }
}
