import { Temporal } from "temporal-polyfill";
import { type Instant, type Interval, instant, interval } from "../src/time/index.ts";

/** An instant as tests write it, "2027-03-14T07:00Z" or "2027-11-07T01:30-04:00". */
export function at(text: string): Instant {
  return instant(Temporal.Instant.from(text).epochMilliseconds);
}

/** The stretch between two instants as tests write them. */
export function between(start: string, end: string): Interval {
  return interval(at(start), at(end));
}

/** How tests show an instant: "2027-03-14T07:00Z". */
export function utc(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ smallestUnit: "minute" });
}

/** How tests show a wall clock: "2027-03-14 03:00-04:00". Read from Temporal, not from the code under test. */
export function onTheWall(instant: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  return `${local.toPlainDate().toString()} ${time}${local.offset}`;
}
