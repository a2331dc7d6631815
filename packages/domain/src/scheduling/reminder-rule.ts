import {
  addDays,
  hourMs,
  type Instant,
  isWallTime,
  localTime,
  minuteMs,
  plus,
  resolveWallTime,
  type TimeZone,
  type WallTime,
} from "../time/index.ts";

/**
 * When a studio reminds of a visit, as it is kept and as the ledger names it (NOTIF-01). "2d": two days before, when the clock on the wall
 * shows the time of the visit. "2h", "90m" written "1h30m": elapsed time before. "1d12h": the day before, and twelve hours before that.
 * "08:00": at that time on the visit's own day.
 */
export type ReminderRule =
  | { readonly kind: "before"; readonly days: number; readonly elapsedMs: number }
  | { readonly kind: "same_day"; readonly time: WallTime };

/** 48 hours, 24 hours and 2 hours before the start (NOTIF-01): whole days are told by the calendar. */
export const defaultReminderRules: readonly string[] = ["2d", "1d", "2h"];

/** The rule that a text says; null for any other text. Each rule has one text only: hours end at 23, minutes at 59, days at 99. */
export function readReminderRule(text: string): ReminderRule | null {
  if (text !== "24:00" && isWallTime(text)) return { kind: "same_day", time: text };
  const parts = /^(?=.)(?:([1-9]\d?)d)?(?:([1-9]|1\d|2[0-3])h)?(?:([1-9]|[1-5]\d)m)?$/.exec(text);
  if (parts === null) return null;
  const [, days = "0", hours = "0", minutes = "0"] = parts;
  return {
    kind: "before",
    days: Number(days),
    elapsedMs: Number(hours) * hourMs + Number(minutes) * minuteMs,
  };
}

/**
 * When a rule reminds of a visit that starts at `start` on the clock of `zone`. Days follow that clock over both of its changes: the day
 * before a visit at 9:00 it is 9:00, be that 23, 24 or 25 hours. A time that the clock skipped is the one after the gap. It may lie
 * after the start: a visit at 7:30 has no 8:00 of the same morning before it.
 */
export function reminderAt(rule: ReminderRule, start: Instant, zone: TimeZone): Instant {
  const wall = localTime(start, zone);
  if (rule.kind === "same_day") return resolveWallTime(wall.date, rule.time, zone);
  // Without days nothing is read from the clock: an hour before the second 1:30 of autumn is the first.
  const day = rule.days === 0 ? start : resolveWallTime(addDays(wall.date, -rule.days), wall.time, zone);
  return plus(day, -rule.elapsedMs);
}
