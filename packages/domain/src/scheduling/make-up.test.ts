import { expect, test } from "vitest";
import { instant } from "../time/index.ts";
import { seatPrice, wasMissed } from "./make-up.ts";

const held = { status: "scheduled", cancelledAt: null } as const;
const calledOff = { status: "cancelled", cancelledAt: instant(2_000) } as const;
const seat = { status: "scheduled", cancelledAt: null, makesUpFor: null, requestEnded: null } as const;
const cancelledAt = (at: number) => ({ ...seat, status: "cancelled", cancelledAt: instant(at) }) as const;

test("SCHED-24 a session is missed by whoever did not come, and by whoever had a seat when it was called off", () => {
  expect(wasMissed({ ...seat, status: "no_show" }, held)).toBe(true);
  expect(wasMissed(cancelledAt(2_000), calledOff)).toBe(true);
});

test("SCHED-24 whoever came, is still to come or had cancelled by themselves missed nothing", () => {
  for (const status of ["completed", "scheduled", "requested", "checked_in"] as const)
    expect(wasMissed({ ...seat, status }, held)).toBe(false);
  expect(wasMissed(cancelledAt(1_999), calledOff)).toBe(false);
  expect(wasMissed(cancelledAt(1_999), held)).toBe(false);
});

test("SCHED-24 a make-up seat that is called off is not missed, since what it made up for is; one that nobody came to is", () => {
  expect(wasMissed({ ...cancelledAt(2_000), makesUpFor: "another" }, calledOff)).toBe(false);
  expect(wasMissed({ ...seat, status: "no_show", makesUpFor: "another" }, held)).toBe(true);
});

test("SCHED-24 a request that was not approved when its session was called off is nothing that was missed", () => {
  for (const requestEnded of ["called_off", "declined", "expired"])
    expect(wasMissed({ ...cancelledAt(2_000), requestEnded }, calledOff)).toBe(false);
});

test("SCHED-24 a make-up session costs only those who come beside whoever missed the other", () => {
  expect(seatPrice(5_000, { partySize: 1, makingUp: 0 })).toBe(5_000);
  expect(seatPrice(5_000, { partySize: 1, makingUp: 1 })).toBe(0);
  expect(seatPrice(5_000, { partySize: 3, makingUp: 1 })).toBe(10_000);
  expect(seatPrice(5_000, { partySize: 1, makingUp: 2 })).toBe(0);
});
