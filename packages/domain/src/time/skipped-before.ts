import { type Instant, minuteMs, plus } from "./instant.ts";
import { type TimeZone, type WallTime, wallMinutes, wallTimeOfMinutes } from "./local-time.ts";
import { localTime } from "./zone.ts";

/**
 * What the clocks of `zone` skip right before an instant, as wall times ("02:00" to "03:00"), or null where they go on as ever. A time in between
 * there is none on that date: whatever was meant at one begins at `until` (ec-A9).
 */
export function skippedBefore(
  at: Instant,
  zone: TimeZone,
): { readonly from: WallTime; readonly until: WallTime } | null {
  const now = localTime(at, zone);
  const gapMin = now.offsetMin - localTime(plus(at, -minuteMs), zone).offsetMin;
  if (gapMin <= 0) return null;
  const from = (((wallMinutes(now.time) - gapMin) % 1440) + 1440) % 1440;
  return { from: wallTimeOfMinutes(from), until: now.time };
}
