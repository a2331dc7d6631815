import { afterEach, expect, test, vi } from "vitest";
import { startLoop, workOrWait } from "./loop.ts";

const warnings: string[] = [];
const logger = { info: () => undefined, warn: (code: string) => warnings.push(code), error: () => undefined };

afterEach(() => {
  vi.useRealTimers();
  warnings.length = 0;
});

test("a wake that comes in the middle of a pass is not lost: the next pass follows at once", async () => {
  vi.useFakeTimers();
  let passes = 0;
  let endFirst: (() => void) | undefined;
  const loop = startLoop({
    name: "test",
    pollMs: 1_000,
    logger,
    pass: async () => {
      passes += 1;
      if (passes === 1) {
        await new Promise<void>((resolve) => {
          endFirst = resolve;
        });
      }
      return 1_000;
    },
  });
  loop.wake();
  endFirst?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(passes).toBe(2);
  await vi.advanceTimersByTimeAsync(999);
  expect(passes).toBe(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(passes).toBe(3);
  await loop.stop();
});

test("a wake ends the pause, and no pause is longer than the poll", async () => {
  vi.useFakeTimers();
  let passes = 0;
  const loop = startLoop({
    name: "test",
    pollMs: 1_000,
    logger,
    pass: () => {
      passes += 1;
      return Promise.resolve(60_000);
    },
  });
  await vi.advanceTimersByTimeAsync(10);
  expect(passes).toBe(1);
  loop.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(passes).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(passes).toBe(3);
  await loop.stop();
});

test("failing passes are tried again after a growing pause that wakes do not shorten, and success resets it", async () => {
  vi.useFakeTimers();
  let passes = 0;
  let broken = true;
  const loop = startLoop({
    name: "test",
    pollMs: 10,
    logger,
    pass: () => {
      passes += 1;
      return broken ? Promise.reject(new Error("down")) : Promise.resolve(10);
    },
  });
  await vi.advanceTimersByTimeAsync(0);
  loop.wake();
  await vi.advanceTimersByTimeAsync(199);
  expect(passes).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(passes).toBe(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(passes).toBeLessThan(25);
  broken = false;
  await vi.advanceTimersByTimeAsync(5_100);
  const recovered = passes;
  await vi.advanceTimersByTimeAsync(100);
  expect(passes).toBeGreaterThanOrEqual(recovered + 9);
  expect(new Set(warnings)).toEqual(new Set(["jobs.loop_failed"]));
  await loop.stop();
});

test("what comes due while the next due time is looked up is done at once, not a poll later", async () => {
  let due = 0;
  const work = async () => {
    const done = due;
    due = 0;
    return done;
  };
  const pass = async () =>
    await workOrWait(work, async () => {
      due = 1;
      return 60_000;
    });
  expect(await pass()).toBe(0);
  expect(await workOrWait(work, async () => 60_000)).toBe(60_000);
});
