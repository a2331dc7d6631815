import type { Instant } from "@quietroom/domain/time";
import { Temporal } from "temporal-polyfill";

/**
 * A zone's rules around one instant as a VTIMEZONE (RFC 5545, 3.6.5): the offset in force and the change that follows.
 * Calendars that know the zone by name do not need it; some that do not would otherwise read the time as their own.
 */
export function vtimezone(timeZone: string, around: Instant): string {
  const at = Temporal.Instant.fromEpochMilliseconds(around).toZonedDateTimeISO(timeZone);
  // "previous" is strictly before; a change at this very instant is in force.
  const inForce = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  const following = at.getTimeZoneTransition("next");
  const observances = [
    ...(inForce === null
      ? [observance("STANDARD", "19700101T000000", at.offset, at.offset)]
      : [change(inForce)]),
    ...(following === null ? [] : [change(following)]),
  ];
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
