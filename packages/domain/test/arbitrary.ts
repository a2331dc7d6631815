import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import type { PractitionerId, ResourceId } from "../src/ids.ts";
import { asId } from "../src/ids.ts";
import type {
  Breaks,
  Busy,
  Closure,
  DateOverride,
  FullTime,
  Journey,
  OpeningHours,
  PractitionerFacts,
  ResourceFacts,
  ServiceRules,
  SlotQuestion,
  Supervision,
  WeeklyHours,
} from "../src/scheduling/index.ts";
import { closureRefusal, dateOverrideRefusal, fullTimes } from "../src/scheduling/index.ts";
import {
  addDays,
  asWeekday,
  dayMs,
  hourMs,
  type Instant,
  instant,
  interval,
  minuteMs,
  plus,
} from "../src/time/index.ts";
import { at } from "./at.ts";

/** Zones with every kind of change: at midnight, of 30 minutes, of two hours, southern, none, a skipped date. */
const zones = [
  "America/New_York",
  "Europe/London",
  "America/Santiago",
  "America/Havana",
  "Africa/Cairo",
  "Asia/Beirut",
  "Atlantic/Azores",
  "America/Nuuk",
  "Australia/Lord_Howe",
  "Antarctica/Troll",
  "Pacific/Chatham",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Africa/Casablanca",
  "America/Phoenix",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Pacific/Apia",
];
const anywhere = fc.oneof(fc.constantFrom(...zones), fc.constantFrom(...Intl.supportedValuesOf("timeZone")));

/** Days around which clocks change in several of these zones. */
const changeDays = [
  "2027-03-14",
  "2027-03-28",
  "2027-04-04",
  "2027-04-30",
  "2027-09-05",
  "2027-09-26",
  "2027-10-03",
  "2027-10-29",
  "2027-10-31",
  "2027-11-07",
  "2026-02-15",
  "2026-03-22",
  "2011-12-30",
];
const anyMoment = fc
  .integer({ min: at("2020-01-01T00:00Z") / minuteMs, max: at("2038-01-01T00:00Z") / minuteMs - 1 })
  .map((minutes) => instant(minutes * minuteMs));

/** From 2020 to 2037, near a change of this zone's clocks above all. */
function aMoment(zone: string): fc.Arbitrary<Instant> {
  const change = anyMoment.map((moment) => {
    const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
    const last = local.getTimeZoneTransition("previous")?.epochMilliseconds ?? 0;
    return last < at("2020-01-01T00:00Z") ? moment : instant(last); // most zones have not changed since
  });
  const near = (moment: fc.Arbitrary<Instant>) =>
    fc
      .tuple(moment, fc.integer({ min: -30 * 60, max: 6 * 60 }))
      .map(([middle, minutes]) => plus(middle, minutes * minuteMs));
  return fc.oneof(
    { weight: 4, arbitrary: near(change) },
    { weight: 1, arbitrary: near(fc.constantFrom(...changeDays).map((date) => at(`${date}T00:00Z`))) },
    { weight: 1, arbitrary: anyMoment },
  );
}

const aWallTime = fc.oneof(
  fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 1439 }),
  fc.constantFrom(0, 30, 60, 90, 120, 135, 165, 180, 1380, 1439),
);
/** Two wall-clock times, often about the time of day at which this zone's clocks change next. */
function aRange(zone: string, around: Instant): fc.Arbitrary<[string, string]> {
  const local = Temporal.Instant.fromEpochMilliseconds(around - dayMs / 2).toZonedDateTimeISO(zone);
  const change = (local.getTimeZoneTransition("next") ?? local).toPlainTime();
  const nearChange = fc
    .integer({ min: -8, max: 8 })
    .map((quarters) => (change.hour * 60 + change.minute + quarters * 15 + 1440) % 1440);
  const aTime = fc.oneof(aWallTime, nearChange);
  return fc
    .tuple(aTime, fc.oneof(aTime, aTime, fc.constant(1440)))
    .map(([start, end]) => [wallTime(start), wallTime(end)]);
}

/** A question of whole minutes, small enough to be answered minute by minute, about somebody in one of the zones. */
export function aQuestion(mode: SlotQuestion["mode"], zone = anywhere): fc.Arbitrary<SlotQuestion> {
  const whereAndWhen = zone.chain((name) => fc.tuple(fc.constant(name), aMoment(name)));
  return whereAndWhen.chain(([name, from]) =>
    fc.record({
      now: fc.integer({ min: -72 * 60, max: 12 * 60 }).map((minutes) => plus(from, minutes * minuteMs)),
      window: fc
        .oneof(fc.integer({ min: 0, max: 40 * 60 }), fc.integer({ min: 24 * 60, max: 40 * 60 }))
        .map((minutes) => ({ start: from, end: plus(from, minutes * minuteMs) })),
      mode: fc.constant(mode),
      service: aService,
      practitioners: fc
        .array(aPractitioner(name, from), {
          minLength: mode === "single" ? 1 : 0,
          maxLength: mode === "single" ? 1 : 3,
        })
        .map((all) => all.map((one, index) => ({ ...one, id: asId<PractitionerId>(`p${index}`) }))),
      horizonDays: rarely(fc.integer({ min: 0, max: 4 })),
      rooms: rarely(aPool(from, "r")),
      devices: rarely(aPool(from, "d")),
    }),
  );
}

/** The same question, in one case of three about a place that is open at certain hours only. */
export function atSomePlace(question: SlotQuestion): fc.Arbitrary<SlotQuestion> {
  const zone = question.practitioners[0]?.zone ?? "UTC";
  const aDay = fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant<[string, string]>(["06:00", "22:00"]) },
    { weight: 3, arbitrary: aRange(zone, question.window.start) },
  );
  const opening: fc.Arbitrary<OpeningHours> = fc.array(aDay, { minLength: 7, maxLength: 7 });
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: opening })
    .map((open) => ({
      ...question,
      practitioners: question.practitioners.map((one) => ({ ...one, opening: open })),
    }));
}

/** The same question about people who go by other clocks than the place, some of whom travel (ec-A28, ec-A29). */
export function byOwnClocks(question: SlotQuestion): fc.Arbitrary<SlotQuestion> {
  const today = Math.floor(question.window.start / dayMs);
  const aTravel = fc.record({
    day: fc.integer({ min: today - 4, max: today + 4 }),
    more: fc.integer({ min: 0, max: 3 }),
    zone: anywhere,
  });
  const clocks = fc.record({ hoursZone: fc.option(anywhere, { nil: undefined }), travel: rarely(aTravel) });
  return fc
    .array(clocks, { minLength: question.practitioners.length, maxLength: question.practitioners.length })
    .map((all) => ({
      ...question,
      practitioners: question.practitioners.map((one, index) => {
        const { hoursZone, travel } = all[index] ?? { hoursZone: undefined, travel: null };
        const travels = travel && [
          {
            firstDate: addDays("1970-01-01", travel.day),
            lastDate: addDays("1970-01-01", travel.day + travel.more),
            zone: travel.zone,
          },
        ];
        return { ...one, hoursZone, travels: travels ?? undefined };
      }),
    }));
}

/** Up to three rooms or devices, some of which have to be cleaned after a visit. */
export function aPool(from: Instant, letter: string): fc.Arbitrary<ResourceFacts[]> {
  return fc.array(fc.tuple(someBusy(from), fc.constantFrom(0, 0, 10, 45)), { maxLength: 3 }).map((all) =>
    all.map(([busy, cleaningMin], index) => ({
      id: asId<ResourceId>(`${letter}${index}`),
      busy,
      cleaningMin,
    })),
  );
}

/** The value in one case of four, null otherwise. */
function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
}

const aService: fc.Arbitrary<ServiceRules> = fc.record({
  durationMin: fc.constantFrom(1, 15, 30, 45, 50, 60, 90, 240),
  stepMin: fc.constantFrom(1, 5, 15, 25, 30, 60, 90),
  bufferBeforeMin: fc.constantFrom(0, 0, 5, 10, 30),
  bufferAfterMin: fc.constantFrom(0, 0, 5, 10, 30),
  minNoticeMin: fc.constantFrom(0, 0, 60, 120, 1440),
  minNoticeDays: fc.constantFrom(0, 0, 0, 1, 2),
  bufferSum: fc.constantFrom("sum" as const, "max" as const),
  buffersInHours: fc.boolean(),
});

function aPractitioner(zone: string, around: Instant): fc.Arbitrary<Omit<PractitionerFacts, "id">> {
  const today = Math.floor(around / dayMs);
  const aDate = fc.integer({ min: today - 3, max: today + 4 }).map((days) => addDays("1970-01-01", days));
  // Counted from long ago too, so that years with a week 53 lie between.
  const everySoManyWeeks = fc.record({
    everyWeeks: fc.integer({ min: 2, max: 4 }),
    effectiveFrom: fc
      .oneof(fc.integer({ min: today - 30, max: today + 4 }), fc.integer({ min: today - 3000, max: today }))
      .map((days) => addDays("1970-01-01", days)),
    effectiveUntil: rarely(aDate),
  });
  const someRows: fc.Arbitrary<WeeklyHours[]> = fc
    .record({
      weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      range: aRange(zone, around),
      dates: fc.oneof(
        { weight: 3, arbitrary: fc.record({ effectiveFrom: rarely(aDate), effectiveUntil: rarely(aDate) }) },
        { weight: 1, arbitrary: everySoManyWeeks },
      ),
    })
    .map(({ weekdays, range: [start, end], dates }) =>
      weekdays.map((weekday) => ({ ...dates, weekday: asWeekday(weekday), start, end })),
    );
  const anOverride: fc.Arbitrary<DateOverride> = fc.record({
    date: aDate,
    kind: fc.constantFrom("hours" as const, "hours", "extra", "blocked"),
    blocks: fc.array(aRange(zone, around), { maxLength: 2 }),
  });
  return fc.record({
    zone: fc.oneof({ weight: 3, arbitrary: fc.constant(zone) }, { weight: 1, arbitrary: anywhere }),
    weekly: fc.array(someRows, { minLength: 1, maxLength: 6 }).map((rows) => rows.flat()),
    overrides: fc.array(anOverride, { maxLength: 3 }).map((all) => all.filter(mayBeSaid)),
    closures: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(aClosure(zone, around), { minLength: 1, maxLength: 2 }) },
    ),
    timeOff: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(aClosure(zone, around), { minLength: 1, maxLength: 2 }) },
    ),
    busy: fc
      .tuple(someVisits(around), rarely(someBusy(around)))
      .map(([visits, others]) => [...visits, ...(others ?? []).map(fromElsewhere)]),
    notesMin: fc.constantFrom(0, 0, 0, 5, 20, 60),
    journeys: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(aJourney(around), { minLength: 1, maxLength: 3 }) },
    ),
    breaks: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: someBreaks(around) }, // few of them stand in the way of anything
    ),
    licensedUntil: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: aDate }),
    supervision: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: someSupervision(around) },
    ),
    full: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: someFull(zone, today) },
    ),
  });
}

/** Up to three dates, or some hours of one, on which a place is closed or somebody is away. */
function aClosure(zone: string, around: Instant): fc.Arbitrary<Closure> {
  const today = Math.floor(around / dayMs);
  return fc
    .record({
      day: fc.integer({ min: today - 3, max: today + 4 }),
      more: fc.integer({ min: 0, max: 2 }),
      range: fc.option(aRange(zone, around)),
    })
    .map(({ day, more, range }) => {
      const firstDate = addDays("1970-01-01", day);
      const whole = { firstDate, lastDate: addDays(firstDate, more), part: null };
      const part = { firstDate, lastDate: firstDate, part: range };
      return closureRefusal(part) === null ? part : whole;
    });
}

/** Blocked time runs over no midnight, and extra hours are some. */
function mayBeSaid({ kind = "hours", blocks }: DateOverride): boolean {
  return kind === "hours" || dateOverrideRefusal(kind, blocks) === null;
}

/** Dates and weeks on which a cap is reached, as if nobody had told them apart from each other. */
function someFull(zone: string, today: number): fc.Arbitrary<FullTime[]> {
  const aFull = fc.record({
    of: fc.constantFrom("practitioner" as const, "service" as const),
    day: fc.integer({ min: today - 2, max: today + 3 }),
    days: fc.constantFrom(1, 1, 7),
    max: fc.integer({ min: 1, max: 3 }),
  });
  const someOfThem = fc.array(
    aFull.map(({ of, day, days, max }) => {
      const dates = Array.from({ length: days }, (_, index) => addDays("1970-01-01", day + index));
      const caps = { maxPerDay: days === 1 ? max : null, maxPerWeek: days === 1 ? null : max };
      const visits = dates.map(() => max);
      return fullTimes(of, caps, { dates, zone }, visits);
    }),
    { maxLength: 3 },
  );
  return someOfThem.map((all) => all.flat());
}

/** The same time as another calendar's. */
function fromElsewhere({ start, end }: Busy): Busy {
  return { start, end, elsewhere: true };
}

/** Taken time of which some is a buffer, before the visit, after it or both. */
function someVisits(around: Instant): fc.Arbitrary<Busy[]> {
  const buffers = fc.tuple(fc.constantFrom(0, 5, 20), fc.constantFrom(0, 10, 20));
  return fc.tuple(someBusy(around), fc.array(buffers, { minLength: 6, maxLength: 6 })).map(([all, around]) =>
    all.map((busy, index) => {
      const [before, after] = around[index] ?? [0, 0];
      const visit = interval(plus(busy.start, before * minuteMs), plus(busy.end, -after * minuteMs));
      return visit.start < visit.end ? { ...busy, visit } : busy;
    }),
  );
}

function someBusy(around: Instant): fc.Arbitrary<Busy[]> {
  const aStart = fc.integer({ min: -24 * 60, max: 60 * 60 });
  return fc.array(
    fc.tuple(aStart, fc.constantFrom(0, 1, 15, 30, 60, 90, 600)).map(([minutes, length]) => {
      const start = plus(around, minutes * minuteMs);
      return { start, end: plus(start, length * minuteMs) };
    }),
    { maxLength: 6 },
  );
}

/** Times of several supervisors, which meet, overlap or leave a gap; mostly long ones. */
function someSupervision(around: Instant): fc.Arbitrary<Supervision> {
  const aTime = fc.tuple(fc.integer({ min: -24 * 60, max: 48 * 60 }), fc.constantFrom(1, 60, 480, 600, 2880));
  return fc.array(aTime, { maxLength: 6 }).map((all) => ({
    assigned: all.length > 0,
    times: all
      .toSorted(([one], [other]) => one - other)
      .map(([from, length]) => {
        const start = plus(around, from * minuteMs);
        return { start, end: plus(start, length * minuteMs) };
      }),
  }));
}

/** Visits that follow each other closely, or do not, or overlap, and after how long there is to be a break. */
function someBreaks(around: Instant): fc.Arbitrary<Breaks> {
  const aVisit = fc.tuple(
    fc.constantFrom(-30, 0, 1, 5, 14, 15, 16, 30, 60, 300),
    fc.constantFrom(1, 30, 50, 60, 240),
  );
  const visits = fc.tuple(fc.integer({ min: -24 * 60, max: 48 * 60 }), fc.array(aVisit, { maxLength: 8 }));
  return fc.record({
    afterMin: fc.constantFrom(1, 60, 110, 180, 240, 480),
    pauseMin: fc.constantFrom(1, 5, 15, 45, 90),
    visits: visits.map(([first, all]) => {
      let end = plus(around, first * minuteMs);
      return all.map(([pause, length]) => {
        const start = plus(end, pause * minuteMs);
        end = plus(start, length * minuteMs);
        return { start, end };
      });
    }),
  });
}

/** A visit of at least a minute somewhere else. */
function aJourney(around: Instant): fc.Arbitrary<Journey> {
  return fc
    .record({
      from: fc.integer({ min: -24 * 60, max: 60 * 60 }),
      length: fc.constantFrom(1, 30, 60, 240),
      travelMin: fc.constantFrom(1, 10, 30, 90, 480),
    })
    .map(({ from, length, travelMin }) => {
      const start = plus(around, from * minuteMs);
      return { start, end: plus(start, length * minuteMs), travelMin };
    });
}

/** Every few hours from a day before to four days after: starts to judge, on no grid in particular. */
export function startsAround({ window }: SlotQuestion, stepMs = 3.5 * hourMs): Instant[] {
  const starts: Instant[] = [];
  for (let start = window.start - dayMs; start < window.end + 4 * dayMs; start += stepMs)
    starts.push(instant(start));
  return starts;
}

/** "09:30" for 570. */
export function wallTime(minutes: number): string {
  const padded = (number: number) => String(number).padStart(2, "0");
  return `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}
