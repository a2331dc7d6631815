import { type Instant, instant } from "../time/index.ts";
import { dateOfEpochDay, epochDayOf } from "../time/local-time.ts";

/** Records are kept at least this long after the last activity, whatever a studio sets (COMP-02). */
export const fewestYearsKept = 7;

export type RetentionFacts = {
  readonly lastActivityAt: Instant;
  /** What the studio set; fewer than seven count as seven. */
  readonly yearsKept: number;
  readonly onHold: boolean;
};

/**
 * When a record may be looked at for removal at the earliest: the same day and time of day that many years later, by the calendar in
 * UTC. The 29th of February becomes the 1st of March, never a day earlier.
 */
export function keptUntil({ lastActivityAt, yearsKept }: Omit<RetentionFacts, "onHold">): Instant {
  const years = Math.max(fewestYearsKept, Math.ceil(yearsKept));
  const days = Math.floor(lastActivityAt / 86_400_000);
  const timeOfDay = lastActivityAt - days * 86_400_000;
  return instant(daysAfterYears(days, years) * 86_400_000 + timeOfDay);
}

/** True once a record may be put before somebody who decides whether it goes. A legal hold stops that for as long as it stands. */
export function mayBeRemoved(facts: RetentionFacts, now: Instant): boolean {
  return !facts.onHold && now > keptUntil(facts);
}

function daysAfterYears(epochDay: number, years: number): number {
  const date = dateOfEpochDay(epochDay);
  const moved = `${String(Number(date.slice(0, 4)) + years).padStart(4, "0")}${date.slice(4)}`;
  return epochDayOf(moved);
}
