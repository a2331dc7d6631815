import { inspect, testDatabase } from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import type { Deed } from "./deed-of.ts";
import { type Admission, type AskedRequest, openRequestLimits, type Use } from "./limit-requests.ts";

const database = await testDatabase();
const query = await inspect(database);
const warned: string[] = [];
const settings = {
  databaseUrl: database.appUrl,
  secret: Buffer.alloc(32, 7),
  warn: (code: string) => void warned.push(code),
};
const limits = openRequestLimits(settings);
const otherProcess = openRequestLimits(settings);
const broken = openRequestLimits({
  ...settings,
  databaseUrl: "postgresql://quietroom_app:x@127.0.0.1:1/none",
});

afterAll(async () => {
  await Promise.all([limits.close(), otherProcess.close(), broken.close()]);
});

function use(rule: string, subject: string, max: number): Use {
  return { rule, subject, max };
}

function asked(of: Use, deed: Deed = "reads"): AskedRequest {
  return { uses: [of], deed };
}

test("check 71 API-06 the 600th passes, the 601st is told when to come back, and studio B is not touched", async () => {
  const studioA = use("studio", "a", 600);
  const passed: Admission[] = [];
  // In waves, so that a slow machine does not take the queue for a store that is down.
  for (let wave = 1; wave <= 6; wave += 1)
    passed.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? limits : otherProcess).admit(asked(studioA)),
        ),
      )),
    );
  expect(passed.filter(({ ok }) => !ok)).toEqual([]);
  expect(
    passed.map(({ headers }) => Number(headers["ratelimit-remaining"])).toSorted((a, b) => a - b)[0],
  ).toBe(0);
  for (const process of [limits, otherProcess]) {
    const refused = await process.admit(asked(studioA));
    expect(refused).toMatchObject({
      ok: false,
      headers: { "ratelimit-limit": "600", "ratelimit-remaining": "0" },
    });
    const seconds = Number(refused.headers["retry-after"]);
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(65);
  }
  expect(await limits.admit(asked(use("studio", "b", 600)))).toMatchObject({
    ok: true,
    headers: { "ratelimit-remaining": "599" },
  });
});

test("check 71 a flood of what is known to be full does not reach the database", async () => {
  const flood = use("visitor", "flood", 1);
  await limits.admit(asked(flood));
  await limits.admit(asked(flood));
  await query("truncate limits.bucket");
  expect(await limits.admit(asked(flood))).toMatchObject({ ok: false });
  expect(await query("select from limits.bucket")).toEqual([]);
});

test("check 71 API-06 a batch that is too large passes nothing, and its calls may still be made one by one", async () => {
  const batches = use("person", "batches", 10);
  expect(await limits.admit({ ...asked(batches), calls: 8 })).toMatchObject({ ok: true });
  expect(await limits.admit({ ...asked(batches), calls: 3 })).toMatchObject({
    ok: false,
    status: 429,
    headers: { "ratelimit-remaining": "2" },
  });
  expect(await limits.admit({ ...asked(batches), calls: 2 })).toMatchObject({ ok: true });
  expect(await limits.admit(asked(batches))).toMatchObject({ ok: false });
});

test("check 71 without the store what reads is admitted, and what may change something is refused", async () => {
  warned.length = 0;
  const studioA = use("studio", "a", 600);
  expect(await broken.admit(asked(studioA))).toEqual({ ok: true, headers: {} });
  expect(await broken.admit(asked(studioA, "changes"))).toEqual({
    ok: false,
    status: 503,
    retryAfterSec: 10,
    headers: { "retry-after": "10" },
  });
  expect(warned).toEqual(["request_counts_unreachable", "request_counts_unreachable"]);
});

test("nobody can read from the table who asked for what", async () => {
  await limits.admit(asked(use("visitor", "calm-studio 203.0.113.9", 10)));
  const rows = JSON.stringify(await query("select * from limits.bucket"));
  expect(rows).toContain("visitor:");
  expect(rows).not.toMatch(/203\.0|calm-/);
});
