import { expect, test } from "vitest";
import { firstServices, serviceColors } from "./service-kinds.ts";

test("SCHED-07 a studio begins with eight services, and those that are arranged with it are not booked online", () => {
  expect(firstServices.map(({ name }) => name)).toEqual([
    "Initial assessment",
    "Regular session",
    "Family session",
    "Group session",
    "Follow-up",
    "Crisis session",
    "Supervision",
    "Consultation",
  ]);
  expect(firstServices.filter(({ onlineBookable }) => !onlineBookable).map(({ name }) => name)).toEqual([
    "Group session",
    "Crisis session",
    "Supervision",
    "Consultation",
  ]);
  expect(new Set(firstServices.map(({ slug }) => slug)).size).toBe(8);
  for (const { color, durationMin, bufferAfterMin, modes } of firstServices) {
    expect(serviceColors).toContain(color);
    expect(durationMin % 5).toBe(0);
    expect(durationMin).toBeGreaterThanOrEqual(15);
    expect(bufferAfterMin).toBeLessThanOrEqual(15);
    expect(modes.length).toBeGreaterThan(0);
  }
});
