import { expect, test } from "vitest";
import { datesOff } from "./dates-off.ts";

test("SCHED-04 days off and closed days are said as the studio writes dates and times, a part of a date with its times", () => {
  const day = { firstDate: "2026-12-24", lastDate: "2026-12-24", part: ["13:00", "24:00"] } as const;
  expect(datesOff(day, "en-US")).toBe("Thursday, December 24, 2026, 1:00 PM – midnight");
  expect(datesOff(day, "en-GB")).toBe("Thursday, 24 December 2026, 13:00 – midnight");
  expect(datesOff({ ...day, part: ["00:00", "24:00"] }, "en-GB")).toBe("Thursday, 24 December 2026, all day");
  expect(datesOff({ ...day, part: null }, "en-GB")).toBe("Thursday, 24 December 2026");
});
