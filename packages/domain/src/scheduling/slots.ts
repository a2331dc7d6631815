import type { AppointmentId, PractitionerId, ResourceId } from "../ids.ts";
import {
  addDays,
  type Instant,
  type Interval,
  instant,
  interval,
  localDate,
  minuteMs,
  resolveWallTime,
  type TimeZone,
} from "../time/index.ts";
import { type Hours, joined, openRows } from "./availability.ts";
import { type Breaks, startsWithoutBreak } from "./breaks.ts";
import type { FullTime } from "./caps.ts";
import { blockedRange } from "./occupancy.ts";
import { bare, givenBy, type Notice, type ServiceRules } from "./service-rules.ts";
import type { Supervision } from "./supervision.ts";
import { type Journey, onTheWay } from "./travel.ts";
import { type Licensed, licenceEnd } from "./licence.ts";

/** Time that is taken. For an appointment: its blocked range (with its own buffers) and its id, so that a move can ignore it. */
export type Busy = Interval & {
  readonly appointmentId?: AppointmentId;
  /** Of an appointment, where the longer of two buffers counts: the visit without its own. Absent: nothing of it is a buffer. */
  readonly visit?: Interval;
  /** By a calendar that is kept elsewhere, of which nothing else is known. Absent: by this studio's own. */
  readonly elsewhere?: true;
};

/** One practitioner's hours (at the place asked for) and taken time (at every place), in any order. */
export type PractitionerFacts = Hours &
  Licensed & {
    readonly id: PractitionerId;
    readonly busy: readonly Busy[];
    /** Those of these visits that are at another place than the one asked for, in any order. */
    readonly journeys?: readonly Journey[];
    /** So many minutes they keep free after each visit, beside the service's own buffer. Absent: none. */
    readonly notesMin?: number;
    /** After how many minutes of visits they need a break, with their visits. Absent or null: they do without. */
    readonly breaks?: Breaks | null;
    /** When their supervisor can be reached, where the service needs it. Absent or null: it does not. */
    readonly supervision?: Supervision | null;
    /** Dates and weeks in which a cap leaves no further place, in any order. */
    readonly full?: readonly FullTime[];
  };

/** A room or a device of a pool, and when others have it: ranges of its own, which may outlast those of the people (ec-E7). */
export type ResourceFacts = {
  readonly id: ResourceId;
  readonly busy: readonly Busy[];
  /** So many minutes after a visit's own block nobody can have it. Absent: none. */
  readonly cleaningMin?: number;
  /** Liked best by the service (ec-E4). Absent: as good as any other. */
  readonly isPreferred?: boolean;
};

/** What every offer and every commit is judged by; `now` is the database's. */
export type BookingRules = {
  readonly now: Instant;
  readonly service: ServiceRules;
  /** How many dates after today (of the hours' zone) can be booked, the last one wholly (ec-C12). Absent: no limit. */
  readonly horizonDays?: number | null;
  /** The pool of which one room must be free for the visit with its buffers, the ones to try first at its head. Absent: it needs none. */
  readonly rooms?: readonly ResourceFacts[] | null;
  /** The same of devices. */
  readonly devices?: readonly ResourceFacts[] | null;
};

export type SlotQuestion = BookingRules & {
  /** Starts are wanted in `from <= start < to`; a visit may end after it. */
  readonly window: Interval;
  /** The one practitioner, any of several, or all of them together. */
  readonly mode: "single" | "any" | "all";
  readonly practitioners: readonly PractitionerFacts[];
};

/** A bookable time and who is free for it, in the order of the question. */
export type Slot = Interval & { readonly practitionerIds: readonly PractitionerId[] };

/** Every time that can be booked, ascending, without duplicates. The rules are those of `slots-cli.md`. */
export function findSlots(question: SlotQuestion): Slot[] {
  const diaries = question.practitioners.map((practitioner) => diaryOf(practitioner, question));
  return question.mode === "any" ? slotsOfAny(diaries, question) : slotsTogether(diaries, question);
}

/** First and last instant (both included) of a stretch in which a visit may start. */
export type StartRange = { readonly first: number; readonly last: number };

/** Where a whole visit that begins within `asked` fits into open time, with its buffers where the studio wants them inside too (ec-C5). */
export function fitting(
  open: readonly Interval[],
  service: ServiceRules,
  asked: StartRange = anyStart,
): StartRange[] {
  const { durationMin, bufferBeforeMin, bufferAfterMin } = inHours(service);
  const starts: StartRange[] = [];
  for (const { start, end } of open) {
    const first = Math.max(start + bufferBeforeMin * minuteMs, asked.first);
    const last = Math.min(end - (durationMin + bufferAfterMin) * minuteMs, asked.last);
    if (first <= last) starts.push({ first, last });
  }
  return starts;
}

/** What of a visit that starts then has to lie within working hours. */
export function withinHours(start: Instant, service: ServiceRules): Interval {
  return blockedRange(start, inHours(service));
}

function inHours(service: ServiceRules): ServiceRules {
  return service.buffersInHours === true ? service : bare(service);
}

/** The starts at which a visit stands clear of all that its practitioner has, by the rule of the studio for neighbouring buffers (ec-C4). */
export function clearOfOthers(
  busy: readonly Busy[],
  starts: readonly StartRange[],
  service: ServiceRules,
): StartRange[] {
  if (service.bufferSum !== "max") return clearOf(busy, starts, service);
  // Of two buffers that meet the longer one decides, so that each is kept clear of the other visit and not of its buffer.
  const visits = busy.map(({ visit, ...whole }) => visit ?? whole);
  return clearOf(busy, clearOf(visits, starts, service), bare(service));
}

/**
 * The starts at which the visit with its buffers clears all busy time: a start is lost when it lies strictly between
 * `busy.start - duration - bufferAfter` and `busy.end + bufferBefore`.
 */
export function clearOf(
  busy: readonly Interval[],
  starts: readonly StartRange[],
  { durationMin, bufferBeforeMin, bufferAfterMin }: ServiceRules,
): StartRange[] {
  const leadMs = (durationMin + bufferAfterMin) * minuteMs;
  const trailMs = bufferBeforeMin * minuteMs;
  const taken = ascending(busy);
  const clear: StartRange[] = [];
  let next = 0;
  let lostUntil = Number.NEGATIVE_INFINITY; // furthest end so far: busy times may overlap each other
  for (const whole of starts) {
    const { first, last } = whole;
    let from = Math.max(first, lostUntil);
    for (let block = taken[next]; block !== undefined && block.start - leadMs < last; block = taken[next]) {
      next += 1;
      if (block.start >= block.end) continue; // no length, so it blocks nothing
      if (from <= block.start - leadMs) clear.push({ first: from, last: block.start - leadMs });
      lostUntil = Math.max(lostUntil, block.end + trailMs);
      from = Math.max(from, lostUntil);
    }
    if (from <= last) clear.push(from === first ? whole : { first: from, last });
  }
  return clear;
}

/** The starts for which one of the rooms and one of the devices are free for those who keep so much time for notes (ec-E6); null when the visit needs neither. */
function housing(question: BookingRules, notesMin: number): readonly StartRange[] | null {
  const { rooms, devices } = question;
  const service = givenBy(question.service, { notesMin });
  const pools = [rooms, devices].flatMap((pool) => (pool ? [freeInPool(pool, service)] : []));
  return pools.length === 0 ? null : pools.reduce(intersection);
}

/** What a visit takes of a room or a device: its own block, and the cleaning after it. */
export function takenWith({ cleaningMin = 0 }: ResourceFacts, service: ServiceRules): ServiceRules {
  return { ...service, bufferAfterMin: service.bufferAfterMin + cleaningMin };
}

function freeInPool(pool: readonly ResourceFacts[], service: ServiceRules): StartRange[] {
  return union(pool.flatMap((one) => clearOf(one.busy, [anyStart], takenWith(one, service))));
}

const anyStart: StartRange = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/** Grid times `row start + k * step` of each row in `from <= start < until`; the window never moves the grid. */
export function gridStarts(
  rows: readonly Interval[],
  stepMin: number,
  from: number,
  until: number,
): number[] {
  return addStarts([], [{ first: from, last: until - 1 }], rows, stepMin);
}

/** First instant that is too far ahead: the start of the date after the horizon's last date. */
export function horizonEnd({ now, horizonDays }: BookingRules, zone: TimeZone): number {
  if (horizonDays === undefined || horizonDays === null) return Number.POSITIVE_INFINITY;
  return resolveWallTime(addDays(localDate(now, zone), horizonDays + 1), "00:00", zone);
}

/**
 * First instant that is far enough ahead: by its minutes, which are elapsed time and of which exactly enough is enough (ec-C11), and by
 * its dates, which are those of the calendar, so that "one day before" is any time of the day before (ec-C9).
 */
export function noticeEnd(
  { now, service }: { readonly now: Instant; readonly service: Notice },
  zone: TimeZone,
): number {
  const { minNoticeMin, minNoticeDays = 0 } = service;
  const elapsed = now + minNoticeMin * minuteMs;
  if (minNoticeDays === 0) return elapsed;
  return Math.max(elapsed, resolveWallTime(addDays(localDate(now, zone), minNoticeDays), "00:00", zone));
}

type Diary = {
  readonly id: PractitionerId;
  readonly notesMin: number;
  readonly rows: readonly Interval[];
  readonly free: readonly StartRange[];
};

function diaryOf(practitioner: PractitionerFacts, question: SlotQuestion): Diary {
  const { window } = question;
  const { id, notesMin = 0 } = practitioner;
  const service = givenBy(question.service, practitioner);
  const from = Math.max(window.start, noticeEnd(question, practitioner.zone));
  const { zone } = practitioner;
  const until = Math.min(window.end, horizonEnd(question, zone), licenceEnd(practitioner, zone));
  if (until <= from) return { id, notesMin, rows: [], free: [] };
  const reach = interval(withinHours(instant(from), service).start, withinHours(instant(until), service).end);
  const rows = openRows(practitioner, reach);
  const { full = [], journeys, busy, breaks, supervision } = practitioner;
  const open = fitting(joined(rows), service, { first: from, last: until - 1 });
  const asked = supervision ? intersection(open, fitting(joined(supervision.times), bare(service))) : open;
  const free = clearOfOthers(busy, asked, service);
  const clear = journeys?.length ? clearOf(onTheWay(journeys), free, bare(service)) : free;
  const lost = breaks ? [...full, ...startsWithoutBreak(breaks, service)] : full;
  return { id, notesMin, rows, free: lost.length > 0 ? intersection(clear, notIn(lost)) : clear };
}

/** The starts that none of these holds; instants are whole milliseconds. */
function notIn(lost: readonly Interval[]): StartRange[] {
  const left: StartRange[] = [];
  let first = Number.NEGATIVE_INFINITY;
  for (const { start, end } of ascending(lost)) {
    if (first < start) left.push({ first, last: start - 1 });
    first = Math.max(first, end);
  }
  return [...left, { first, last: Number.POSITIVE_INFINITY }];
}

/** Each one's own grid and free time, and who is free for each start. */
function slotsOfAny(diaries: readonly Diary[], question: SlotQuestion): Slot[] {
  const { service } = question;
  const byNotes = new Map<number, readonly StartRange[] | null>();
  for (const { notesMin } of diaries)
    if (!byNotes.has(notesMin)) byNotes.set(notesMin, housing(question, notesMin));
  // One list of all: each one's starts, and `never` behind them. Many short lists take twice as long to write and to read.
  const starts: number[] = [];
  const next = diaries.map(({ rows, free, notesMin }) => {
    const first = starts.length;
    const housed = byNotes.get(notesMin) ?? null;
    addStarts(starts, housed === null ? free : intersection(free, housed), rows, service.stepMin);
    starts.push(never);
    return first;
  });
  const slots: Slot[] = [];
  let upcoming = next.reduce((earliest, first) => Math.min(earliest, starts[first] ?? never), never);
  while (upcoming < never) {
    const start = upcoming;
    const practitionerIds: PractitionerId[] = [];
    upcoming = never;
    let who = 0;
    for (const { id } of diaries) {
      const at = next[who] ?? 0;
      let head = starts[at] ?? never;
      if (head === start) {
        practitionerIds.push(id);
        next[who] = at + 1;
        head = starts[at + 1] ?? never;
      }
      if (head < upcoming) upcoming = head;
      who += 1;
    }
    slots.push(slotAt(start, practitionerIds, service));
  }
  return slots;
}

const never = Number.POSITIVE_INFINITY;

/** Starts of anyone's grid at which all are free; one practitioner is all of one. */
function slotsTogether(diaries: readonly Diary[], question: SlotQuestion): Slot[] {
  const { service } = question;
  const stepMs = service.stepMin * minuteMs;
  const [first, ...others] = diaries;
  if (first === undefined) return [];
  const housed = housing(question, Math.max(...diaries.map(({ notesMin }) => notesMin)));
  const together = others.reduce(
    (free, other) => intersection(free, other.free),
    housed === null ? first.free : intersection(first.free, housed),
  );
  const rows = others.length === 0 ? first.rows : ascending(diaries.flatMap((diary) => diary.rows));
  const practitionerIds = diaries.map(({ id }) => id);
  const slots: Slot[] = [];
  for (const run of gridRuns(together, rows, service.stepMin)) {
    for (let start = run.first; start <= run.last; start += stepMs)
      slots.push(slotAt(start, practitionerIds, service));
  }
  return slots;
}

function slotAt(
  start: number,
  practitionerIds: readonly PractitionerId[],
  { durationMin }: ServiceRules,
): Slot {
  return { start: instant(start), end: instant(start + durationMin * minuteMs), practitionerIds };
}

/**
 * Runs of grid times, a step apart, from the first of each run to its last: the times `row start + k * step` of rows that lie within ranges.
 * Rows and ranges ascend; so do the runs, and none of their times comes twice.
 */
function gridRuns(ranges: readonly StartRange[], rows: readonly Interval[], stepMin: number): StartRange[] {
  const stepMs = stepMin * minuteMs;
  const runs: StartRange[] = [];
  let next = 0;
  for (const { start: opens, end: closes } of rows) {
    while (next < ranges.length && (ranges[next]?.last ?? never) < opens) next += 1;
    for (let index = next; index < ranges.length; index += 1) {
      const range = ranges[index];
      if (range === undefined || range.first >= closes) break;
      const missed = Math.max(0, Math.ceil((range.first - opens) / stepMs));
      const first = opens + missed * stepMs;
      const last = Math.min(range.last, closes - 1);
      if (first === range.first && last === range.last) runs.push(range);
      else if (first <= last) runs.push({ first, last });
    }
  }
  return areApart(rows) ? runs : untangled(runs, stepMs);
}

/** The times of those runs, added to `starts`. */
function addStarts(
  starts: number[],
  ranges: readonly StartRange[],
  rows: readonly Interval[],
  stepMin: number,
): number[] {
  const stepMs = stepMin * minuteMs;
  for (const { first, last } of gridRuns(ranges, rows, stepMin))
    for (let start = first; start <= last; start += stepMs) starts.push(start);
  return starts;
}

function areApart(rows: readonly Interval[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.start < end) return false;
    end = row.end;
  }
  return true;
}

/** Rows that overlap give the same or interleaved times (ec-B9): each time by itself, and once. */
function untangled(runs: readonly StartRange[], stepMs: number): StartRange[] {
  const times = new Set<number>();
  for (const { first, last } of runs) for (let time = first; time <= last; time += stepMs) times.add(time);
  return [...times].sort((a, b) => a - b).map((time) => ({ first: time, last: time }));
}

function intersection(a: readonly StartRange[], b: readonly StartRange[]): StartRange[] {
  const both: StartRange[] = [];
  let index = 0;
  for (const range of a) {
    while (index < b.length && (b[index]?.last ?? 0) < range.first) index += 1;
    for (let other = index; other < b.length; other += 1) {
      const shared = b[other];
      if (shared === undefined || shared.first > range.last) break;
      both.push({ first: Math.max(range.first, shared.first), last: Math.min(range.last, shared.last) });
    }
  }
  return both;
}

function union(ranges: readonly StartRange[]): StartRange[] {
  const all: StartRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const last = all.at(-1);
    if (last === undefined || range.first > last.last) all.push(range);
    else if (range.last > last.last) all[all.length - 1] = { first: last.first, last: range.last };
  }
  return all;
}

/** By start. Most lists come sorted from the database, and looking costs less than sorting. */
function ascending(intervals: readonly Interval[]): readonly Interval[] {
  let previous = Number.NEGATIVE_INFINITY;
  for (const { start } of intervals) {
    if (start < previous) return intervals.toSorted((a, b) => a.start - b.start);
    previous = start;
  }
  return intervals;
}
