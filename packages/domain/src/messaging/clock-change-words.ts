import { type Instant, resolveWallTime, skippedBefore, timeOfDay, type WallTime } from "../time/index.ts";

/**
 * Why a visit begins when it does, where the clocks of its place skip the time before it (ec-A9): a visit of a series at 2:30 in the morning
 * begins at 3:00 that night. Null on every other day.
 */
export function clockChangeWords(start: Instant, zone: string, locale: string): string | null {
  const skipped = skippedBefore(start, zone);
  if (skipped === null) return null;
  const spoken = (time: WallTime) => timeOfDay(resolveWallTime("2000-01-01", time, "UTC"), "UTC", locale);
  const [from, until] = [spoken(skipped.from), spoken(skipped.until)];
  return `On that date the clocks go from ${from} straight to ${until}. A time in between does not exist then and becomes ${until}.`;
}
