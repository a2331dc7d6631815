import { execFileSync } from "node:child_process";
import { execPath } from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aPool, aQuestion, atSomePlace, startsAround, wallTime } from "../../test/arbitrary.ts";
import { judgeByTheMinute, openMinutes, slotsByTheMinute } from "../../test/oracle.ts";
import { asId, type LocationId, type ResourceId, type ServiceId } from "../ids.ts";
import { type Instant, instant, interval, minuteMs, plus } from "../time/index.ts";
import { openIntervals } from "./availability.ts";
import { decidePlacement } from "./hold.ts";
import { visitOf } from "./occupancy.ts";
import { allot } from "./resources.ts";
import { givenBy } from "./service-rules.ts";
import { slotObstacles, slotRefusal } from "./slot-refusal.ts";
import { type Busy, findSlots, type PractitionerFacts, type SlotQuestion } from "./slots.ts";

const single = aQuestion("single").chain(atSomePlace);
const shared = fc
  .constantFrom("any", "all")
  .chain((mode: "any" | "all") => aQuestion(mode))
  .chain(atSomePlace);
const either = fc.oneof(single, shared);

// For a long search, say a hundred times as many cases.
const times = 1;

function starts(question: SlotQuestion): Instant[] {
  return findSlots(question).map(({ start }) => start);
}

function expectNoneBeyond(all: readonly Instant[], some: readonly Instant[]): void {
  const known = new Set(all);
  expect(some.filter((start) => !known.has(start))).toEqual([]);
}

function expectEveryMinuteRight(question: SlotQuestion): void {
  expect(findSlots(question).map(({ start, practitionerIds }) => ({ start, practitionerIds }))).toEqual(
    slotsByTheMinute(question),
  );
}

test("ec-B13 ec-E9 SCHED-25 one practitioner's times are those found minute by minute", () => {
  fc.assert(fc.property(single, expectEveryMinuteRight), { numRuns: 100 * times });
});

test("BOOK-02 the times of any, and of all together, are those found minute by minute", () => {
  fc.assert(fc.property(shared, expectEveryMinuteRight), { numRuns: 100 * times });
});

test("ec-A18 in every zone of IANA the times are those found minute by minute", () => {
  const modes = ["single", "any", "all"] as const;
  for (const [index, zone] of Intl.supportedValuesOf("timeZone").entries()) {
    const inZone = aQuestion(modes[index % 3] ?? "single", fc.constant(zone)).chain(atSomePlace);
    fc.assert(fc.property(inZone, expectEveryMinuteRight), { numRuns: times });
  }
}, 600_000);

test("open time is what is open minute by minute, in intervals that ascend and never touch", () => {
  fc.assert(
    fc.property(single, ({ window, practitioners }) => {
      for (const hours of practitioners) {
        const open = openIntervals({ ...hours, window });
        const minutes = open.flatMap(({ start, end }) =>
          Array.from({ length: (end - start) / minuteMs }, (_, minute) => start + minute * minuteMs),
        );
        expect(minutes).toEqual(openMinutes(hours, window));
        open.slice(1).forEach(({ start }, index) => expect(start).toBeGreaterThan(open[index]?.end ?? start));
      }
    }),
    { numRuns: 80 * times },
  );
});

test("the times of A to C are those of A to B and of B to C", () => {
  fc.assert(
    fc.property(either, fc.double({ min: 0, max: 1, noNaN: true }), (question, share) => {
      const { start, end } = question.window;
      const middle = instant(start + Math.round((end - start) * share));
      const parts = [interval(start, middle), interval(middle, end)].flatMap((window) =>
        findSlots({ ...question, window }),
      );
      expect(parts).toEqual(findSlots(question));
    }),
  );
});

test("the order of rows, overrides, busy times and rooms does not matter", () => {
  fc.assert(
    fc.property(either, (question) => {
      const reversed = {
        ...question,
        rooms:
          question.rooms?.toReversed().map((room) => ({ ...room, busy: room.busy.toReversed() })) ?? null,
        devices: question.devices?.toReversed() ?? null,
        practitioners: question.practitioners.map((one) => ({
          ...one,
          weekly: one.weekly.toReversed(),
          overrides: one.overrides.toReversed(),
          busy: one.busy.toReversed(),
          journeys: one.journeys?.toReversed() ?? [],
          breaks: one.breaks ? { ...one.breaks, visits: one.breaks.visits.toReversed() } : null,
        })),
      };
      expect(findSlots(reversed)).toEqual(findSlots(question));
    }),
  );
});

// The way of each visit elsewhere is kept clear by itself, whichever visits lie between, so this holds of any ways: also of those
// that are shorter by a third place, which the triangle inequality forbids and a studio may still have said.
test("SCHED-05 ec-E2 ec-E9 more taken time never adds a start: of people, rooms or devices, nor a visit elsewhere with its way", () => {
  const busyPools = either.chain((question) =>
    aPool(question.window.start, "d").map((devices) => ({ ...question, devices })),
  );
  const change = fc.record({
    question: fc.oneof(either, busyPools),
    about: fc.nat(),
    fromMin: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -120, max: 90 })),
    lengthMin: fc.constantFrom(0, 1, 30, 30, 600),
    travelMin: fc.constantFrom(0, 1, 10, 30, 90, 480),
    // Of everybody, every room and every device, or of one of them.
    whose: fc.option(fc.nat()),
  });
  const took = { busy: 0, visit: 0, room: 0, device: 0, journey: 0, elsewhere: 0 };
  fc.assert(
    fc.property(change, ({ question: asked, about, fromMin, lengthMin, travelMin, whose }) => {
      // A pool of which something is always free is as good as no need of any.
      const rooms = asked.rooms ?? [{ id: asId<ResourceId>("room"), busy: [] }];
      const devices = asked.devices ?? [{ id: asId<ResourceId>("device"), busy: [] }];
      const question = { ...asked, rooms, devices };
      const { practitioners } = question;
      const before = starts(question);
      // About an offered start, or about the end of what is taken already: on a way, or between two visits.
      const ends = [
        ...practitioners.flatMap((one) => [...one.busy, ...(one.journeys ?? [])]),
        ...devices.flatMap(({ busy }) => busy),
      ];
      const middles = about % 2 === 0 && before.length > 0 ? before : ends.map(({ end }) => end);
      const start = plus(
        middles[about % Math.max(1, middles.length)] ?? question.window.start,
        fromMin * minuteMs,
      );
      const taken = { start, end: plus(start, lengthMin * minuteMs) };
      const journey = { ...taken, travelMin };
      function toSome<T>(all: readonly T[], change: (one: T) => T): T[] {
        return all.map((one, index) =>
          whose === null || whose % Math.max(1, all.length) === index ? change(one) : one,
        );
      }
      const busier = <T extends { readonly busy: readonly Busy[] }>(one: T) => ({
        ...one,
        busy: [...one.busy, taken],
      });
      const visited = (one: PractitionerFacts) => ({
        ...one,
        breaks: one.breaks ? { ...one.breaks, visits: [...one.breaks.visits, taken] } : null,
      });
      // Its way alone: as of a visit of which nothing else is known.
      const away = (one: PractitionerFacts) => ({ ...one, journeys: [...(one.journeys ?? []), journey] });
      const changed: Record<keyof typeof took, SlotQuestion> = {
        busy: { ...question, practitioners: toSome(practitioners, busier) },
        visit: { ...question, practitioners: toSome(practitioners, visited) },
        room: { ...question, rooms: toSome(rooms, busier) },
        device: { ...question, devices: toSome(devices, busier) },
        journey: { ...question, practitioners: toSome(practitioners, away) },
        // The whole of it, as once it is booked.
        elsewhere: { ...question, practitioners: toSome(practitioners, (one) => away(visited(busier(one)))) },
      };
      for (const kind of ["busy", "visit", "room", "device", "journey", "elsewhere"] as const) {
        const after = starts(changed[kind]);
        expectNoneBeyond(before, after);
        if (after.length < before.length) took[kind] += 1;
      }
    }),
    { numRuns: 400 * times },
  );
  // Of each kind some took a start away: otherwise nothing would have been shown.
  for (const [kind, cases] of Object.entries(took)) expect([kind, cases > 0]).toEqual([kind, true]);
});

test("SCHED-05 wider hours and another room never take a start away", () => {
  const change = fc.record({
    question: either,
    openFromMin: fc.integer({ min: 0, max: 1439 }),
    openUntilMin: fc.integer({ min: 0, max: 1440 }),
  });
  fc.assert(
    fc.property(change, ({ question, openFromMin, openUntilMin }) => {
      const { practitioners, rooms } = question;
      const row = { start: wallTime(openFromMin), end: wallTime(openUntilMin) };
      const before = starts(question);
      const always = [0, 1, 2, 3, 4, 5, 6] as const;
      const wider = practitioners.map((one) => ({
        ...one,
        weekly: [...one.weekly, ...always.map((weekday) => ({ weekday, ...row }))],
        overrides: one.overrides.map((override) =>
          override.kind === "blocked"
            ? override
            : { ...override, blocks: [...override.blocks, [row.start, row.end] as const] },
        ),
      }));
      // What ends later, and not what begins sooner: starts are counted from where hours begin.
      const longer = practitioners.map((one) => ({
        ...one,
        weekly: one.weekly.map((hours) =>
          hours.start < hours.end && hours.end < row.end ? { ...hours, end: row.end } : hours,
        ),
      }));
      expectNoneBeyond(starts({ ...question, practitioners: longer }), before);
      // Where a part of a day is closed no longer, starts are not counted from its end any more: so by the minute, on which all of them lie.
      const byTheMinute = { ...question, service: { ...question.service, stepMin: 1 } };
      const reopened = practitioners.map((one) => ({ ...one, closures: [] }));
      expectNoneBeyond(starts({ ...byTheMinute, practitioners: reopened }), starts(byTheMinute));
      const roomier = rooms ? [...rooms, { id: asId<ResourceId>("new"), busy: [] }] : null;
      expectNoneBeyond(starts({ ...question, practitioners: wider }), before);
      expectNoneBeyond(starts({ ...question, rooms: roomier }), before);
    }),
    { numRuns: 100 * times },
  );
});

test("BOOK-03 ec-C8 what is offered can be committed, and what is not offered names its reason", () => {
  fc.assert(
    fc.property(fc.oneof(single, aQuestion("any").chain(atSomePlace)), (question) => {
      const offered = new Map(
        findSlots(question).map(({ start, practitionerIds }) => [start, practitionerIds]),
      );
      const { start: from, end: to } = question.window;
      for (const practitioner of question.practitioners) {
        const facts = { ...question, practitioner, bookedBy: "client" } as const;
        for (let start = from; start < to; start = instant(start + 5 * minuteMs)) {
          const isOffered = offered.get(start)?.includes(practitioner.id) ?? false;
          expect(slotRefusal(facts, start) === null).toBe(isOffered);
        }
        for (const [start, practitionerIds] of offered) {
          expect(slotRefusal(facts, start) === null).toBe(practitionerIds.includes(practitioner.id));
        }
      }
    }),
    { numRuns: 100 * times },
  );
});

test("BOOK-03 SCHED-11 what is offered is exactly what can be placed, with one, with anyone, and with all together", () => {
  fc.assert(
    fc.property(either, (question) => {
      const offered = new Set(starts(question));
      const rules = {
        ...question,
        serviceId: asId<ServiceId>("service"),
        locationId: asId<LocationId>("place"),
        mode: "in_person",
        bookedBy: "client",
        together: question.mode === "all",
        candidates: question.practitioners.map((one) => ({
          ...one,
          workload: { bookedInPeriod: 0, lastAssignedAt: null },
        })),
      } as const;
      const { start: from, end: to } = question.window;
      const onTheMinute = Array.from({ length: 30 }, (_, step) => instant(from + step * 35 * minuteMs));
      for (const start of [...offered, ...onTheMinute.filter((at) => at < to)])
        expect([start, decidePlacement({ ...rules, start }, question.now).ok]).toEqual([
          start,
          offered.has(start),
        ]);
    }),
    { numRuns: 100 * times },
  );
});

test("the rules that stand against a start are those found minute by minute", () => {
  fc.assert(
    fc.property(single, (question) => {
      const [practitioner] = question.practitioners;
      if (practitioner === undefined) return;
      const facts = { ...question, practitioner, bookedBy: "client" } as const;
      const { judge } = judgeByTheMinute(question, practitioner);
      for (const start of [...startsAround(question), ...starts(question).slice(0, 20)]) {
        expect(slotObstacles(facts, start)).toEqual(judge(start));
      }
    }),
    { numRuns: 100 * times },
  );
});

test("any start is judged alike by itself and in a window of its own, and a room or a device is named exactly when one is free", () => {
  fc.assert(
    fc.property(single, (question) => {
      const [practitioner] = question.practitioners;
      if (practitioner === undefined) return;
      const facts = { ...question, practitioner, bookedBy: "client" } as const;
      for (const start of startsAround(question, 15 * minuteMs * 13)) {
        const window = interval(start, instant(start + 1));
        const obstacles = slotObstacles(facts, start);
        expect(obstacles.length === 0).toBe(findSlots({ ...question, window }).length === 1);
        const service = givenBy(question.service, practitioner);
        const { roomId, deviceId } = allot({ ...question, service }, start);
        if (question.rooms) expect(roomId === null).toBe(obstacles.includes("no_room"));
        if (question.devices) expect(deviceId === null).toBe(obstacles.includes("no_device"));
      }
    }),
    { numRuns: 60 },
  );
});

test("SCHED-13 visits booked one after the other never overlap", () => {
  fc.assert(
    fc.property(single, (question) => {
      const [practitioner] = question.practitioners;
      if (practitioner === undefined) return;
      const booked = [...practitioner.busy];
      for (let slot = findSlots(question)[0]; slot !== undefined && booked.length < 12; ) {
        const visit = visitOf(slot.start, question.service);
        for (const { start, end } of booked) {
          if (start < end) expect(visit.start >= end || visit.end <= start).toBe(true);
        }
        booked.push(visit);
        slot = findSlots({ ...question, practitioners: [{ ...practitioner, busy: booked }] })[0];
      }
    }),
  );
});

test("ec-A22 the answer does not depend on the zone of the process", () => {
  const engine = new URL("./slots.ts", import.meta.url).href;
  const script = `
    import { findSlots } from ${JSON.stringify(engine)};
    const zones = ["America/New_York", "Europe/London", "Asia/Kathmandu", "America/Santiago"];
    const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:30", end: "17:00" }));
    const practitioners = zones.map((zone, index) => ({ id: "p" + index, zone, weekly, overrides: [{ date: "2027-03-16", blocks: [] }], busy: [] }));
    const service = { durationMin: 50, stepMin: 30, bufferBeforeMin: 0, bufferAfterMin: 10, minNoticeMin: 120 };
    const window = { start: 1804000000000, end: 1809184000000 }; // 60 days of 2027
    console.log(JSON.stringify(findSlots({ now: 1803900000000, window, mode: "any", service, practitioners, horizonDays: 40 })));
  `;
  const [utc, newYork, kolkata] = ["UTC", "America/New_York", "Asia/Kolkata"].map((zone) =>
    execFileSync(execPath, ["--input-type=module", "--no-warnings", "--eval", script], {
      encoding: "utf8",
      env: { TZ: zone },
    }),
  );
  expect(JSON.parse(utc ?? "[]").length).toBeGreaterThan(1000);
  expect(newYork).toBe(utc);
  expect(kolkata).toBe(utc);
});
