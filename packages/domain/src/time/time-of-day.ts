import { instant } from "./instant.ts";
import { localTime } from "./zone.ts";

/**
 * The time of day on the clock of `zone` as `locale` writes it: "9:30 AM" or "09:30". Where hours run to twelve, "12:00 AM" is read both ways
 * (ec-L6): in English it is "12:00 midnight" and "12:00 noon", in other languages it is written by 24 hours.
 */
export function timeOfDay(at: number, zone: string, locale: string): string {
  const clock = new Intl.DateTimeFormat(locale, { ...digits, timeZone: zone });
  if (clock.resolvedOptions().hour12 !== true) return clock.format(at);
  const { time } = localTime(instant(at), zone);
  if (time !== "00:00" && time !== "12:00") return clock.format(at);
  if (/^en(-|$)/i.test(locale)) return time === "00:00" ? "12:00 midnight" : "12:00 noon";
  return new Intl.DateTimeFormat(locale, { ...digits, timeZone: zone, hourCycle: "h23" }).format(at);
}

const digits = { hour: "numeric", minute: "2-digit" } as const;
