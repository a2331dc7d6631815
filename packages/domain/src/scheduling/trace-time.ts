import {
  addDays,
  dayMs,
  type Instant,
  instant,
  type Interval,
  interval,
  type LocalDate,
  localDate,
  resolveWallTime,
  type TimeZone,
  type WallTime,
  weekdayOf,
} from "../time/index.ts";
import { allDay, type Hours, isWithinOpening, joined, openRows } from "./availability.ts";
import { type BreakRule, type Breaks, stretchWithoutBreak } from "./breaks.ts";
import { fullAt, type FullTime } from "./caps.ts";
import { type Closure, closedDuring } from "./closure.ts";
import { type HoursOn, hoursOn } from "./hours-on.ts";
import { isLicensed } from "./licence.ts";
import { visitOf } from "./occupancy.ts";
import { bare, givenBy, type Notice, type ServiceRules } from "./service-rules.ts";
import type { TimeOff } from "./time-off.ts";
import type { SlotFacts, SlotRefusal } from "./slot-refusal.ts";
import {
  type Busy,
  clearOf,
  clearOfOthers,
  fitting,
  gridStarts,
  horizonEnd,
  noticeEnd,
  type ResourceFacts,
  type StartRange,
  takenWith,
  withinHours,
} from "./slots.ts";
import { isSupervised, type Supervision } from "./supervision.ts";
import { type Journey, onTheWay } from "./travel.ts";
import { hoursZoneAt } from "./travel-period.ts";

/** What decides whether a client is offered one practitioner's start. */
export type TraceFacts = Omit<SlotFacts, "bookedBy">;

/** What of each rule stands in the way: the value that would have to be another. */
type Values = {
  readonly past: { readonly now: Instant };
  /** Clients may book from `earliest` on. */
  readonly too_soon: {
    readonly minNoticeMin: number;
    readonly minNoticeDays: number;
    readonly earliest: Instant;
  };
  /** The last date that can be booked, wholly (ec-C12). */
  readonly beyond_horizon: { readonly horizonDays: number; readonly lastDate: LocalDate };
  /** The place's opening hours of the date; null: it is not open then (ec-B13). */
  readonly outside_opening: {
    readonly date: LocalDate;
    readonly opening: readonly [start: WallTime, end: WallTime] | null;
  };
  /** One for each closure of the place in the way. */
  readonly place_closed: { readonly closure: Closure };
  /** One for each time the practitioner is away. */
  readonly time_off: { readonly timeOff: TimeOff };
  /** The hours of the date that is to blame, by the clock of `zone`. `openUntil`: when the open time around the start ends; null when it is not open. */
  readonly outside_hours: HoursOn & {
    readonly zone: TimeZone;
    readonly openUntil: Instant | null;
    /** The date whose override closes it, and with it what these hours carry over midnight (ec-B2). */
    readonly closedNext: LocalDate | null;
  };
  /** The visit lies within working hours, and its buffers do not; `openFrom` to `openUntil`: the open time around it (ec-C5). */
  readonly buffer_outside: {
    readonly bufferBeforeMin: number;
    readonly bufferAfterMin: number;
    readonly openFrom: Instant | null;
    readonly openUntil: Instant | null;
  };
  /** Every licence of theirs on record has expired by the date of the visit: the last of them after this date (ADM-04). */
  readonly licence_expired: { readonly licensedUntil: LocalDate };
  /** Nobody who supervises them can be reached all through the visit, though the service needs it; `assigned`: there is somebody. */
  readonly no_supervisor: { readonly assigned: boolean };
  /** The nearest starts of the grid within a day. */
  readonly off_grid: {
    readonly stepMin: number;
    readonly before: Instant | null;
    readonly after: Instant | null;
  };
  /** One for each cap that is reached on the date, or in the week, of the start. */
  readonly fully_booked: { readonly full: FullTime };
  /** One for each appointment in the way, by start; the interval holds that one's buffers. */
  readonly slot_taken: { readonly busy: Busy };
  /** One for each time that another calendar takes, by start: when, and never what (ec-K9). */
  readonly busy_elsewhere: { readonly busy: Busy };
  /** One for each visit at another place from or to which the way is too long, by start (ec-E9). */
  readonly no_travel_time: { readonly journey: Journey };
  /** The stretch of visits without a break that this one would be part of, itself included, as far as the rule looks (SCHED-25). */
  readonly no_break: BreakRule & { readonly stretch: Interval };
  /** Every room of the pool, with what is in the way in each; none at all when the place has no room. */
  readonly no_room: { readonly rooms: readonly ResourceFacts[] };
  /** The same of devices. */
  readonly no_device: { readonly devices: readonly ResourceFacts[] };
};

/** Refusals say less: to a client a closed place, a practitioner who is away or whose licence has expired, or one whose supervisor is away, is one that is not open, and taken is taken. */
type TraceRule =
  | SlotRefusal
  | "outside_opening"
  | "place_closed"
  | "time_off"
  | "buffer_outside"
  | "licence_expired"
  | "no_supervisor"
  | "busy_elsewhere";

/** A rule that removes a start, with its value, in the words of `SlotRefusal`. */
export type TimeObstacle = { [Rule in TraceRule]: { readonly rule: Rule } & Values[Rule] }[TraceRule];

/**
 * Every rule that keeps a client from this start, each with its value, in the order of the table below; none exactly for
 * what `findSlots` offers. With all of them in `lifted` nothing is left; with all but one, that one.
 */
export function traceTime(
  asked: TraceFacts,
  start: Instant,
  lifted: readonly TimeObstacle[] = [],
): TimeObstacle[] {
  const facts = { ...asked, service: givenBy(asked.service, asked.practitioner) };
  const all: TimeObstacle[] = [];
  let view = lifted.reduce(without, viewAt(facts, start));
  for (const { find } of Object.values(rules)) {
    // Each is looked at with those before it lifted, so that none is named for what another one does.
    const found = find(view);
    view = found.reduce(without, view);
    all.push(...found);
  }
  return all;
}

/** What the rules look at. A lifted rule has let go of its part: no earliest, no latest, less that is closed or taken. */
type View = {
  readonly facts: TraceFacts;
  readonly visit: Interval;
  readonly earliest: { readonly now: number; readonly byNotice: number };
  readonly latest: number;
  readonly closures: readonly Closure[];
  readonly timeOff: readonly TimeOff[];
  readonly lifted: Readonly<Record<"opening" | "hours" | "buffers" | "grid", boolean>>;
  readonly full: readonly FullTime[];
  readonly busy: readonly Busy[];
  readonly journeys: readonly Journey[];
  readonly breaks: Breaks | null;
  readonly licensedUntil: LocalDate | null;
  readonly supervision: Supervision | null;
  readonly rooms: readonly ResourceFacts[] | null;
  readonly devices: readonly ResourceFacts[] | null;
};

type Rule = {
  readonly find: (view: View) => readonly TimeObstacle[];
  readonly lift: (view: View, obstacle: TimeObstacle) => View;
};

/** A new rule of the engine is one more entry here: what it finds, and how it lets go. */
const rules: Readonly<Record<TraceRule, Rule>> = {
  past: {
    find: ({ facts, visit, earliest }) =>
      visit.start < earliest.now ? [{ rule: "past", now: facts.now }] : [],
    lift: (view) => ({ ...view, earliest: { ...view.earliest, now: Number.NEGATIVE_INFINITY } }),
  },
  too_soon: {
    find: ({ facts, visit, earliest }) =>
      visit.start < earliest.byNotice
        ? [
            {
              rule: "too_soon",
              minNoticeMin: facts.service.minNoticeMin,
              minNoticeDays: facts.service.minNoticeDays ?? 0,
              earliest: instant(earliest.byNotice),
            },
          ]
        : [],
    lift: (view) => ({ ...view, earliest: { ...view.earliest, byNotice: Number.NEGATIVE_INFINITY } }),
  },
  beyond_horizon: {
    find: ({ facts: { now, horizonDays, practitioner }, visit, latest }) =>
      visit.start >= latest && typeof horizonDays === "number"
        ? [
            {
              rule: "beyond_horizon",
              horizonDays,
              lastDate: addDays(localDate(now, practitioner.zone), horizonDays),
            },
          ]
        : [],
    lift: (view) => ({ ...view, latest: Number.POSITIVE_INFINITY }),
  },
  outside_opening: {
    find: (view) => (isOutsideOpening(view) ? [{ rule: "outside_opening", ...openingOn(view) }] : []),
    lift: (view) => ({ ...view, lifted: { ...view.lifted, opening: true } }),
  },
  place_closed: {
    find: (view) =>
      view.closures
        .filter((closure) => isClosedBy({ closures: [closure], timeOff: [] }, view))
        .map((closure) => ({ rule: "place_closed", closure })),
    lift: (view, obstacle) => ({
      ...view,
      closures: view.closures.filter(
        (closure) => obstacle.rule !== "place_closed" || closure !== obstacle.closure,
      ),
    }),
  },
  time_off: {
    find: (view) =>
      view.timeOff
        .filter((timeOff) => isClosedBy({ closures: [], timeOff: [timeOff] }, view))
        .map((timeOff) => ({ rule: "time_off", timeOff })),
    lift: (view, obstacle) => ({
      ...view,
      timeOff: view.timeOff.filter((timeOff) => obstacle.rule !== "time_off" || timeOff !== obstacle.timeOff),
    }),
  },
  outside_hours: {
    find: (view) =>
      view.lifted.hours || fits(rowsUnder(view, view), view)
        ? []
        : [{ rule: "outside_hours", ...hoursMissed(view) }],
    lift: (view) => ({ ...view, lifted: { ...view.lifted, hours: true } }),
  },
  buffer_outside: {
    find: (view) => {
      const { facts, visit, lifted } = view;
      const open = joined(rowsAround(view, withinHours(visit.start, facts.service)));
      if (lifted.buffers || fitsInto(open, visit, facts.service)) return [];
      const around = open.find(({ start, end }) => start <= visit.start && visit.end <= end);
      const { bufferBeforeMin, bufferAfterMin } = facts.service;
      return [
        {
          rule: "buffer_outside",
          bufferBeforeMin,
          bufferAfterMin,
          openFrom: around?.start ?? null,
          openUntil: around?.end ?? null,
        },
      ];
    },
    lift: (view) => ({ ...view, lifted: { ...view.lifted, buffers: true } }),
  },
  licence_expired: {
    find: ({ licensedUntil, facts, visit }) =>
      licensedUntil === null || isLicensed({ ...facts.practitioner, licensedUntil }, visit.start)
        ? []
        : [{ rule: "licence_expired", licensedUntil }],
    lift: (view) => ({ ...view, licensedUntil: null }),
  },
  no_supervisor: {
    find: ({ supervision, visit }) =>
      supervision === null || isSupervised(supervision, visit)
        ? []
        : [{ rule: "no_supervisor", assigned: supervision.assigned }],
    lift: (view) => ({ ...view, supervision: null }),
  },
  off_grid: {
    find: (view) =>
      isOnGrid(view)
        ? []
        : [{ rule: "off_grid", stepMin: view.facts.service.stepMin, ...nearestStarts(view) }],
    lift: (view) => ({ ...view, lifted: { ...view.lifted, grid: true } }),
  },
  fully_booked: {
    find: ({ full, visit }) => fullAt(full, visit.start).map((one) => ({ rule: "fully_booked", full: one })),
    lift: (view, obstacle) => ({
      ...view,
      full: view.full.filter((one) => obstacle.rule !== "fully_booked" || one !== obstacle.full),
    }),
  },
  slot_taken: {
    find: (view) =>
      view.busy
        .filter(({ elsewhere }) => elsewhere === undefined)
        .filter(inTheWay(view))
        .toSorted((a, b) => a.start - b.start)
        .map((busy) => ({ rule: "slot_taken", busy })),
    lift: (view, obstacle) => ({
      ...view,
      busy: view.busy.filter((busy) => obstacle.rule !== "slot_taken" || busy !== obstacle.busy),
    }),
  },
  busy_elsewhere: {
    find: (view) =>
      view.busy
        .filter(({ elsewhere }) => elsewhere)
        .filter(inTheWay(view))
        .toSorted((a, b) => a.start - b.start)
        .map((busy) => ({ rule: "busy_elsewhere", busy })),
    lift: (view, obstacle) => ({
      ...view,
      busy: view.busy.filter((busy) => obstacle.rule !== "busy_elsewhere" || busy !== obstacle.busy),
    }),
  },
  no_travel_time: {
    find: ({ journeys, visit, facts }) =>
      journeys
        .filter((journey) => clearOf(onTheWay([journey]), [startOf(visit)], bare(facts.service)).length === 0)
        .toSorted((a, b) => a.start - b.start)
        .map((journey) => ({ rule: "no_travel_time", journey })),
    lift: (view, obstacle) => ({
      ...view,
      journeys: view.journeys.filter(
        (journey) => obstacle.rule !== "no_travel_time" || journey !== obstacle.journey,
      ),
    }),
  },
  no_break: {
    find: ({ breaks, visit, facts }) => {
      const stretch = breaks && stretchWithoutBreak(breaks, visit.start, facts.service);
      if (!breaks || !stretch) return [];
      const { afterMin, pauseMin } = breaks;
      return [{ rule: "no_break", afterMin, pauseMin, stretch }];
    },
    lift: (view) => ({ ...view, breaks: null }),
  },
  no_room: {
    find: (view) => {
      const rooms = allTaken(view.rooms, view);
      return rooms === null ? [] : [{ rule: "no_room", rooms }];
    },
    lift: (view) => ({ ...view, rooms: null }),
  },
  no_device: {
    find: (view) => {
      const devices = allTaken(view.devices, view);
      return devices === null ? [] : [{ rule: "no_device", devices }];
    },
    lift: (view) => ({ ...view, devices: null }),
  },
};

function without(view: View, obstacle: TimeObstacle): View {
  return rules[obstacle.rule].lift(view, obstacle);
}

function viewAt(facts: TraceFacts, start: Instant): View {
  const { practitioner, service, rooms, devices, now } = facts;
  return {
    facts,
    visit: visitOf(start, service),
    // Without a notice only the past is in the way of the past.
    earliest: {
      now,
      byNotice: hasNotice(service) ? noticeEnd(facts, practitioner.zone) : Number.NEGATIVE_INFINITY,
    },
    latest: horizonEnd(facts, practitioner.zone),
    closures: practitioner.closures ?? [],
    timeOff: practitioner.timeOff ?? [],
    lifted: { opening: false, hours: false, buffers: false, grid: false },
    full: practitioner.full ?? [],
    busy: practitioner.busy,
    journeys: practitioner.journeys ?? [],
    breaks: practitioner.breaks ?? null,
    licensedUntil: practitioner.licensedUntil ?? null,
    supervision: practitioner.supervision ?? null,
    rooms: rooms ?? null,
    devices: devices ?? null,
  };
}

function hasNotice({ minNoticeMin, minNoticeDays = 0 }: Notice): boolean {
  return minNoticeMin > 0 || minNoticeDays > 0;
}

/** What closes a place, and when somebody is away. */
type Closed = Pick<View, "closures" | "timeOff">;

/** The rows of hours around the visit when these close it and no others. */
function rowsUnder({ closures, timeOff }: Closed, { facts, visit, lifted }: View): Interval[] {
  const opening = lifted.opening ? undefined : facts.practitioner.opening;
  return openRows({ ...facts.practitioner, opening, closures, timeOff }, visit);
}

/** The rows around a visit outside of its hours are all that its place and its practitioner leave open. */
function rowsAround({ facts, lifted, closures, timeOff }: View, reach: Interval): Interval[] {
  const { opening, ...own } = facts.practitioner;
  const hours = lifted.hours ? { weekly: allDay, overrides: [] } : {};
  return openRows(
    { ...own, ...hours, opening: lifted.opening ? undefined : opening, closures, timeOff },
    reach,
  );
}

/** The rows that the grid counts from: a place that opens longer does not move it. */
function rowsAsKept({ facts, closures, timeOff }: View, reach: Interval): Interval[] {
  return openRows({ ...facts.practitioner, closures, timeOff }, reach);
}

/** Whether the visit itself lies within them; its buffers are a rule of their own. */
function fits(rows: readonly Interval[], { facts, visit }: View): boolean {
  return fitsInto(joined(rows), visit, bare(facts.service));
}

function fitsInto(open: readonly Interval[], visit: Interval, service: ServiceRules): boolean {
  return fitting(open, service).some(({ first, last }) => first <= visit.start && visit.start <= last);
}

/** Not open while the visit lasts, or not as long as hours that would hold it. Closed days are another matter. */
function isOutsideOpening(view: View): boolean {
  const { facts, visit, lifted } = view;
  const { opening, zone, hoursZone, travels, weekly, overrides } = facts.practitioner;
  if (lifted.opening || !opening) return false;
  const openAt = (hours: Pick<Hours, "weekly" | "overrides" | "opening">) =>
    fits(openRows({ zone, hoursZone, travels, ...hours }, visit), view);
  if (openAt({ weekly, overrides, opening })) return false;
  return openAt({ weekly, overrides }) || !isWithinOpening(opening, zone, visit);
}

function openingOn({ facts, visit }: View): Values["outside_opening"] {
  const { opening, zone } = facts.practitioner;
  const date = localDate(visit.start, zone);
  return { date, opening: opening?.[weekdayOf(date)] ?? null };
}

/** Closed while the visit lasts, or on the date to which hours belong that would carry it over midnight (ec-B1). */
function isClosedBy(closed: Closed, view: View): boolean {
  const { zone, hoursZone = zone, travels = [] } = view.facts.practitioner;
  return (
    closedDuring(closed.closures, zone, view.visit) ||
    (travels.length === 0 && closedDuring(closed.timeOff, hoursZone, view.visit)) ||
    (fits(rowsUnder({ closures: [], timeOff: [] }, view), view) && !fits(rowsUnder(closed, view), view))
  );
}

function inTheWay({ visit, facts }: View): (busy: Busy) => boolean {
  return (busy) => clearOfOthers([busy], [startOf(visit)], facts.service).length === 0;
}

function startOf({ start }: Interval): StartRange {
  return { first: start, last: start };
}

/** Everything of a pool with what is in the way there; null when one of it is free, or none is needed. */
function allTaken(pool: readonly ResourceFacts[] | null, view: View): readonly ResourceFacts[] | null {
  const taken = pool?.map((one) => ({
    ...one,
    busy: one.busy.filter(
      (busy) => clearOf([busy], [startOf(view.visit)], takenWith(one, view.facts.service)).length === 0,
    ),
  }));
  return taken?.every(({ busy }) => busy.length > 0) ? taken : null;
}

function hoursMissed(view: View): Values["outside_hours"] {
  const { visit } = view;
  const { practitioner } = view.facts;
  const zone = hoursZoneAt(practitioner, visit.start);
  const around = joined(rowsUnder(view, view)).find(
    ({ start, end }) => start <= visit.start && visit.start < end,
  );
  const today = hoursOn(practitioner, localDate(visit.start, zone));
  const begun = today.hours.some(([start]) => resolveWallTime(today.date, start, zone) <= visit.start);
  // Open, and by none of the date's own hours: by those that the date before carries over midnight (ec-B1).
  const said = around && !begun ? hoursOn(practitioner, addDays(today.date, -1)) : today;
  const next = hoursOn(practitioner, addDays(said.date, 1));
  const isCut =
    around?.end === resolveWallTime(next.date, "00:00", zone) &&
    next.source === "override" &&
    next.hours.length === 0 &&
    said.hours.some(([start, end]) => end <= start);
  return { ...said, zone, openUntil: around?.end ?? null, closedNext: isCut ? next.date : null };
}

function isOnGrid(view: View): boolean {
  const { facts, visit, lifted } = view;
  const rows = rowsAsKept(view, visit);
  // Hours that are carried on keep their grid; where there are none to carry on, new ones begin with the visit.
  const isNew =
    (lifted.opening || lifted.hours) &&
    !rows.some(({ start, end }) => start <= visit.start && visit.start < end);
  const isOn = gridStarts(rows, facts.service.stepMin, visit.start, visit.start + 1).length > 0;
  return lifted.grid || isNew || isOn;
}

/**
 * What is closed over the start is passed over to find its grid; beyond it the grid counts from the reopening. So a start near it is named
 * only if it is on the grid when it is looked at by itself.
 */
function nearestStarts(view: View): { readonly before: Instant | null; readonly after: Instant | null } {
  const { facts, visit } = view;
  const { start } = visit;
  const reach = interval(instant(start - dayMs), instant(start + dayMs));
  const grids = [view, viewAt(facts, start)].flatMap((one) =>
    gridStarts(rowsAsKept(one, reach), facts.service.stepMin, reach.start, reach.end),
  );
  const starts = grids.toSorted((one, other) => one - other);
  const isNamed = (one: number) => isOnGridByItself(facts, instant(one));
  const before = starts.findLast((one) => one < start && isNamed(one));
  const after = starts.find((one) => one > start && isNamed(one));
  return {
    before: before === undefined ? null : instant(before),
    after: after === undefined ? null : instant(after),
  };
}

function isOnGridByItself(facts: TraceFacts, start: Instant): boolean {
  let view = viewAt(facts, start);
  for (const [name, { find }] of Object.entries(rules)) {
    if (name === "off_grid") return isOnGrid(view);
    view = find(view).reduce(without, view);
  }
  throw new Error("the table of rules has no grid");
}
