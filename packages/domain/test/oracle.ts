import type { SlotQuestion, SlotRefusal } from "../src/scheduling/index.ts";
import { asWeekday } from "../src/time/index.ts";

/**
 * The rules of the slots command, minute by minute, straight from their text. Slow and, it is hoped, obviously right: no sweep, no
 * table of changes, nothing of the engine's. A clock is read from `Intl` as a person would read it from the wall, and a wall-clock time
 * is looked for among its readings. Whole minutes only, from 2011 on.
 */
export function slotsByTheMinute(question: SlotQuestion): { start: number; practitionerIds: string[] }[] {
  const { window, mode, practitioners } = question;
  const diaries = practitioners.map((practitioner) => ({
    id: practitioner.id,
    ...judgeByTheMinute(question, practitioner),
  }));
  const found: { start: number; practitionerIds: string[] }[] = [];
  for (let start: number = window.start; start < window.end; start += minuteMs) {
    if (!diaries.some(({ isOnGrid }) => isOnGrid(start))) continue;
    const judged = diaries.map(({ id, judge }) => ({ id, against: judge(start) }));
    const bookable = judged.filter(({ against }) => against.length === 0);
    const free = judged.filter(({ against }) => against.every((reason) => reason === "off_grid"));
    // All together: anyone's grid will do. Otherwise each one's own.
    const who = mode !== "all" ? bookable : free.length === judged.length && bookable.length > 0 ? free : [];
    if (who.length > 0) found.push({ start, practitionerIds: who.map(({ id }) => id) });
  }
  return found;
}

/** The minutes of the window that are open. */
export function openMinutes(hours: Hours, window: SlotQuestion["window"]): number[] {
  const { isOpen } = hoursByTheMinute(hours, window);
  const minutes: number[] = [];
  for (let at: number = window.start; at < window.end; at += minuteMs) if (isOpen(at)) minutes.push(at);
  return minutes;
}

/** Every rule that stands against a start, for one practitioner; the start lies within a day before the window and four after it. */
export function judgeByTheMinute(question: SlotQuestion, practitioner: Practitioner) {
  const { now, rooms, devices, horizonDays } = question;
  const { notesMin = 0 } = practitioner; // as if the buffer of every service were longer by it
  const service = { ...question.service, bufferAfterMin: question.service.bufferAfterMin + notesMin };
  const { rows, isOpen, dateOf } = hoursByTheMinute(practitioner, question.window);
  const stepMs = service.stepMin * minuteMs;
  const isOnGrid = (start: number) =>
    rows.some((row) => row.start <= start && start < row.end && (start - row.start) % stepMs === 0);
  const judge = (start: number): SlotRefusal[] => {
    const reasons: SlotRefusal[] = [];
    if (start < now) reasons.push("past");
    if (start < now + service.minNoticeMin * minuteMs) reasons.push("too_soon");
    else if (service.minNoticeDays && dateOf(start) < dateOf(now) + service.minNoticeDays)
      reasons.push("too_soon");
    if (typeof horizonDays === "number" && dateOf(start) > dateOf(now) + horizonDays)
      reasons.push("beyond_horizon");
    const [before, after] = service.buffersInHours
      ? [service.bufferBeforeMin, service.bufferAfterMin]
      : [0, 0];
    const wanted = minutesFrom(start - before * minuteMs, before + service.durationMin + after);
    const { licensedUntil } = practitioner;
    const isLicensed = !licensedUntil || dateText(dateOf(start)) <= licensedUntil;
    const isReached = (at: number) =>
      practitioner.supervision?.times.some((time) => time.start <= at && at < time.end) ?? true;
    if (!isLicensed || !wanted.every(isOpen) || !minutesFrom(start, service.durationMin).every(isReached))
      reasons.push("outside_hours");
    if (!isOnGrid(start)) reasons.push("off_grid");
    if (practitioner.full?.some((full) => full.start <= start && start < full.end))
      reasons.push("fully_booked");
    const ends = start + service.durationMin * minuteMs;
    const isTaken =
      service.bufferSum === "max"
        ? practitioner.busy.some((taken) => isTooNear(start, taken, service))
        : !isClear(start, practitioner.busy, service);
    if (isTaken) reasons.push("slot_taken");
    const isTooFar = practitioner.journeys?.some(
      (visit) =>
        visit.start - ends < visit.travelMin * minuteMs && start - visit.end < visit.travelMin * minuteMs,
    );
    if (isTooFar) reasons.push("no_travel_time");
    if (practitioner.breaks && isWithoutBreak({ start, end: ends }, practitioner.breaks))
      reasons.push("no_break");
    if (rooms && !rooms.some((room) => isFree(start, room, service))) reasons.push("no_room");
    if (devices && !devices.some((device) => isFree(start, device, service))) reasons.push("no_device");
    return reasons;
  };
  return { judge, isOnGrid };
}

/** Whether a visit, with all that follow it or that it follows without the break, lasts too long; by itself it never does. */
function isWithoutBreak(
  visit: { readonly start: number; readonly end: number },
  { afterMin, pauseMin, visits }: NonNullable<Practitioner["breaks"]>,
): boolean {
  const together = [visit];
  for (let known = 0; known < together.length; ) {
    known = together.length;
    for (const other of visits) {
      const follows = together.some(
        (one) => other.start - one.end < pauseMin * minuteMs && one.start - other.end < pauseMin * minuteMs,
      );
      if (follows && !together.includes(other)) together.push(other);
    }
  }
  const first = Math.min(...together.map(({ start }) => start));
  const last = Math.max(...together.map(({ end }) => end));
  return together.length > 1 && last - first > afterMin * minuteMs;
}

type Practitioner = SlotQuestion["practitioners"][number];
type Hours = Pick<
  Practitioner,
  "zone" | "hoursZone" | "travels" | "weekly" | "overrides" | "opening" | "closures" | "timeOff"
>;

const minuteMs = 60_000;
const dayMin = 1440;

function hoursByTheMinute(hours: Hours, window: SlotQuestion["window"]) {
  const { zone, hoursZone = zone, travels = [], opening } = hours;
  const first = Math.floor(window.start / minuteMs) - 6 * dayMin;
  const clock = (of: string) => clockByTheMinute(first, Math.ceil(window.end / minuteMs) + 10 * dayMin, of);
  const place = clock(zone);
  const bits = (intervals: readonly { start: number; end: number }[]) => {
    const set = new Uint8Array(place.length); // 1 for each minute that is in one of them
    for (const { start, end } of intervals) set.fill(1, start / minuteMs - first, end / minuteMs - first);
    return set;
  };
  let rows: { start: number; end: number }[];
  if (hoursZone === zone && travels.length === 0) rows = rowsByTheMinute(hours, place, () => true);
  else {
    const isIn = ({ firstDate, lastDate }: (typeof travels)[number], date: string) =>
      firstDate <= date && date <= lastDate;
    const whole = { ...hours, opening: undefined, closures: [] };
    rows = rowsByTheMinute(whole, clock(hoursZone), (date) => !travels.some((one) => isIn(one, date)));
    for (const one of travels)
      rows.push(...rowsByTheMinute(whole, clock(one.zone), (date) => isIn(one, date)));
    if (opening) {
      const weekly = opening.flatMap((range, weekday) =>
        range === null ? [] : [{ weekday: asWeekday(weekday), start: range[0], end: range[1] }],
      );
      const open = bits(rowsByTheMinute({ zone, weekly, overrides: [] }, place, () => true));
      rows = rows.flatMap((row) => runsOf(row, (at) => open[at / minuteMs - first] === 1));
    }
    const shut = shutTimes(hours.closures ?? [], place);
    rows = rows
      .filter(({ start }) => !shut.isShutAllDay(place.dayAt(start / minuteMs - first)))
      .flatMap((row) => runsOf(row, (at) => !shut.isShut(at)));
  }
  const open = bits(rows);
  return {
    rows,
    isOpen: (at: number) => open[at / minuteMs - first] === 1,
    dateOf: (at: number) => place.dayAt(at / minuteMs - first),
  };
}

/** The stretches of an interval in whose every minute something holds. */
function runsOf(
  { start, end }: { start: number; end: number },
  holds: (at: number) => boolean,
): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let at = start; at < end; at += minuteMs) {
    if (!holds(at)) continue;
    const last = runs.at(-1);
    if (last?.end === at) last.end += minuteMs;
    else runs.push({ start: at, end: at + minuteMs });
  }
  return runs;
}

/** What the clock on the wall shows at each minute of more than two weeks. */
function clockByTheMinute(first: number, until: number, zone: string) {
  const wall = wallMinutes(first, until, zone);
  const dayAt = (index: number) => Math.floor((wall[index] ?? Number.NaN) / dayMin);
  const days = new Set<number>();
  for (const shown of wall) days.add(Math.floor(shown / dayMin));
  /** The first instant at which the clock shows this time or a later one; looked for from the day before on. */
  const instantOf = (day: number, minute: number) => {
    const wanted = day * dayMin + minute;
    let index = Math.max(0, wanted - (wall[0] ?? 0) - dayMin);
    while ((wall[index] ?? wanted) < wanted) index += 1;
    return (first + index) * minuteMs;
  };
  return { length: wall.length, dayAt, days, instantOf };
}

/** When these dates, or these hours of a date, are closed on one clock: at each minute, and all day. */
function shutTimes(
  closures: NonNullable<Hours["closures"]>,
  { instantOf }: Pick<ReturnType<typeof clockByTheMinute>, "instantOf">,
) {
  const shut = closures.map(({ firstDate, lastDate, part }) => {
    const [first, last] = [dayOf(firstDate), dayOf(lastDate)];
    const [from, to] = part ?? ["00:00", "24:00"];
    return {
      start: instantOf(first, minutesOf(from)),
      end: instantOf(last, minutesOf(to)),
      isAllDay: (day: number) => part === null && first <= day && day <= last,
    };
  });
  return {
    isShut: (at: number) => shut.some(({ start, end }) => start <= at && at < end),
    isShutAllDay: (day: number) => shut.some(({ isAllDay }) => isAllDay(day)),
  };
}

/** The rows of the dates that are meant, by one clock. */
function rowsByTheMinute(
  { weekly, overrides, opening, closures = [], timeOff = [] }: Hours,
  { length, dayAt, days, instantOf }: ReturnType<typeof clockByTheMinute>,
  isMeant: (date: string) => boolean,
) {
  const saying = (kind: string) => overrides.filter((one) => (one.kind ?? "hours") === kind);
  const blocked = saying("blocked").flatMap(({ date, blocks }) =>
    (blocks.length === 0 ? [null] : blocks).map((part) => ({ firstDate: date, lastDate: date, part })),
  );
  const shut = shutTimes([...closures, ...timeOff, ...blocked], { instantOf });
  const rows: { start: number; end: number }[] = [];
  for (let day = dayAt(0) + 1; day < dayAt(length - 1) - 2; day += 1) {
    if (!days.has(day)) continue; // a date that the zone skipped
    if (!isMeant(dateText(day)) || shut.isShutAllDay(day)) continue;
    const ofDate = saying("hours").filter(({ date }) => date === dateText(day));
    const ofNextDate = saying("hours").filter(({ date }) => date === dateText(day + 1));
    const more = saying("extra").filter(({ date }) => date === dateText(day));
    const closedNext = ofNextDate.length > 0 && ofNextDate.every(({ blocks }) => blocks.length === 0);
    const applying: readonly (readonly [string, string])[] =
      ofDate.length > 0
        ? ofDate.flatMap(({ blocks }) => blocks)
        : weekly
            .filter(({ weekday }) => weekday === new Date(day * dayMin * minuteMs).getUTCDay())
            .filter(({ effectiveFrom }) => !effectiveFrom || effectiveFrom <= dateText(day))
            .filter((row) => isWeekOf(row, day))
            .filter(({ effectiveUntil }) => !effectiveUntil || dateText(day) <= effectiveUntil)
            .map(({ start, end }) => [start, end]);
    for (const [from, to] of [...applying, ...more.flatMap(({ blocks }) => blocks)]) {
      const until = minutesOf(to) + (to <= from ? dayMin : 0);
      const ends = until > dayMin && closedNext ? dayMin : until;
      for (const piece of openPieces(opening, { day, from: minutesOf(from), until: ends })) {
        const start = instantOf(day, piece.from);
        const end = instantOf(day, piece.until);
        if (start < end) rows.push(...runsOf({ start, end }, (at) => !shut.isShut(at)));
      }
    }
  }
  return rows;
}

/** The stretches of one row on the wall, in minutes after its day's midnight, at each minute of which the place is open. */
function openPieces(
  opening: Hours["opening"],
  { day, from, until }: { day: number; from: number; until: number },
): { from: number; until: number }[] {
  const pieces: { from: number; until: number }[] = [];
  for (let minute = from; minute < until; minute += 1) {
    if (!isPlaceOpen(opening, day * dayMin + minute)) continue;
    const last = pieces.at(-1);
    if (last?.until === minute) last.until += 1;
    else pieces.push({ from: minute, until: minute + 1 });
  }
  return pieces;
}

/** Whether the place is open at this minute of the wall: by the hours of its weekday, or by those of yesterday that run into it. */
function isPlaceOpen(opening: Hours["opening"], wallMinute: number): boolean {
  if (!opening) return true;
  const minute = wallMinute % dayMin;
  const weekday = new Date(wallMinute * minuteMs).getUTCDay();
  const [today, yesterday] = [opening[weekday], opening[(weekday + 6) % 7]];
  if (today && minutesOf(today[0]) <= minute && (today[1] <= today[0] || minute < minutesOf(today[1])))
    return true;
  return Boolean(yesterday && yesterday[1] <= yesterday[0] && minute < minutesOf(yesterday[1]));
}

/** Whether hours of every so many weeks are worked in the week of this day, counted by going from one such day to the next. */
function isWeekOf({ everyWeeks = 1, effectiveFrom, weekday }: Hours["weekly"][number], day: number): boolean {
  if (everyWeeks === 1 || !effectiveFrom) return true;
  const time = new Date(`${effectiveFrom}T00:00:00Z`);
  while (time.getUTCDay() !== weekday) time.setUTCDate(time.getUTCDate() + 1);
  while (time.getTime() < day * dayMin * minuteMs) time.setUTCDate(time.getUTCDate() + 7 * everyWeeks);
  return time.getTime() === day * dayMin * minuteMs;
}

function isClear(start: number, busy: Practitioner["busy"], service: SlotQuestion["service"]): boolean {
  const from = start - service.bufferBeforeMin * minuteMs;
  const until = start + (service.durationMin + service.bufferAfterMin) * minuteMs;
  return !busy.some((taken) => taken.start < taken.end && taken.start < until && taken.end > from);
}

/** Whether less than the longer of two buffers lies between a visit and another one, or nothing at all. */
function isTooNear(
  start: number,
  taken: Practitioner["busy"][number],
  service: SlotQuestion["service"],
): boolean {
  if (taken.start >= taken.end) return false;
  const visit = taken.visit ?? taken;
  const ends = start + service.durationMin * minuteMs;
  const [theirBefore, theirAfter] = [visit.start - taken.start, taken.end - visit.end];
  if (ends <= visit.start)
    return visit.start - ends < Math.max(service.bufferAfterMin * minuteMs, theirBefore);
  if (visit.end <= start) return start - visit.end < Math.max(service.bufferBeforeMin * minuteMs, theirAfter);
  return true;
}

/** A room is in use a while longer than the people: until it is clean again. */
function isFree(
  start: number,
  { busy, cleaningMin = 0 }: NonNullable<SlotQuestion["rooms"]>[number],
  service: SlotQuestion["service"],
): boolean {
  return isClear(start, busy, { ...service, bufferAfterMin: service.bufferAfterMin + cleaningMin });
}

function minutesFrom(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, minute) => start + minute * minuteMs);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00Z`) / minuteMs / dayMin;
}

function dateText(day: number): string {
  return new Date(day * dayMin * minuteMs).toISOString().slice(0, 10);
}

/**
 * What the wall shows from minute to minute, in minutes since 1970 as if the zone were UTC. The clock is read every hour, and every minute
 * of an hour in which it changed.
 */
function wallMinutes(from: number, until: number, zone: string): number[] {
  const shown: number[] = [];
  for (let hour = from; hour < until; hour += 60) {
    const reading = readClock(hour, zone);
    const changed = readClock(hour + 60, zone) !== reading + 60;
    for (let minute = 0; minute < 60; minute += 1)
      shown.push(changed ? readClock(hour + minute, zone) : reading + minute);
  }
  return shown;
}

const clocks = new Map<string, { format: Intl.DateTimeFormat; readings: Map<number, number> }>();

function readClock(minute: number, timeZone: string): number {
  const clock = clocks.get(timeZone) ?? {
    format: new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }),
    readings: new Map<number, number>(),
  };
  clocks.set(timeZone, clock);
  const known = clock.readings.get(minute);
  if (known !== undefined) return known;
  const text = clock.format.format(minute * minuteMs); // "2027-03-14 03:00"
  const reading = Date.parse(`${text.replace(" ", "T")}Z`) / minuteMs;
  clock.readings.set(minute, reading);
  return reading;
}
