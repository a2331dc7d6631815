import { dayMs } from "@quietroom/domain/time";
import { afterEach, expect, test, vi } from "vitest";
import { began, wallTime } from "./booking.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("a file of tests that runs over midnight counts all of its days from one", () => {
  const before = wallTime(2, "10:00");
  vi.useFakeTimers({ toFake: ["Date"], now: began + dayMs });
  expect(wallTime(2, "10:00")).toBe(before);
});
