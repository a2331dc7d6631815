import { expect, test } from "vitest";
import { plus } from "./instant.ts";
import { skippedBefore } from "./skipped-before.ts";
import { resolveWallTime } from "./zone.ts";

test("ec-A9 a time that was moved to the end of a gap is known by what the clocks skip right before it", () => {
  const moved = resolveWallTime("2027-03-14", "02:30", "America/New_York");
  expect(skippedBefore(moved, "America/New_York")).toEqual({ from: "02:00", until: "03:00" });
  expect(skippedBefore(plus(moved, 60_000), "America/New_York")).toBeNull();
  expect(skippedBefore(moved, "America/Phoenix")).toBeNull();
  const havana = resolveWallTime("2027-03-14", "00:15", "America/Havana");
  expect(skippedBefore(havana, "America/Havana")).toEqual({ from: "00:00", until: "01:00" });
  const back = resolveWallTime("2027-11-07", "01:00", "America/New_York");
  expect(skippedBefore(plus(back, 3_600_000), "America/New_York")).toBeNull(); // repeated, not skipped
});
