import { type Instant, localTime, type TimeZone } from "@quietroom/domain/time";

/** The version of the time zone database that this process works by, such as "2026a". */
export const zoneRules = process.versions.tz ?? "unknown";

/** What a row keeps of how its start was worked out from the clock on the wall: the offset, and the rules that said so (ec-A21). */
export function zoneColumns(
  start: Instant,
  timeZone: TimeZone,
): { readonly utcOffsetMin: number; readonly zoneRules: string } {
  return { utcOffsetMin: localTime(start, timeZone).offsetMin, zoneRules };
}
