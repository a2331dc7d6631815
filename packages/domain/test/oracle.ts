import { Temporal } from "temporal-polyfill";
import { minuteMs } from "../src/time/index.ts";
import type { SlotQuestion } from "../src/scheduling/index.ts";

/**
 * The rules of the slots command, minute by minute, straight from their text. Slow and, it is hoped, obviously right: no sweep, no
 * table, no memory. Whole minutes only.
 */
export function slotsByTheMinute(question: SlotQuestion): { start: number; practitionerIds: string[] }[] {
  const { window, mode, practitioners } = question;
  const found: { start: number; practitionerIds: string[] }[] = [];
  const days = practitioners.map((practitioner) => rowsByTheCalendar(practitioner, window));
  for (let start: number = window.start; start < window.end; start += minuteMs) {
    const onGrid = practitioners.filter((_, index) => isOnGrid(start, days[index] ?? [], question));
    const free = practitioners.filter((one, index) => isBookable(start, days[index] ?? [], one, question));
    const practitionerIds =
      mode === "all"
        ? onGrid.length > 0 && free.length === practitioners.length
          ? free.map(({ id }) => id)
          : []
        : onGrid.filter((one) => free.includes(one)).map(({ id }) => id);
    if (practitionerIds.length > 0) found.push({ start, practitionerIds });
  }
  return found;
}

/** The minutes of the window that are open. */
export function openMinutes(
  hours: Pick<SlotQuestion["practitioners"][number], "zone" | "weekly" | "overrides">,
  window: SlotQuestion["window"],
): number[] {
  const rows = rowsByTheCalendar(hours, window);
  const minutes: number[] = [];
  for (let minute: number = window.start; minute < window.end; minute += minuteMs) {
    if (isOpen(minute, rows)) minutes.push(minute);
  }
  return minutes;
}

/** A wall-clock reading as an instant: the first occurrence of a repeated time, the end of the gap for a skipped one. */
export function resolveByTemporal(reading: Temporal.PlainDateTime, zone: string): number {
  const earlier = reading.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(reading)) return earlier.epochMilliseconds;
  return earlier.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.NaN;
}

type Row = { readonly start: number; readonly end: number };
type Practitioner = SlotQuestion["practitioners"][number];

function rowsByTheCalendar(
  { zone, weekly, overrides }: Pick<Practitioner, "zone" | "weekly" | "overrides">,
  window: SlotQuestion["window"],
): Row[] {
  const first = dateAt(window.start, zone).subtract({ days: 4 });
  const last = dateAt(window.end, zone).add({ days: 4 });
  const rows: Row[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    if (!exists(date, zone)) continue;
    const ofDate = overrides.filter((override) => override.date === date.toString());
    const applying: readonly (readonly [string, string])[] =
      ofDate.length > 0
        ? ofDate.flatMap(({ blocks }) => blocks)
        : weekly
            .filter(({ weekday }) => weekday === date.dayOfWeek % 7)
            .filter(({ effectiveFrom }) => !effectiveFrom || effectiveFrom <= date.toString())
            .filter(({ effectiveUntil }) => !effectiveUntil || date.toString() <= effectiveUntil)
            .map(({ start, end }) => [start, end]);
    for (const [from, to] of applying) {
      const start = resolveByTemporal(reading(date, from), zone);
      const overnight = to <= from;
      const tomorrow = date.add({ days: 1 });
      const closedTomorrow =
        overrides.some((override) => override.date === tomorrow.toString()) &&
        overrides.every((override) => override.date !== tomorrow.toString() || override.blocks.length === 0);
      const end =
        overnight && closedTomorrow
          ? resolveByTemporal(reading(tomorrow, "00:00"), zone)
          : resolveByTemporal(reading(overnight ? tomorrow : date, to), zone);
      if (start < end) rows.push({ start, end });
    }
  }
  return rows;
}

function isOnGrid(start: number, rows: readonly Row[], { service }: SlotQuestion): boolean {
  return rows.some(
    (row) =>
      row.start <= start && start < row.end && (start - row.start) % (service.stepMin * minuteMs) === 0,
  );
}

function isBookable(
  start: number,
  rows: readonly Row[],
  practitioner: Practitioner,
  question: SlotQuestion,
): boolean {
  const { now, service, rooms, horizonDays } = question;
  if (start < now + service.minNoticeMin * minuteMs) return false;
  if (horizonDays !== undefined && horizonDays !== null) {
    const lastDate = dateAt(now, practitioner.zone).add({ days: horizonDays });
    if (start >= resolveByTemporal(reading(lastDate, "24:00"), practitioner.zone)) return false;
  }
  for (let minute = start; minute < start + service.durationMin * minuteMs; minute += minuteMs) {
    if (!isOpen(minute, rows)) return false;
  }
  if (!isClear(start, practitioner.busy, question)) return false;
  return !rooms || rooms.some((room) => isClear(start, room.busy, question));
}

function isClear(start: number, busy: Practitioner["busy"], { service }: SlotQuestion): boolean {
  const from = start - service.bufferBeforeMin * minuteMs;
  const until = start + (service.durationMin + service.bufferAfterMin) * minuteMs;
  return !busy.some((taken) => taken.start < taken.end && taken.start < until && taken.end > from);
}

function isOpen(minute: number, rows: readonly Row[]): boolean {
  return rows.some(({ start, end }) => start <= minute && minute < end);
}

function exists(date: Temporal.PlainDate, zone: string): boolean {
  return resolveByTemporal(reading(date, "00:00"), zone) < resolveByTemporal(reading(date, "24:00"), zone);
}

function reading(date: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  if (time === "24:00") return date.add({ days: 1 }).toPlainDateTime("00:00");
  return date.toPlainDateTime(time);
}

function dateAt(epochMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate();
}
