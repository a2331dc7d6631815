import { expect, test } from "vitest";
import { at, between, onTheWall } from "../../test/at.ts";
import { everyDay, practitioner, question, service } from "../../test/facts.ts";
import { asId, type LocationId } from "../ids.ts";
import { minuteMs, plus } from "../time/index.ts";
import { slotRefusal } from "./slot-refusal.ts";
import { findSlots } from "./slots.ts";
import { traceTime } from "./trace-time.ts";
import { type Journey, longestTravel, type TravelFrom, travelMinutes, travelRefusal } from "./travel.ts";

const newYork = "America/New_York";
const river = asId<LocationId>("river");
const hill = asId<LocationId>("hill");
const harbour = asId<LocationId>("harbour");

/** From River Street, 25 minutes from Hill Road; nobody has said how far the harbour is. */
function fromRiver(changes: Partial<TravelFrom> = {}): TravelFrom {
  return {
    locationId: river,
    mode: "in_person",
    places: [
      { locationId: river, minutes: null, telehealth: true },
      { locationId: hill, minutes: 25, telehealth: true },
      { locationId: harbour, minutes: null, telehealth: false },
    ],
    unknownMin: 45,
    ...changes,
  };
}

/** A visit from 11:00 to 12:00 at a place so many minutes away; busy with its buffers. */
function elsewhere(travelMin: number, bufferMin = 0) {
  const visit = between("2027-03-16T11:00-04:00", "2027-03-16T12:00-04:00");
  const journey: Journey = { ...visit, travelMin };
  const busy = {
    start: plus(visit.start, -bufferMin * minuteMs),
    end: plus(visit.end, bufferMin * minuteMs),
  };
  return practitioner({ busy: [busy], journeys: [journey] });
}

/** Starts on the wall of New York. */
function starts(who: ReturnType<typeof practitioner>, rules = service()): string[] {
  const day = between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00");
  return findSlots(question(day, { service: rules, practitioners: [who] })).map(({ start }) =>
    onTheWall(start, newYork).slice(11, 16),
  );
}

test("ec-E9 SCHED-25 between visits at two places lies the way, or the buffers where those are longer", () => {
  const near = starts(elsewhere(30));
  expect(near).toContain("09:30"); // ends at 10:30, half an hour before 11:00
  expect(near).not.toContain("10:00");
  expect(near).not.toContain("12:00");
  expect(near).toContain("12:30");
  // Buffers of 20 minutes on either side are 40 together: more than the way of 30.
  const buffered = service({ stepMin: 5, bufferBeforeMin: 20, bufferAfterMin: 20 });
  expect(starts(elsewhere(30, 20), buffered)).toContain("12:40");
  expect(starts(elsewhere(30, 20), buffered)).not.toContain("12:35");
  // And less than a way of 60: it is not added to them.
  expect(starts(elsewhere(60, 20), buffered)).toContain("13:00");
  expect(starts(elsewhere(60, 20), buffered)).not.toContain("12:55");
});

test("ec-E9 the way is refused to staff as well, and is a rule of its own with its minutes", () => {
  const who = elsewhere(30);
  const facts = { ...question(between("2027-03-16T00:00Z", "2027-03-17T00:00Z")), practitioner: who };
  const noon = at("2027-03-16T12:00-04:00");
  for (const bookedBy of ["client", "staff", "waitlist"] as const)
    expect(slotRefusal({ ...facts, bookedBy }, noon)).toBe("no_travel_time");
  expect(traceTime(facts, noon)).toEqual([{ rule: "no_travel_time", journey: who.journeys?.[0] }]);
  expect(traceTime(facts, at("2027-03-16T12:30-04:00"))).toEqual([]);
});

test("ec-E10 telehealth between two sites is held at the place where it is possible, and has both ways where it is not", () => {
  // At River Street between a visit there and one on the hill: only the way up is needed.
  const here = fromRiver({ mode: "telehealth" });
  expect(travelMinutes(here, { locationId: river, mode: "in_person" })).toBe(0);
  expect(travelMinutes(here, { locationId: hill, mode: "in_person" })).toBe(25);
  // It cannot be held at the harbour: whoever was there, or comes there, is somewhere else meanwhile.
  const away = fromRiver({ locationId: harbour, mode: "telehealth" });
  expect(travelMinutes(away, { locationId: harbour, mode: "in_person" })).toBe(45);
  expect(travelMinutes(away, { locationId: hill, mode: "in_person" })).toBe(45);
  expect(travelMinutes(fromRiver(), { locationId: harbour, mode: "telehealth" })).toBe(45);
  // Wherever that is, the next visit of the same kind is held there too.
  expect(travelMinutes(away, { locationId: harbour, mode: "telehealth" })).toBe(0);
});

test("ec-E11 a way that nobody has said takes the studio's default, never nothing; one that takes no time is said", () => {
  expect(travelMinutes(fromRiver(), { locationId: harbour, mode: "in_person" })).toBe(45);
  expect(travelMinutes(fromRiver(), { locationId: river, mode: "in_person" })).toBe(0);
  const nextDoor = fromRiver({ places: [{ locationId: hill, minutes: 0, telehealth: true }] });
  expect(travelMinutes(nextDoor, { locationId: hill, mode: "in_person" })).toBe(0);
  expect(longestTravel(fromRiver())).toBe(45);
});

test("ec-E12 the first visit of a day is as far away as it likes", () => {
  const yesterday = between("2027-03-15T16:00-04:00", "2027-03-15T17:00-04:00");
  const who = practitioner({ busy: [yesterday], journeys: [{ ...yesterday, travelMin: 480 }] });
  expect(starts(who)[0]).toBe("09:00");
});

test("ec-E9 a further visit in between shortens no way: each is kept clear for itself, the triangle inequality or not", () => {
  // An hour away until 10:00, so that nobody could be here before 11:00.
  const far = { ...between("2027-03-16T09:00-04:00", "2027-03-16T10:00-04:00"), travelMin: 60 };
  const known = (journeys: readonly Journey[]) => practitioner({ busy: journeys, journeys });
  expect(starts(known([far]))[0]).toBe("11:00");
  // Five minutes away until 10:15, from where nobody needs until eleven: by the ways as they are said the detour is the shorter one.
  const near = { ...between("2027-03-16T10:05-04:00", "2027-03-16T10:15-04:00"), travelMin: 5 };
  expect(starts(known([near]))).toContain("10:30");
  expect(starts(known([far, near]))[0]).toBe("11:00");
  // Nor does one at the very place that is asked about, which has no way at all.
  const here = between("2027-03-16T10:00-04:00", "2027-03-16T10:15-04:00");
  expect(starts(practitioner({ busy: [far, here], journeys: [far] }))[0]).toBe("11:00");
});

test("ec-E13 SCHED-28 places of two zones on one day are ordered by instant, not by the clocks on their walls", () => {
  // Until 12:00 in Chicago, an hour behind: it is 13:00 in New York, where the wall would say that noon is over.
  const chicago = between("2027-03-16T11:00-05:00", "2027-03-16T12:00-05:00");
  const who = practitioner({
    weekly: everyDay(["09:00", "18:00"]),
    busy: [chicago],
    journeys: [{ ...chicago, travelMin: 90 }],
  });
  expect(starts(who)).toEqual(["09:00", "09:30", "14:30", "15:00", "15:30", "16:00", "16:30", "17:00"]);
});

test("minutes are between two places, and said once", () => {
  expect(travelRefusal([{ oneId: "a", otherId: "b" }])).toBeNull();
  expect(travelRefusal([{ oneId: "a", otherId: "a" }])).toBe("same_place");
  expect(
    travelRefusal([
      { oneId: "a", otherId: "b" },
      { oneId: "b", otherId: "a" },
    ]),
  ).toBe("said_twice");
});
