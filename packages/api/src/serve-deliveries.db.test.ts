import { randomUUID } from "node:crypto";
import { ok, refuse } from "@quietroom/domain/result";
import type { ReportedDelivery } from "@quietroom/services/ports";
import { createStudio, testDatabase, testRuntime } from "@quietroom/testing";
import type { Admission } from "@quietroom/web/limit-requests";
import { expect, test } from "vitest";
import { serveDeliveries } from "./serve-deliveries.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const studio = await createStudio(runtime);
const reported: ReportedDelivery = {
  tenantId: studio.tenantId,
  notificationId: randomUUID(),
  providerId: "p",
  to: "ana@example.com",
  report: { kind: "delivered" },
};

type Served = Parameters<typeof serveDeliveries>[0];

async function tell(more: Partial<Served> = {}, body = "{}") {
  const answer = await serveDeliveries({
    request: new Request("https://site.test/api/webhooks/resend", { method: "POST", body }),
    headers: { "x-test": "kept" },
    read: () => ok(reported),
    admit: async () => await Promise.resolve<Admission>({ ok: true, headers: {} }),
    runtime: async () => await Promise.resolve(runtime),
    log: runtime.log,
    ...more,
  });
  expect(answer.headers.get("x-test")).toBe("kept");
  return { status: answer.status, body: await answer.json() };
}

test("NOTIF-07 without a secret there is no such address, and unsigned it is refused and counted", async () => {
  expect(await tell({ read: null })).toEqual({ status: 404, body: { error: "not_found" } });
  const read = () => refuse("unsigned" as const);
  expect(await tell({ read })).toEqual({ status: 401, body: { error: "unsigned" } });
  const admit = async () =>
    await Promise.resolve<Admission>({ ok: false, status: 429, retryAfterSec: 7, headers: {} });
  expect(await tell({ read, admit })).toMatchObject({ status: 429 });
});

test("NOTIF-07 what is about no message of ours is taken, so that it is not told again and again", async () => {
  expect(await tell()).toEqual({ status: 200, body: { taken: false } });
  expect(await tell({ read: () => ok(null) })).toEqual({ status: 200, body: { taken: false } });
});

test("NOTIF-07 check 39 a body larger than it may be is not read", async () => {
  const read = () => {
    throw new Error("it was read");
  };
  expect(await tell({ read }, "a".repeat(200_000))).toEqual({ status: 413, body: { error: "invalid" } });
});

test("NOTIF-07 what cannot be written now is answered so that it is told again", async () => {
  const broken = async () => await Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
  expect(await tell({ runtime: broken })).toEqual({ status: 503, body: { error: "try_again" } });
});
