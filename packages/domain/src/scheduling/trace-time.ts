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
} from "../time/index.ts";
import { joined, openRows } from "./availability.ts";
import { type HoursOn, hoursOn } from "./hours-on.ts";
import { visitOf } from "./occupancy.ts";
import { type SlotFacts, type SlotRefusal, slotRefusals } from "./slot-refusal.ts";
import {
  type Busy,
  clearOf,
  fitting,
  gridStarts,
  horizonEnd,
  noticeEnd,
  type PractitionerFacts,
  type RoomFacts,
} from "./slots.ts";

/** What decides whether a client is offered one practitioner's start. */
export type TraceFacts = Omit<SlotFacts, "bookedBy">;

/** What of each rule stands in the way: the value that would have to be another. */
type Values = {
  readonly past: { readonly now: Instant };
  /** Clients may book from `earliest` on. */
  readonly too_soon: { readonly minNoticeMin: number; readonly earliest: Instant };
  /** The last date that can be booked, wholly (ec-C12). */
  readonly beyond_horizon: { readonly horizonDays: number; readonly lastDate: LocalDate };
  /** The hours of the date that is to blame. `openUntil`: when the open time around the start ends; null when it is not open. */
  readonly outside_hours: HoursOn & {
    readonly openUntil: Instant | null;
    /** The date whose override closes it, and with it what these hours carry over midnight (ec-B2). */
    readonly closedNext: LocalDate | null;
  };
  /** The nearest starts of the grid within a day. */
  readonly off_grid: {
    readonly stepMin: number;
    readonly before: Instant | null;
    readonly after: Instant | null;
  };
  /** One for each appointment in the way, by start; the interval holds that one's buffers. */
  readonly slot_taken: { readonly busy: Busy };
  /** Every room of the pool, with what is in the way in each; none at all when the place has no room. */
  readonly no_room: { readonly rooms: readonly RoomFacts[] };
};

/** A rule that removes a start, with its value, in the words of `SlotRefusal`. */
export type TimeObstacle = {
  [Rule in SlotRefusal]: { readonly rule: Rule } & Values[Rule];
}[SlotRefusal];

/**
 * Every rule that keeps a client from this start, each with its value, in the order of `slotRefusals`; none exactly for what
 * `findSlots` offers. With all of them in `lifted` nothing is left; with all but one, that one.
 */
export function traceTime(
  facts: TraceFacts,
  start: Instant,
  lifted: readonly TimeObstacle[] = [],
): TimeObstacle[] {
  const all: TimeObstacle[] = [];
  let view = lifted.reduce(without, viewAt(facts, start));
  for (const rule of slotRefusals) {
    // Each is looked at with those before it lifted, so that none is named for what another one does.
    const found = rules[rule].find(view);
    view = found.reduce(without, view);
    all.push(...found);
  }
  return all;
}

/** What the rules look at. A lifted rule has let go of its part: no earliest, no latest, more open time, less that is taken. */
type View = {
  readonly facts: TraceFacts;
  readonly visit: Interval;
  readonly earliest: { readonly now: number; readonly byNotice: number };
  readonly latest: number;
  /** When it is open, and the rows whose grids count. */
  readonly open: readonly Interval[];
  readonly grids: readonly Interval[];
  readonly busy: readonly Busy[];
  readonly rooms: readonly RoomFacts[] | null;
};

type Rule = {
  readonly find: (view: View) => readonly TimeObstacle[];
  readonly lift: (view: View, obstacle: TimeObstacle) => View;
};

/** A new rule of the engine is one more entry here: what it finds, and how it lets go. */
const rules: Readonly<Record<SlotRefusal, Rule>> = {
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
  outside_hours: {
    find: ({ facts: { practitioner, service }, visit, open }) =>
      fitting(openTime(open), service).some(({ first, last }) => first <= visit.start && visit.start <= last)
        ? []
        : [{ rule: "outside_hours", ...hoursMissed(practitioner, visit, open) }],
    lift: (view) => ({
      ...view,
      open: [...view.open, view.visit],
      // Hours that are carried on keep their grid; where there were none, they begin with the visit.
      grids: isOpen(view.grids, view.visit.start) ? view.grids : [...view.grids, view.visit],
    }),
  },
  off_grid: {
    find: ({ facts: { practitioner, service }, visit, grids }) =>
      gridStarts(grids, service.stepMin, visit.start, visit.start + 1).length > 0
        ? []
        : [
            {
              rule: "off_grid",
              stepMin: service.stepMin,
              ...nearestStarts(practitioner, service.stepMin, visit.start),
            },
          ],
    lift: (view) => ({ ...view, grids: [...view.grids, view.visit] }),
  },
  slot_taken: {
    find: (view) =>
      view.busy
        .filter(inTheWay(view))
        .toSorted((a, b) => a.start - b.start)
        .map((busy) => ({ rule: "slot_taken", busy })),
    lift: (view, obstacle) => ({
      ...view,
      busy: view.busy.filter((busy) => obstacle.rule !== "slot_taken" || busy !== obstacle.busy),
    }),
  },
  no_room: {
    find: (view) => {
      if (view.rooms === null) return [];
      const rooms = view.rooms.map((room) => ({ ...room, busy: room.busy.filter(inTheWay(view)) }));
      return rooms.every(({ busy }) => busy.length > 0) ? [{ rule: "no_room", rooms }] : [];
    },
    lift: (view) => ({ ...view, rooms: null }),
  },
};

function without(view: View, obstacle: TimeObstacle): View {
  return rules[obstacle.rule].lift(view, obstacle);
}

function viewAt(facts: TraceFacts, start: Instant): View {
  const { practitioner, service, rooms, now } = facts;
  const visit = visitOf(start, service);
  const rows = openRows(practitioner, visit);
  return {
    facts,
    visit,
    // Without a notice only the past is in the way of the past.
    earliest: { now, byNotice: service.minNoticeMin > 0 ? noticeEnd(facts) : Number.NEGATIVE_INFINITY },
    latest: horizonEnd(facts, practitioner.zone),
    open: rows,
    grids: rows,
    busy: practitioner.busy,
    rooms: rooms ?? null,
  };
}

function openTime(rows: readonly Interval[]): Interval[] {
  return joined(rows.toSorted((a, b) => a.start - b.start));
}

function isOpen(rows: readonly Interval[], at: Instant): boolean {
  return rows.some(({ start, end }) => start <= at && at < end);
}

function inTheWay({ visit, facts }: View): (busy: Busy) => boolean {
  const here = [{ first: visit.start, last: visit.start }];
  return (busy) => clearOf([busy], here, facts.service).length === 0;
}

function hoursMissed(
  practitioner: PractitionerFacts,
  visit: Interval,
  rows: readonly Interval[],
): Values["outside_hours"] {
  const { zone } = practitioner;
  const around = openTime(rows).find(({ start, end }) => start <= visit.start && visit.start < end);
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
  return { ...said, openUntil: around?.end ?? null, closedNext: isCut ? next.date : null };
}

function nearestStarts(
  practitioner: PractitionerFacts,
  stepMin: number,
  start: Instant,
): { readonly before: Instant | null; readonly after: Instant | null } {
  const reach = interval(instant(start - dayMs), instant(start + dayMs));
  const starts = gridStarts(openRows(practitioner, reach), stepMin, reach.start, reach.end);
  const before = starts.findLast((one) => one < start);
  const after = starts.find((one) => one > start);
  return {
    before: before === undefined ? null : instant(before),
    after: after === undefined ? null : instant(after),
  };
}
