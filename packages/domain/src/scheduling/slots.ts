import type { AppointmentId, PractitionerId, RoomId } from "../ids.ts";
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
import type { ServiceRules } from "./service-rules.ts";

/** Time that is taken. For an appointment: its blocked range (with its own buffers) and its id, so that a move can ignore it. */
export type Busy = Interval & { readonly appointmentId?: AppointmentId };

/** One practitioner's hours (at the place asked for) and taken time (at every place), in any order. */
export type PractitionerFacts = Hours & { readonly id: PractitionerId; readonly busy: readonly Busy[] };

/** One room of the pool that the visit may take place in, preferred rooms first. */
export type RoomFacts = { readonly id: RoomId; readonly busy: readonly Busy[] };

/** What every offer and every commit is judged by; `now` is the database's. */
export type BookingRules = {
  readonly now: Instant;
  readonly service: ServiceRules;
  /** How many dates after today (of the hours' zone) can be booked, the last one wholly (ec-C12). Absent: no limit. */
  readonly horizonDays?: number | null;
  /** The pool of which one room must be free for the visit with its buffers. Absent: the visit needs no room. */
  readonly rooms?: readonly RoomFacts[] | null;
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

/** Where a whole visit fits into open time. */
export function fitting(open: readonly Interval[], service: ServiceRules): StartRange[] {
  const visitMs = service.durationMin * minuteMs;
  const starts: StartRange[] = [];
  for (const { start, end } of open) {
    if (start + visitMs <= end) starts.push({ first: start, last: end - visitMs });
  }
  return starts;
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
  for (const { first, last } of starts) {
    let from = Math.max(first, lostUntil);
    for (let block = taken[next]; block !== undefined && block.start - leadMs < last; block = taken[next]) {
      next += 1;
      if (block.start >= block.end) continue; // no length, so it blocks nothing
      if (from <= block.start - leadMs) clear.push({ first: from, last: block.start - leadMs });
      lostUntil = Math.max(lostUntil, block.end + trailMs);
      from = Math.max(from, lostUntil);
    }
    if (from <= last) clear.push({ first: from, last });
  }
  return clear;
}

/** The starts for which one of the rooms is free; null when the visit needs no room. */
export function housing({ rooms, service }: BookingRules): readonly StartRange[] | null {
  return rooms ? union(rooms.flatMap((room) => clearOf(room.busy, anyTime, service))) : null;
}

const anyTime = [{ first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY }];

/** Grid times `row start + k * step` of each row in `from <= start < until`; the window never moves the grid. */
export function gridStarts(
  rows: readonly Interval[],
  stepMin: number,
  from: number,
  until: number,
): number[] {
  return startsWithin([{ first: from, last: until - 1 }], rows, stepMin);
}

/** First instant that is too far ahead: the start of the date after the horizon's last date. */
export function horizonEnd({ now, horizonDays }: BookingRules, zone: TimeZone): number {
  if (horizonDays === undefined || horizonDays === null) return Number.POSITIVE_INFINITY;
  return resolveWallTime(addDays(localDate(now, zone), horizonDays + 1), "00:00", zone);
}

/** First instant that is far enough ahead; the notice is elapsed time (ec-C9) and exactly enough is enough (ec-C11). */
export function noticeEnd({ now, service }: BookingRules): number {
  return now + service.minNoticeMin * minuteMs;
}

type Diary = {
  readonly id: PractitionerId;
  readonly rows: readonly Interval[];
  readonly free: readonly StartRange[];
};

function diaryOf(practitioner: PractitionerFacts, question: SlotQuestion): Diary {
  const { service, window } = question;
  const from = Math.max(window.start, noticeEnd(question));
  const until = Math.min(window.end, horizonEnd(question, practitioner.zone));
  if (until <= from) return { id: practitioner.id, rows: [], free: [] };
  const reach = interval(instant(from), instant(until + service.durationMin * minuteMs));
  const rows = openRows(practitioner, reach);
  const asked = intersection([{ first: from, last: until - 1 }], fitting(joined(rows), service));
  return { id: practitioner.id, rows, free: clearOf(practitioner.busy, asked, service) };
}

/** Each one's own grid and free time, and who is free for each start. */
function slotsOfAny(diaries: readonly Diary[], question: SlotQuestion): Slot[] {
  const { stepMin } = question.service;
  if (diaries.length === 0) return [];
  const housed = housing(question);
  const startsOfEach = diaries.map(({ free, rows }) =>
    startsWithin(housed === null ? free : intersection(free, housed), rows, stepMin),
  );
  const starts = startsOfEach.reduce(merged);
  const whoIsFree = starts.map((): PractitionerId[] => []);
  for (const [index, { id }] of diaries.entries()) {
    let next = 0;
    for (const start of startsOfEach[index] ?? []) {
      while (next < starts.length && (starts[next] ?? 0) < start) next += 1;
      whoIsFree[next]?.push(id);
    }
  }
  return starts.map((start, index) => slotAt(start, whoIsFree[index] ?? [], question));
}

/** Starts of anyone's grid at which all are free; one practitioner is all of one. */
function slotsTogether(diaries: readonly Diary[], question: SlotQuestion): Slot[] {
  const [first, ...others] = diaries;
  if (first === undefined) return [];
  const housed = housing(question);
  const together = others.reduce(
    (free, other) => intersection(free, other.free),
    housed === null ? first.free : intersection(first.free, housed),
  );
  const practitionerIds = diaries.map(({ id }) => id);
  return diaries
    .map(({ rows }) => startsWithin(together, rows, question.service.stepMin))
    .reduce(merged)
    .map((start) => slotAt(start, practitionerIds, question));
}

function slotAt(start: number, practitionerIds: readonly PractitionerId[], { service }: BookingRules): Slot {
  return { start: instant(start), end: instant(start + service.durationMin * minuteMs), practitionerIds };
}

/** The grid times of rows that lie within ranges; rows and ranges ascend. */
function startsWithin(ranges: readonly StartRange[], rows: readonly Interval[], stepMin: number): number[] {
  const stepMs = stepMin * minuteMs;
  const starts: number[] = [];
  let next = 0;
  for (const row of rows) {
    while (next < ranges.length && (ranges[next]?.last ?? 0) < row.start) next += 1;
    for (let index = next; index < ranges.length; index += 1) {
      const range = ranges[index];
      if (range === undefined || range.first >= row.end) break;
      const skipped = Math.max(0, Math.ceil((range.first - row.start) / stepMs));
      const last = Math.min(range.last, row.end - 1);
      for (let start = row.start + skipped * stepMs; start <= last; start += stepMs) starts.push(start);
    }
  }
  return ascendingOnce(starts);
}

/** All times of two ascending lists, ascending and without repeats. */
function merged(a: number[], b: number[]): number[] {
  const all: number[] = [];
  let inA = 0;
  let inB = 0;
  while (inA < a.length && inB < b.length) {
    const ofA = a[inA] ?? 0;
    const ofB = b[inB] ?? 0;
    all.push(Math.min(ofA, ofB));
    if (ofA <= ofB) inA += 1;
    if (ofB <= ofA) inB += 1;
  }
  return all.concat(inA < a.length ? a.slice(inA) : b.slice(inB));
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

/** Ascending and without repeats: rows of hours that overlap give the same or interleaved times (ec-B9). */
function ascendingOnce(starts: number[]): number[] {
  let previous = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    if (start <= previous) return [...new Set(starts)].sort((a, b) => a - b);
    previous = start;
  }
  return starts;
}
