import { testDatabase, testRuntime } from "@quietroom/testing";
import { createHash, createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { expect, test } from "vitest";
import { createJobs } from "./index.ts";
import type { JobsMode } from "./mode.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const signingKey = `signkey-test-${createHash("sha256").update("a test's own key").digest("hex")}`;
const origin = "https://jobs.example.com";
const server: JobsMode = { kind: "server", eventKey: "event-key", signingKey, serveOrigin: origin };

function jobsIn(mode: JobsMode) {
  return createJobs({ mode, runtime, databaseUrl: database.appUrl, log: runtime.log });
}

function call(
  method: string,
  headers: Record<string, string> = {},
  query = "",
  body: unknown = { url: origin },
) {
  const text = method === "GET" ? null : JSON.stringify(body);
  const url = `${origin}/api/inngest${query}`;
  return new Request(url, {
    method,
    headers: { host: "jobs.example.com", "content-type": "application/json", ...headers },
    ...(text === null ? {} : { body: text }),
  });
}

/** As an Inngest server signs its calls. */
function signed(body: unknown): Record<string, string> {
  const at = Math.floor(Date.now() / 1000);
  const key = signingKey.replace(/^signkey-\w+-/, "");
  const mac = createHmac("sha256", key)
    .update(`${canonicalize(body) ?? ""}${at}`)
    .digest("hex");
  return { "x-inngest-signature": `t=${at}&s=${mac}` };
}

test("in embedded mode nobody can call the functions from outside", () => {
  const jobs = jobsIn({ kind: "embedded" });
  expect(jobs.serveHandler).toBeNull();
  expect(jobs.mode).toBe("embedded");
  expect(jobs.running()).toBe(false);
});

test("with a server, an unsigned or wrongly signed call is refused and runs nothing", async () => {
  const { serveHandler } = jobsIn(server);
  if (serveHandler === null) throw new Error("a server needs a door");
  const forged = { "x-inngest-signature": `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}` };
  const run = "?fnId=quietroom-expire-holds&stepId=step";
  for (const request of [
    call("PUT"),
    call("PUT", forged),
    call("POST", {}, run),
    call("POST", forged, run),
  ]) {
    expect((await serveHandler(request)).status).toBe(401);
  }
});

test("with a server, a signed registration names every function, the same that the embedded engine runs", async () => {
  const { serveHandler } = jobsIn(server);
  if (serveHandler === null) throw new Error("a server needs a door");
  const body = { url: `${origin}/api/inngest` };
  const headers = { ...signed(body), "x-inngest-sync-kind": "in_band" };
  const answer = await serveHandler(call("PUT", headers, "", body));
  expect(answer.status).toBe(200);
  const { functions } = (await answer.json()) as { readonly functions: readonly { readonly id: string }[] };
  expect(functions.map(({ id }) => id).toSorted()).toEqual(
    [
      "alert-admins",
      "end-lapsed-sessions",
      "end-unreached-offer",
      "expire-entries",
      "expire-holds",
      "expire-requests",
      "extend-series",
      "fill-opening",
      "judge-minimums",
      "keep-dead-letters",
      "mark-purge-candidates",
      "purge-dead-letters",
      "purge-notices",
      "purge-outbox",
      "renew-keys",
      "ring-the-bell",
      "rotate-keys",
      "send-change-notice",
      "send-client-mail",
      "send-confirmation",
      "send-message-again",
      "send-offer-closed",
      "send-reminders",
      "send-request-news",
      "send-series-news",
      "send-staff-mail",
      "send-text",
      "send-waitlist-joined",
      "send-way-in",
      "watch-access",
      "watch-time-zones",
      "withdraw-lost-offers",
    ].map((id) => `quietroom-${id}`),
  );
});

test("started, the engine and the relay are at work; stopped, they are not, and can start again elsewhere", async () => {
  const jobs = jobsIn({ kind: "embedded" });
  await jobs.start();
  await expect.poll(() => jobs.running()).toBe(true);
  await jobs.stop();
  expect(jobs.running()).toBe(false);
  const next = jobsIn({ kind: "embedded" });
  await next.start();
  await expect.poll(() => next.running()).toBe(true);
  await next.stop();
});
