import { describe, expect, test } from "vitest";
import { at, between } from "../../test/at.ts";
import { everyDay, practitioner, room, service } from "../../test/facts.ts";
import { plus } from "../time/index.ts";
import { type SlotFacts, slotObstacles, slotRefusal } from "./slot-refusal.ts";

/** A Tuesday in New York, asked about at noon of the day before: two hours' notice, ten days ahead. */
function facts(changes: Partial<SlotFacts> = {}): SlotFacts {
  return {
    now: at("2027-03-15T12:00-04:00"),
    service: service({ bufferAfterMin: 10, minNoticeMin: 120 }),
    horizonDays: 10,
    rooms: null,
    bookedBy: "client",
    practitioner: practitioner({ busy: [between("2027-03-16T16:00Z", "2027-03-16T17:10Z")] }), // 12:00 to 13:10
    ...changes,
  };
}

describe("why a time cannot be had", () => {
  test("a free time has no reason", () => {
    expect(slotRefusal(facts(), at("2027-03-16T09:00-04:00"))).toBeNull();
    expect(slotObstacles(facts(), at("2027-03-16T09:00-04:00"))).toEqual([]);
  });

  test("ec-C15 the past", () => {
    expect(slotRefusal(facts(), at("2027-03-15T11:30-04:00"))).toBe("past");
    expect(slotRefusal(facts({ service: service() }), plus(at("2027-03-15T12:00-04:00"), -1))).toBe("past");
    expect(slotRefusal(facts({ service: service() }), at("2027-03-15T12:00-04:00"))).toBeNull();
  });

  test("BOOK-04 ec-C11 less than the notice; exactly the notice is enough", () => {
    expect(slotRefusal(facts(), at("2027-03-15T13:30-04:00"))).toBe("too_soon");
    expect(slotRefusal(facts(), at("2027-03-15T14:00-04:00"))).toBeNull();
  });

  test("ec-C12 beyond the horizon", () => {
    expect(slotRefusal(facts(), at("2027-03-25T16:00-04:00"))).toBeNull();
    expect(slotRefusal(facts(), at("2027-03-26T09:00-04:00"))).toBe("beyond_horizon");
  });

  test("outside the hours, at either end or across a pause", () => {
    expect(slotRefusal(facts(), at("2027-03-16T08:30-04:00"))).toBe("outside_hours");
    expect(slotRefusal(facts(), at("2027-03-16T16:30-04:00"))).toBe("outside_hours");
    const pause = practitioner({ weekly: everyDay(["09:00", "12:00"], ["12:30", "17:00"]) });
    expect(slotRefusal(facts({ practitioner: pause }), at("2027-03-16T11:30-04:00"))).toBe("outside_hours");
  });

  test("ec-C8 a forged start off the grid, or inside a buffer", () => {
    expect(slotRefusal(facts(), at("2027-03-16T09:10-04:00"))).toBe("off_grid");
    expect(slotRefusal(facts(), plus(at("2027-03-16T09:00-04:00"), 1))).toBe("off_grid");
    expect(slotRefusal(facts(), at("2027-03-16T11:00-04:00"))).toBe("slot_taken"); // its buffer would reach 12:10
    expect(slotRefusal(facts(), at("2027-03-16T13:00-04:00"))).toBe("slot_taken"); // the other's buffer reaches 13:10
    expect(slotRefusal(facts(), at("2027-03-16T13:30-04:00"))).toBeNull();
  });

  test("no room of the pool is free", () => {
    const rooms = [room("r1", between("2027-03-16T13:00Z", "2027-03-16T15:00Z"))];
    expect(slotRefusal(facts({ rooms }), at("2027-03-16T09:00-04:00"))).toBe("no_room");
    expect(slotRefusal(facts({ rooms: [] }), at("2027-03-16T09:00-04:00"))).toBe("no_room");
    expect(slotRefusal(facts({ rooms }), at("2027-03-16T13:30-04:00"))).toBeNull();
  });

  test("ec-E6 a device of the pool as well as a room, and each says so by itself", () => {
    const taken = between("2027-03-16T13:00Z", "2027-03-16T15:00Z");
    const nine = at("2027-03-16T09:00-04:00");
    expect(slotRefusal(facts({ rooms: [room("r1")], devices: [room("d1", taken)] }), nine)).toBe("no_device");
    expect(slotObstacles(facts({ rooms: [room("r1", taken)], devices: [] }), nine)).toEqual([
      "no_room",
      "no_device",
    ]);
    expect(slotRefusal(facts({ devices: [room("d1", taken), room("d2")] }), nine)).toBeNull();
  });

  test("all reasons come in one order, so that the first is the one to tell", () => {
    const noon = facts({ now: at("2027-03-16T18:00-04:00"), rooms: [] });
    expect(slotObstacles(noon, at("2027-03-16T12:05-04:00"))).toEqual([
      "past",
      "too_soon",
      "off_grid",
      "slot_taken",
      "no_room",
    ]);
  });
});

test("ec-C14 ec-C16 staff may book at once, beyond the horizon and off the grid, never in the past, outside hours or over another", () => {
  const byStaff = facts({ bookedBy: "staff" });
  expect(slotRefusal(byStaff, at("2027-03-15T12:00-04:00"))).toBeNull();
  expect(slotRefusal(byStaff, at("2027-03-15T12:07-04:00"))).toBeNull();
  expect(slotRefusal(byStaff, at("2027-09-01T09:00-04:00"))).toBeNull();
  expect(slotRefusal(byStaff, at("2027-03-15T11:59-04:00"))).toBe("past");
  expect(slotRefusal(byStaff, at("2027-03-16T20:00-04:00"))).toBe("outside_hours");
  expect(slotRefusal(byStaff, at("2027-03-16T12:00-04:00"))).toBe("slot_taken");
});
