import fc from "fast-check";
import { expect, test } from "vitest";
import { aQuestion } from "../../test/arbitrary.ts";
import { at, between } from "../../test/at.ts";
import { everyDay, practitioner, question, room, service } from "../../test/facts.ts";
import { findSlots, type SlotQuestion } from "./slots.ts";
import { whyNoTimes } from "./why-no-times.ts";

/** A Tuesday in New York, 09:00 to 17:00 on the half hour, asked about so long before. */
const tuesday = between("2027-03-16T00:00-04:00", "2027-03-17T00:00-04:00");
const why = (now: string, changes: Partial<SlotQuestion> = {}) =>
  whyNoTimes(question(tuesday, { now: at(now), ...changes }));
const dayBefore = "2027-03-15T12:00-04:00";

test("a day on which everything is taken is fully booked, whoever took it", () => {
  expect(why(dayBefore)).toBe("fully_booked");
  expect(why(dayBefore, { rooms: [room("r1", tuesday)], devices: [room("d1", tuesday)] })).toBe(
    "fully_booked",
  );
});

test("SCHED-14 a place that has no such room, or no such device, does not give the service", () => {
  expect(why(dayBefore, { rooms: [] })).toBe("not_offered");
  expect(why(dayBefore, { rooms: [room("r1")], devices: [] })).toBe("not_offered");
});

test("ec-B6 a closed place says so; a day off and a day that nobody works are told alike", () => {
  const closures = [{ firstDate: "2027-03-16", lastDate: "2027-03-16", part: null }];
  expect(why(dayBefore, { practitioners: [practitioner({ closures })] })).toBe("closed");
  expect(why(dayBefore, { practitioners: [practitioner({ timeOff: closures })] })).toBe("not_offered"); // SCHED-04
  const overrides = [{ date: "2027-03-16", blocks: [] }];
  const dayOff = why(dayBefore, { practitioners: [practitioner({ overrides, closures })] });
  const never = why(dayBefore, { practitioners: [practitioner({ weekly: [] })] });
  expect([dayOff, never]).toEqual(["not_offered", "not_offered"]);
  expect(why(dayBefore, { practitioners: [] })).toBe("not_offered");
});

test("ec-C9 ec-C12 ec-C15 too soon, too far and over", () => {
  expect(why(dayBefore, { service: service({ minNoticeMin: 2880 }) })).toBe("too_soon");
  expect(why("2027-03-10T12:00-05:00", { horizonDays: 3 })).toBe("not_open_yet");
  expect(why("2027-03-16T20:00-04:00")).toBe("past");
});

test("the reason that takes the most of what is still to come is told; of equals, that all is taken", () => {
  // 15 starts from 09:00 to 16:00; at 12:00 nine are to come.
  const noon = "2027-03-16T12:00-04:00";
  expect(why(noon, { service: service({ minNoticeMin: 90 }) })).toBe("fully_booked"); // 3 too soon, 6 taken
  expect(why(noon, { service: service({ minNoticeMin: 180 }) })).toBe("too_soon"); // 6 and 3
  const evening = { practitioners: [practitioner({ weekly: everyDay(["12:00", "15:00"]) })] };
  expect(why("2027-03-16T11:00-04:00", { ...evening, service: service({ minNoticeMin: 120 }) })).toBe(
    "fully_booked", // 13:00, 13:30 and 14:00 against 12:00 and 12:30
  );
});

test("what is told depends on nobody's visits, and a window with free times has hours", () => {
  fc.assert(
    fc.property(aQuestion("any"), (asked) => {
      const reason = whyNoTimes(asked);
      const empty = { ...asked, practitioners: asked.practitioners.map((one) => ({ ...one, busy: [] })) };
      expect(whyNoTimes(empty)).toBe(reason);
      if (findSlots(asked).length > 0) expect(["closed", "not_offered", "past"]).not.toContain(reason);
    }),
    { numRuns: 150 },
  );
}, 60_000);
