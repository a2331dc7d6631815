import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { openRequestLimits } from "@quietroom/web/limit-requests";
import superjson from "superjson";
import { afterAll, expect, test } from "vitest";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { bounds } from "./read-calls.ts";
import { publicRouter, staffRouter } from "./root.ts";
import { serveCalls } from "./serve-calls.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const scene = await arrange(studio, query);
const calls = validCalls(studio, scene);
const { actor } = studio.as("admin");
const admin: StaffActor | null = actor.kind === "staff" ? actor : null;
const limits = openRequestLimits({
  databaseUrl: database.appUrl,
  secret: Buffer.alloc(32, 1),
  warn: (code) => runtime.log.warn(code),
});
afterAll(() => limits.close());

const origin = "https://site.test";
const ours = { origin, "sec-fetch-site": "same-origin", "content-type": "application/json" };

type Wishes = { readonly max?: number; readonly subject?: string; readonly router?: "public" | "staff" };

async function serve(path: string, init: RequestInit = {}, wishes: Wishes = {}): Promise<Response> {
  const { max = 100_000, subject = "anyone", router = "public" } = wishes;
  return await serveCalls({
    router: router === "public" ? publicRouter : staffRouter,
    request: new Request(`${origin}/api/trpc/${path}`, init),
    origin,
    headers: { "x-test": "kept" },
    admit: ({ deed, calls: times }) =>
      limits.admit({ uses: [{ rule: "test", subject, max }], deed, calls: times }),
    createContext: () =>
      router === "public"
        ? publicContext(runtime)
        : staffContext(runtime, async () => await Promise.resolve(admin)),
  });
}

/** The code that a browser's client is told, read as it reads it. */
async function codeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json();
  const [first] = [body].flat();
  if (typeof first !== "object" || first === null || !("error" in first)) return null;
  const { error } = first;
  return typeof error === "object" && error !== null && "json" in error ? error.json : null;
}

const view = `studio.view?input=${encodeURIComponent(JSON.stringify({ json: { studio: studio.slug } }))}`;
const mutations = calls.filter(({ kind }) => kind === "mutation");
const body = (input: unknown) => JSON.stringify(superjson.serialize(input));

test("a call of our own pages is answered, kept by no cache, open to no other site", async () => {
  const answer = await serve(view);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "no-store",
    "x-test": "kept",
    "ratelimit-limit": "100000",
  });
  expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

const foreign = {
  "a form of another site": {
    method: "POST",
    headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
  },
  "JSON from another site": { method: "POST", headers: { ...ours, origin: "https://evil.example" } },
  "JSON as text/plain from another site": {
    method: "POST",
    headers: { origin: "https://evil.example", "content-type": "text/plain" },
  },
  "JSON from a sub-domain": {
    method: "POST",
    headers: { ...ours, origin: "https://x.site.test", "sec-fetch-site": "same-site" },
  },
  "JSON from a sandboxed frame": {
    method: "POST",
    headers: { ...ours, origin: "null", "sec-fetch-site": "cross-site" },
  },
  "JSON from nobody": { method: "POST", headers: { "content-type": "application/json" } },
} as const;

test.each(Object.entries(foreign))(
  "check 62 AUTH-34 every mutation refuses %s, and changes nothing",
  async (_, init) => {
    const before = await rowCounts(query);
    for (const call of mutations) {
      const answer = await serve(call.path, { ...init, body: body(call.input) }, { router: call.router });
      expect([call.path, answer.status]).toEqual([call.path, 403]);
      expect(await codeOf(answer)).toMatchObject({ message: "forbidden" });
    }
    expect(await rowCounts(query)).toEqual(before);
  },
);

test.each([
  ["a form", "application/x-www-form-urlencoded"],
  ["form data", "multipart/form-data; boundary=x"],
  ["plain text", "text/plain"],
  ["bytes", "application/octet-stream"],
  ["what only begins like JSON", "application/jsonx"],
  ["nothing said", undefined],
])("check 62 check 35 our own page's mutation as %s is no call", async (_, type) => {
  const before = await rowCounts(query);
  for (const call of mutations) {
    const headers = { origin, ...(type === undefined ? {} : { "content-type": type }) };
    const sent = new TextEncoder().encode(body(call.input));
    const answer = await serve(call.path, { method: "POST", headers, body: sent }, { router: call.router });
    expect([call.path, answer.status]).toEqual([call.path, 415]);
  }
  expect(await rowCounts(query)).toEqual(before);
});

test("check 62 no mutation is made by a GET, nor by a method in disguise", async () => {
  const before = await rowCounts(query);
  for (const call of mutations) {
    const path = `${call.path}?input=${encodeURIComponent(body(call.input))}`;
    expect((await serve(path, {}, { router: call.router })).status).toBe(405);
    const headers = { "x-http-method-override": "POST", "sec-fetch-site": "same-origin" };
    expect((await serve(path, { headers }, { router: call.router })).status).toBe(405);
  }
  expect(await rowCounts(query)).toEqual(before);
});

test("check 63 a call that another site's page makes is not answered, whatever it asks", async () => {
  for (const site of ["cross-site", "same-site"]) {
    const answer = await serve(view, { headers: { "sec-fetch-site": site, origin: "https://evil.example" } });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain(studio.slug);
  }
});

test("check 71 API-06 the one too many is a 429 that says when to come back, also in a batch and a stream", async () => {
  const wishes = { max: 2, subject: "a visitor" };
  expect((await serve(view, {}, wishes)).status).toBe(200);
  expect((await serve(view, {}, wishes)).headers.get("ratelimit-remaining")).toBe("0");
  const batch = view.replace("?", ",studio.view?batch=1&");
  for (const [path, headers] of [
    [view, {}],
    [batch, {}],
    [batch, { "trpc-accept": "application/jsonl" }],
  ] as const) {
    const answer = await serve(path, { headers }, wishes);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(await codeOf(answer)).toMatchObject({
      message: "rate_limited",
      data: { code: "TOO_MANY_REQUESTS", appCode: "rate_limited", httpStatus: 429 },
    });
  }
  expect((await serve(view, {}, { ...wishes, subject: "another visitor" })).status).toBe(200);
});

test("check 71 API-06 a batch counts as the calls in it, however its commas are written", async () => {
  const one = studio.slug;
  const input = encodeURIComponent(
    JSON.stringify({ 0: { json: { studio: one } }, 1: { json: { studio: one } } }),
  );
  for (const [subject, comma] of [
    ["a batch", ","],
    ["another batch", "%2C"],
  ] as const) {
    const path = `studio.view${comma}studio.view?batch=1&input=${input}`;
    const wishes = { max: 3, subject };
    expect((await serve(path, {}, wishes)).headers.get("ratelimit-remaining")).toBe("1");
    expect((await serve(path, {}, wishes)).status).toBe(429);
    expect((await serve(view, {}, wishes)).status).toBe(200);
    expect((await serve(view, {}, wishes)).status).toBe(429);
  }
});

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each([
  ["a body larger than it may be", { body: `{"json":"${"a".repeat(bounds.bodyBytes)}"}` }, 413],
  ["ten thousand levels of lists", { body: nested(10_000) }, 400],
  ["ten thousand levels of objects", { body: '{"a":'.repeat(10_000) }, 400],
  ["what is no JSON", { body: "{" }, 400],
  ["bytes that are no text", { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400],
  ["a body that says it is small", { body: "a".repeat(bounds.bodyBytes + 1), length: "2" }, 413],
  ["a body that says it is huge", { body: "{}", length: "100000000" }, 413],
] as const)("check 39 check 72 %s is refused in no time", async (_, { body: sent, ...more }, status) => {
  const headers = { ...ours, ...("length" in more ? { "content-length": more.length } : {}) };
  const began = performance.now();
  const answer = await serve("hold.create", { method: "POST", headers, body: sent });
  expect(answer.status).toBe(status);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(await codeOf(answer)).toMatchObject({ message: "invalid" });
});

test("check 72 a hundred megabytes are not read, only begun", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
      if (sent > 100_000_000) controller.close();
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: ours,
    body: endless,
    duplex: "half",
  };
  expect((await serve("hold.create", init)).status).toBe(413);
  expect(sent).toBeLessThan(1_000_000);
});

test("check 72 a batch has its bound, and so has an address", async () => {
  const names = (count: number) => Array.from({ length: count }, () => "ping").join(",");
  const batch = (count: number) => `${names(count)}?batch=1&input=${encodeURIComponent("{}")}`;
  expect((await serve(batch(bounds.calls))).status).toBe(200);
  expect((await serve(batch(bounds.calls + 1))).status).toBe(400);
  expect((await serve(batch(1_000))).status).toBe(400);
  expect((await serve(`ping?input=${"1".repeat(bounds.urlLength)}`)).status).toBe(414);
});

test("check 35 names that lead to prototypes change nothing for anybody", async () => {
  const sent = [
    '{"json":{"__proto__":{"polluted":1}}}',
    '{"json":{"constructor":{"prototype":{"polluted":1}}}}',
    '{"json":{},"meta":{"values":{"__proto__.polluted":["Date"]}}}',
    '{"json":{"a":1},"meta":{"values":{"constructor.prototype.polluted":["undefined"]}}}',
    '{"json":{"a":1},"meta":{"referentialEqualities":{"a":["__proto__.polluted"]}}}',
  ];
  for (const call of mutations) {
    for (const text of sent) {
      const answer = await serve(
        call.path,
        { method: "POST", headers: ours, body: text },
        { router: call.router },
      );
      // A procedure that takes nothing ignores it, and answers as it would.
      expect([200, 400, 404], `${call.path} ${text}`).toContain(answer.status);
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect("polluted" in {}).toBe(false);
});

test("check 71 with the store of counts down queries are answered, and no mutation gets as far as its procedure", async () => {
  const broken = openRequestLimits({
    databaseUrl: "postgresql://quietroom_app:x@127.0.0.1:1/none",
    secret: Buffer.alloc(32),
    warn: (code) => runtime.log.warn(code),
  });
  const ask = async (path: string, router: "public" | "staff", init: RequestInit = {}) =>
    await serveCalls({
      router: router === "public" ? publicRouter : staffRouter,
      request: new Request(`${origin}/api/trpc/${path}`, init),
      origin,
      headers: {},
      admit: ({ deed }) => broken.admit({ uses: [{ rule: "test", subject: "x", max: 1 }], deed }),
      createContext: () => {
        if (init.method === "POST") throw new Error("it was let through");
        return publicContext(runtime);
      },
    });
  expect((await ask(view, "public")).status).toBe(200);
  expect(runtime.logged.map(({ code }) => code)).toContain("request_counts_unreachable");
  const before = await rowCounts(query);
  for (const call of mutations) {
    const answer = await ask(call.path, call.router, {
      method: "POST",
      headers: ours,
      body: body(call.input),
    });
    expect([call.path, answer.status]).toEqual([call.path, 503]);
    expect(answer.headers.get("retry-after")).toBe("10");
    expect(await codeOf(answer)).toMatchObject({
      message: "unavailable",
      data: { code: "SERVICE_UNAVAILABLE", appCode: "unavailable", httpStatus: 503 },
    });
  }
  expect(await rowCounts(query)).toEqual(before);
  await broken.close();
});
