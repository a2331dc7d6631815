import type { Inngest } from "inngest";
import { expect, test } from "vitest";
import { createJobsClient } from "../client.ts";
import { loadJobs, refuseUnsupportedJobs } from "./load.ts";
import { nextTick, type Registry } from "./registry.ts";

type Options = Parameters<Inngest["createFunction"]>[0];
const signingKey = `signkey-test-${"ab".repeat(32)}`;

async function registryOf(options: Omit<Options, "id">): Promise<Registry> {
  const client = createJobsClient({ kind: "embedded" }, { signingKey });
  const fn = client.createFunction({ id: "fn", ...options }, () => undefined);
  return (await loadJobs(client, [fn], signingKey)).registry;
}

const go = { triggers: { event: "go" } } as const;

test("reads everything the engine acts on", async () => {
  const registry = await registryOf({
    triggers: [{ event: "go", if: "event.data.kind == 'x'" }, { cron: "TZ=Europe/London 0 9 * * 1-5" }],
    retries: 7,
    cancelOn: [{ event: "stop", match: "data.id", timeout: "2h" }],
    concurrency: { limit: 3, key: "event.data.studioId" },
    idempotency: "event.data.key",
  });
  expect(
    (await registryOf({ ...go, debounce: { period: "5m", timeout: "1h", key: "event.data.id" } })).get(
      "quietroom-fn",
    )?.debounce,
  ).toEqual({ periodMs: 300_000, timeoutMs: 3_600_000, path: "data.id" });
  const path = (root: string, name: string) => ({ kind: "path", root, path: name });
  expect(registry.get("quietroom-fn")).toEqual({
    id: "quietroom-fn",
    events: [
      {
        name: "go",
        expression: [
          { left: path("event", "data.kind"), equal: true, right: { kind: "literal", value: "x" } },
        ],
      },
    ],
    crons: ["TZ=Europe/London 0 9 * * 1-5"],
    maxAttempts: 8,
    cancelOn: [
      {
        eventName: "stop",
        expression: [{ left: path("event", "data.id"), equal: true, right: path("async", "data.id") }],
        timeout: { afterMs: 7_200_000 },
      },
    ],
    idempotencyPath: "data.key",
    concurrency: { limit: 3, path: "data.studioId" },
    debounce: undefined,
  });
});

test("a function says nothing about retries: three, as on a real server", async () => {
  expect((await registryOf(go)).get("quietroom-fn")?.maxAttempts).toBe(4);
  expect((await registryOf({ ...go, retries: 0 })).get("quietroom-fn")?.maxAttempts).toBe(1);
});

test("onFailure becomes a function of its own, for failures of its own", async () => {
  const registry = await registryOf({ ...go, onFailure: () => undefined });
  expect(registry.get("quietroom-fn-failure")).toMatchObject({
    events: [{ name: "inngest/function.failed", expression: [{ right: { value: "quietroom-fn" } }] }],
    maxAttempts: 2,
  });
});

const refused: readonly (readonly [string, Omit<Options, "id">])[] = [
  ["batchEvents", { ...go, batchEvents: { maxSize: 2, timeout: "1s" } }],
  ["rateLimit", { ...go, rateLimit: { limit: 1, period: "1h" } }],
  ["throttle", { ...go, throttle: { limit: 1, period: "1h" } }],
  ["debounce", { ...go, debounce: { period: "8d" } }],
  ["debounce", { ...go, debounce: { period: "1h", timeout: "0s" } }],
  ["debounce", { triggers: [{ event: "go" }, { cron: "0 9 * * *" }], debounce: { period: "1h" } }],
  ["size(event.data.a)", { ...go, debounce: { period: "1h", key: "size(event.data.a)" } }],
  ["priority", { ...go, priority: { run: "100" } }],
  ["timeouts", { ...go, timeouts: { start: "1h" } }],
  ["singleton", { ...go, singleton: { mode: "skip" } }],
  ["concurrency", { ...go, concurrency: [{ limit: 1 }, { limit: 2, key: "event.data.a" }] }],
  ["concurrency", { ...go, concurrency: { limit: 1, scope: "account", key: "event.data.a" } }],
  ["wildcards", { triggers: { event: "visit/*" } }],
  ["inngest/function.invoked2", { triggers: { event: "inngest/function.invoked2" } }],
  ["event.data.n > 3", { triggers: { event: "go", if: "event.data.n > 3" } }],
  ["async.data.n", { triggers: { event: "go", if: "async.data.n == 3" } }],
  ["event.data.a + event.data.b", { ...go, idempotency: "event.data.a + event.data.b" }],
  ["'constant'", { ...go, concurrency: { limit: 1, key: "'constant'" } }],
  ["size(async.data.x)", { ...go, cancelOn: [{ event: "stop", if: "size(async.data.x) == 1" }] }],
  ["triggers", { triggers: [Object.assign({ cron: "0 9 * * *" }, { jitter: "5m" })] }],
  ["cron", { triggers: { cron: "0 0 9 * * *" } }],
  ["cron", { triggers: { cron: "@daily" } }],
  ["cron", { triggers: { cron: "0 9 L * *" } }],
  ["cron", { triggers: { cron: "TZ=Mars/Olympus 0 9 * * *" } }],
  ["never comes", { triggers: { cron: "0 9 31 2 *" } }],
  ["optimizeParallelism", { ...go, optimizeParallelism: false }],
  ["checkpointing", { ...go, checkpointing: true }],
];

test.each(refused)("a function that asks for %s is refused by name", async (named, options) => {
  await expect(registryOf(options)).rejects.toThrow(/fn: /);
  await expect(registryOf(options)).rejects.toThrow(named);
});

test("the same refusal is at hand for every other mode", async () => {
  await expect(
    refuseUnsupportedJobs((client) => [
      client.createFunction({ id: "fn", ...go, priority: { run: "1" } }, () => undefined),
    ]),
  ).rejects.toThrow("priority");
  await refuseUnsupportedJobs((client) => [client.createFunction({ id: "fn", ...go }, () => undefined)]);
});

test("every problem is named at once", async () => {
  const options = { ...go, idempotency: "nonsense", debounce: { period: "8d" } } as const;
  await expect(registryOf(options)).rejects.toThrow(/nonsense[\s\S]*debounce/);
});

test.each([
  ["0 9 * * *", "2026-07-01T09:00:00.000Z", "2026-07-02T09:00:00.000Z"],
  ["TZ=America/New_York 0 9 * * *", "2026-07-01T00:00:00.000Z", "2026-07-01T13:00:00.000Z"],
  ["TZ=America/New_York 0 9 * * *", "2026-12-01T00:00:00.000Z", "2026-12-01T14:00:00.000Z"],
  ["TZ=America/New_York 30 2 * * *", "2026-03-08T00:00:00.000Z", "2026-03-08T07:00:00.000Z"],
  ["*/15 * * * MON", "2026-07-05T12:00:00.000Z", "2026-07-06T00:00:00.000Z"],
])("%s after %s ticks at %s", (expression, after, tick) => {
  expect(nextTick(expression, Date.parse(after))).toBe(tick);
});
