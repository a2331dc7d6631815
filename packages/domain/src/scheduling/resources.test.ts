import { expect, test } from "vitest";
import { at, between, utc } from "../../test/at.ts";
import { question, room, service } from "../../test/facts.ts";
import { allot, firstFree, outOfServiceRefusal, usableFrom } from "./resources.ts";
import { type BookingRules, findSlots, type ResourceFacts } from "./slots.ts";

const nine = at("2027-03-16T09:00-04:00");
const untilTen = between("2027-03-16T13:00Z", "2027-03-16T14:00Z");
const rules = (changes: Partial<BookingRules>): BookingRules => ({
  now: at("2027-03-15T12:00Z"),
  service: service(),
  ...changes,
});
const cleanedFor = (cleaningMin: number, one: ResourceFacts): ResourceFacts => ({ ...one, cleaningMin });
const liked = (one: ResourceFacts): ResourceFacts => ({ ...one, isPreferred: true });
const startsOn = (changes: Parameters<typeof question>[1]) =>
  findSlots(question(between("2027-03-16T09:00-04:00", "2027-03-16T12:00-04:00"), changes)).map(({ start }) =>
    utc(start).slice(11, 16),
  );

test("ec-E3 the first that is free is taken, in the order of the pool; nothing of a pool that is not needed", () => {
  expect(firstFree([room("r1", untilTen), room("r2"), room("r3")], nine, service())?.id).toBe("r2");
  expect(firstFree([room("r1", untilTen)], nine, service())).toBeNull();
  expect(allot(rules({ rooms: null }), nine)).toMatchObject({ roomId: null, deviceId: null });
});

test("ec-E7 cleaning keeps the room and not its people: the next visit there waits, and one before it ends in time to clean", () => {
  const rooms = [cleanedFor(30, room("r1", between("2027-03-16T14:00Z", "2027-03-16T15:30Z")))]; // until 11:30, cleaned
  // In an hour's visit at nine the room would still be cleaned at ten, when the next one comes.
  expect(startsOn({ rooms })).toEqual(["15:30"]);
  expect(
    startsOn({ rooms: [{ ...rooms[0], ...room("r1", ...(rooms[0]?.busy ?? [])), cleaningMin: 0 }] }),
  ).toEqual(["13:00", "15:30"]);
  expect(usableFrom(cleanedFor(30, room("r1")), nine, service({ bufferAfterMin: 10 }))).toBe(
    at("2027-03-16T10:40-04:00"),
  );
  expect(usableFrom(room("r1"), nine, service({ bufferAfterMin: 10 }))).toBeNull();
});

test("ec-E6 a time needs a room and a device at once, whichever of either", () => {
  const halfPastTen = between("2027-03-16T14:30Z", "2027-03-16T15:30Z");
  const asked = {
    rooms: [room("r1", untilTen)],
    devices: [room("d1", halfPastTen), room("d2", halfPastTen)],
  };
  expect(startsOn(asked)).toEqual(["15:30"]);
  expect(startsOn({ ...asked, devices: [...asked.devices, room("d3")] })).toEqual([
    "14:00",
    "14:30",
    "15:00",
    "15:30",
  ]);
  expect(
    allot(rules({ rooms: [room("r1")], devices: [room("d1", untilTen), cleanedFor(15, room("d2"))] }), nine),
  ).toEqual({
    roomId: "r1",
    roomUntil: null,
    preferredRoomId: null,
    deviceId: "d2",
    deviceUntil: at("2027-03-16T10:15-04:00"),
  });
});

test("ec-E4 the preferred room is taken where it can be; where not, another, and the preference is kept", () => {
  const best = liked(room("r2", untilTen));
  expect(allot(rules({ rooms: [best, room("r1")] }), nine)).toMatchObject({
    roomId: "r1",
    preferredRoomId: "r2",
  });
  expect(allot(rules({ rooms: [liked(room("r2")), room("r1")] }), nine)).toMatchObject({
    roomId: "r2",
    preferredRoomId: null,
  });
  expect(allot(rules({ rooms: [room("r3", untilTen), room("r1")] }), nine)).toMatchObject({
    roomId: "r1",
    preferredRoomId: null,
  });
  expect(allot(rules({ rooms: [best] }), nine)).toMatchObject({ roomId: null, preferredRoomId: null });
});

test("ec-B10 a time out of service has a length, of a year at most", () => {
  const until = (end: string) => outOfServiceRefusal({ start: nine, end: at(end) });
  expect(until("2027-03-16T09:00-04:00")).toBe("end_before_start");
  expect(until("2027-03-16T09:01-04:00")).toBeNull();
  expect(until("2028-03-16T09:00-04:00")).toBeNull();
  expect(until("2028-03-18T09:00-04:00")).toBe("too_long");
});
