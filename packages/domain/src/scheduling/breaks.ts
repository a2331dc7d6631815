import { type Instant, instant, type Interval, interval, minuteMs } from "../time/index.ts";
import { visitOf } from "./occupancy.ts";
import type { ServiceRules } from "./service-rules.ts";

/**
 * The break of a practitioner (SCHED-25): no stretch of visits that follow each other lasts longer than `afterMin` minutes. Visits follow
 * each other when less than `pauseMin` minutes lie between the end of one and the start of the next. A stretch lasts from the start of
 * its first visit to the end of its last one, the shorter pauses in it included. One visit alone may last as long as it does.
 */
export type BreakRule = {
  readonly afterMin: number;
  /** The break itself, and the time for notes before it, which is work. Buffers and what other calendars take are no visits. */
  readonly pauseMin: number;
};

/** The rule with the practitioner's visits that it is judged by: without their buffers, at every place, in any order. */
export type Breaks = BreakRule & { readonly visits: readonly Interval[] };

/** How far around a visit others can be part of a stretch that is too long, in minutes. */
export function reachOfBreak({ afterMin, pauseMin }: BreakRule): number {
  return afterMin + pauseMin;
}

/** The starts, half-open, at which a visit of this length would be part of a stretch that is too long; in no order. */
export function startsWithoutBreak(
  { afterMin, pauseMin, visits }: Breaks,
  { durationMin }: Pick<ServiceRules, "durationMin">,
): Interval[] {
  const lengthMs = durationMin * minuteMs;
  const longestMs = afterMin * minuteMs;
  const pauseMs = pauseMin * minuteMs;
  const stretches = stretchesOf(visits, pauseMs);
  const lost: Interval[] = [];
  const lose = (first: number, end: number) => {
    if (first < end) lost.push(interval(instant(first), instant(end)));
  };
  for (const [index, first] of stretches.entries()) {
    // Joined with this stretch as the first one, and with each of those after it that it reaches as the last one.
    for (const last of stretches.slice(index)) {
      const from = last.start - pauseMs - lengthMs + 1;
      const until = first.end + pauseMs;
      if (from >= until) break;
      if (lengthMs > longestMs || last.end - first.start > longestMs) lose(from, until);
      else {
        lose(from, Math.min(until, last.end - longestMs));
        lose(Math.max(from, first.start + longestMs - lengthMs + 1), until);
      }
    }
  }
  return lost;
}

/** The stretch that is too long with a visit at `start`; null when there is none. */
export function stretchWithoutBreak(
  breaks: Breaks,
  start: Instant,
  service: Pick<ServiceRules, "durationMin">,
): Interval | null {
  if (!startsWithoutBreak(breaks, service).some((lost) => lost.start <= start && start < lost.end))
    return null;
  const visit = visitOf(start, service);
  const stretches = stretchesOf([...breaks.visits, visit], breaks.pauseMin * minuteMs);
  return stretches.find((one) => one.start <= visit.start && visit.end <= one.end) ?? visit;
}

function stretchesOf(visits: readonly Interval[], pauseMs: number): Interval[] {
  const stretches: Interval[] = [];
  for (const visit of visits.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last === undefined || visit.start - last.end >= pauseMs) stretches.push(visit);
    else if (visit.end > last.end) stretches[stretches.length - 1] = interval(last.start, visit.end);
  }
  return stretches;
}
