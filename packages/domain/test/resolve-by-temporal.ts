import type { Temporal } from "temporal-polyfill";

/** A wall-clock reading as an instant: the first occurrence of a repeated time, the end of the gap for a skipped one. */
export function resolveByTemporal(reading: Temporal.PlainDateTime, zone: string): number {
  const earlier = reading.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(reading)) return earlier.epochMilliseconds;
  return earlier.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.NaN;
}
