import type { Instant } from "@quietroom/domain/time";
import { Temporal } from "temporal-polyfill";

/**
 * A zone's rules around some instants as a VTIMEZONE (RFC 5545, 3.6.5): of each the offset in force and the change that follows.
 * Calendars that know the zone by name do not need it; some that do not would otherwise read the time as their own.
 */
export function vtimezone(timeZone: string, around: readonly Instant[]): string {
  const changes = new Map<number, readonly string[]>();
  for (const instant of [...around].toSorted((a, b) => a - b)) {
    const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
    // "previous" is strictly before; a change at this very instant is in force.
    const inForce = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
    const following = at.getTimeZoneTransition("next");
    if (inForce === null)
      changes.set(Number.NEGATIVE_INFINITY, observance("STANDARD", "19700101T000000", at.offset, at.offset));
    for (const one of [inForce, following]) if (one !== null) changes.set(one.epochMilliseconds, change(one));
  }
  const observances = [...changes.values()];
  return ["BEGIN:VTIMEZONE", `TZID:${timeZone}`, ...observances.flat(), "END:VTIMEZONE"].join("\r\n");
}

function change(transition: Temporal.ZonedDateTime): readonly string[] {
  const before = transition.subtract({ nanoseconds: 1 });
  const kind = transition.offsetNanoseconds > before.offsetNanoseconds ? "DAYLIGHT" : "STANDARD";
  // The change begins at what the old clock would have shown.
  const onset = before.toPlainDateTime().add({ nanoseconds: 1 }).toString({ smallestUnit: "second" });
  return observance(kind, onset.replaceAll(/[-:]/g, ""), before.offset, transition.offset);
}

function observance(
  kind: "STANDARD" | "DAYLIGHT",
  onset: string,
  offsetFrom: string,
  offsetTo: string,
): readonly string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset}`,
    `TZOFFSETFROM:${offsetFrom.replaceAll(":", "")}`,
    `TZOFFSETTO:${offsetTo.replaceAll(":", "")}`,
    `END:${kind}`,
  ];
}
