import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { advanceClock, installShiftableClock, readClock } from "@quietroom/sandbox/clock";

const database = await testDatabase();
const owner = new Client({ connectionString: database.ownerUrl });
const app = new Client({ connectionString: database.appUrl });
const dayMs = 86_400_000;

beforeAll(async () => {
  await owner.connect();
  await app.connect();
});
afterAll(async () => {
  await owner.end();
  await app.end();
});

test("moves ahead for every session, and keeps its shift when installed again", async () => {
  const before = await readClock(app);
  const moved = await advanceClock(owner, dayMs);
  expect(moved.shiftMs).toBe(dayMs);
  expect(moved.nowMs - before.nowMs).toBeGreaterThanOrEqual(dayMs);
  expect(moved.nowMs - before.nowMs).toBeLessThan(dayMs + 60_000);
  await installShiftableClock(owner, "test");
  expect((await readClock(app)).shiftMs).toBe(dayMs);
});

test("stands still inside a transaction", async () => {
  await app.query("begin");
  const { rows: first } = await app.query("select app.now() as now");
  const { rows: again } = await app.query("select app.now() as now");
  await app.query("commit");
  expect(again).toEqual(first);
});

test("never moves back, nor by a part of a millisecond", async () => {
  await expect(advanceClock(owner, -1)).rejects.toThrow(RangeError);
  await expect(advanceClock(owner, 0.5)).rejects.toThrow(RangeError);
});

test("is not the application's to move", async () => {
  await expect(advanceClock(app, 1)).rejects.toThrow("permission denied");
});

test("is never installed in production", async () => {
  await expect(installShiftableClock(owner, "production")).rejects.toThrow("never installed in production");
});
