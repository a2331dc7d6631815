import { expect, test } from "vitest";
import { asId, type ServiceId } from "../ids.ts";
import { hourMs, instant, interval, minuteMs, plus } from "../time/index.ts";
import { canSwap, type SwapVisit, swapDeadline } from "./waitlist-swap.ts";

const noon = instant(1_777_896_000_000);
const hour = (hours: number) => interval(plus(noon, hours * hourMs), plus(noon, (hours + 1) * hourMs));
const serviceId = asId<ServiceId>("massage");
const alone = { serviceId, groupSessionId: null, withPractitionerIds: [] };
const offered = { ...alone, ...hour(0) };
const unasked = { cancelAskedAt: null, cancelRefusedAt: null };
const later: SwapVisit = { ...alone, ...unasked, ...hour(48), status: "scheduled" };

test("ec-I9 a later visit of the same service that stands, and is just as long, can move into an offered hour", () => {
  expect(canSwap(later, offered)).toBe(true);
  expect(canSwap({ ...later, status: "confirmed" }, offered)).toBe(true);
  const turnedDown = { cancelAskedAt: noon, cancelRefusedAt: plus(noon, minuteMs) };
  expect(canSwap({ ...later, ...turnedDown }, offered)).toBe(true);
});

test.each<[string, Partial<SwapVisit>]>([
  ["an earlier one", hour(-24)],
  ["one at the same time", hour(0)],
  ["a longer one", interval(later.start, plus(later.end, 30 * minuteMs))],
  ["of another service", { serviceId: asId<ServiceId>("yoga") }],
  ["one that waits for an answer", { status: "requested" }],
  ["a cancelled one", { status: "cancelled" }],
  ["a seat", { groupSessionId: "session" }],
  ["one that its client asks to cancel", { cancelAskedAt: noon }],
  ["one that several hold", { withPractitionerIds: ["colleague"] }],
])("ec-I9 what cannot move into an offered hour: %s", (_what, other) => {
  expect(canSwap({ ...later, ...other }, offered)).toBe(false);
});

test("ec-I9 nothing moves into a seat, or into an hour of several people", () => {
  expect(canSwap(later, { ...offered, groupSessionId: "session" })).toBe(false);
  expect(canSwap(later, { ...offered, withPractitionerIds: ["colleague"] })).toBe(false);
});

test("ec-I9 ec-J4 a moved visit keeps the window of its cut-off, and a cut-off that has passed", () => {
  const visit = { start: later.start, cancelDeadline: plus(later.start, -6 * hourMs) };
  expect(swapDeadline(visit, noon, plus(noon, -24 * hourMs))).toBe(plus(noon, -6 * hourMs));
  const passed = { start: later.start, cancelDeadline: plus(noon, -30 * hourMs) };
  expect(swapDeadline(passed, noon, plus(noon, -24 * hourMs))).toBe(passed.cancelDeadline);
});
