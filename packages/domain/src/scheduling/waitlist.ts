import type { WaitlistEntryId } from "../ids.ts";
import { type Instant, localDate, minuteMs, overlaps, plus, weekdayOf } from "../time/index.ts";
import {
  daypartAt,
  isInLine,
  type Opening,
  type WaitlistEntry,
  waitlistPriorities,
} from "./waitlist-entry.ts";
import { askableFrom, isQuietFor } from "./waitlist-offer.ts";
import {
  type FitScore,
  fitScore,
  offerThreshold,
  type WaitingPriority,
  waitingPriority,
} from "./waitlist-score.ts";

export const skipReasons = [
  "has_open_offer", // first, because an entry with an offer out does not wait either, and this says why
  "not_waiting",
  "caused_the_opening",
  "skipped_by_staff",
  "declined_this_opening",
  "already_offered_this_opening",
  "service_mismatch",
  "mode_mismatch",
  "practitioner_mismatch",
  "location_mismatch",
  "duration_does_not_fit",
  "outside_dates",
  "weekday_mismatch",
  "daypart_mismatch",
  "has_clashing_appointment",
  "below_threshold",
  "in_quiet_hours", // last: with nothing else against them they are asked once their night is over
] as const;
export type SkipReason = (typeof skipReasons)[number];

export type RankedEntry = {
  readonly entryId: WaitlistEntryId;
  readonly fit: FitScore;
  readonly waitingPriority: WaitingPriority;
};
export type SkippedEntry = RankedEntry & { readonly reason: SkipReason };
export type Ranking = {
  readonly candidates: readonly RankedEntry[];
  readonly skipped: readonly SkippedEntry[];
};

/**
 * Who is offered an opening, in order, and why the others are not (WAIT-05, WAIT-09). The order is total (WAIT-02, WAIT-10, ec-I18):
 * priority tier, then time of joining, then waiting-priority score, then id. Fit decides who qualifies, never who comes first.
 */
export function rankOffers(opening: Opening, entries: readonly WaitlistEntry[], now: Instant): Ranking {
  const judged = entries.toSorted(inOrder(now)).map((entry) => ({
    entryId: entry.id,
    fit: fitScore(opening, entry, now),
    waitingPriority: waitingPriority(entry, now),
    reason: skipReasonsOf(opening, entry, now)[0] ?? null,
  }));
  return {
    candidates: judged.flatMap(({ reason, ...one }) => (reason === null ? [one] : [])),
    skipped: judged.flatMap(({ reason, ...one }) => (reason === null ? [] : [{ ...one, reason }])),
  };
}

/** When the first of those can be asked whom only the hour of day keeps from it; null when there is nobody to wait for (ec-I6). */
export function quietUntil(
  opening: Opening,
  entries: readonly WaitlistEntry[],
  now: Instant,
): Instant | null {
  return entries
    .filter((entry) => skipReasonsOf(opening, entry, now)[0] === "in_quiet_hours")
    .map((entry) => askableFrom(now, opening, entry))
    .reduce<Instant | null>(
      (first, at) => (at !== null && (first === null || at < first) ? at : first),
      null,
    );
}

/** The place in the line of one entry among those who wait, counted from 1 (WAIT-02); null when it does not wait. */
export function waitlistPosition(
  entryId: WaitlistEntryId,
  entries: readonly Pick<
    WaitlistEntry,
    "id" | "status" | "priority" | "joinedAt" | "declines" | "referred"
  >[],
  now: Instant,
): number | null {
  const line = entries.filter(({ status }) => isInLine(status)).toSorted(inOrder(now));
  const index = line.findIndex(({ id }) => id === entryId);
  return index < 0 ? null : index + 1;
}

/** Everything that speaks against offering this opening to this entry, in the order of `skipReasons`. */
export function skipReasonsOf(opening: Opening, entry: WaitlistEntry, now: Instant): readonly SkipReason[] {
  const date = localDate(opening.start, opening.zone);
  const visit = { start: opening.start, end: plus(opening.start, entry.durationMin * minuteMs) };
  const holds: Record<SkipReason, boolean> = {
    not_waiting: entry.status !== "waiting",
    caused_the_opening: entry.clientId === opening.causedBy,
    skipped_by_staff: entry.answerToOpening === "skipped_by_staff",
    declined_this_opening: entry.answerToOpening === "declined",
    already_offered_this_opening: entry.answerToOpening === "lapsed",
    has_open_offer: entry.openOffer === "open",
    service_mismatch: !opening.serviceIds.includes(entry.serviceId),
    mode_mismatch: opening.modes.length === 0 || (entry.mode !== null && !opening.modes.includes(entry.mode)),
    practitioner_mismatch:
      entry.practitionerIds.length > 0 && !entry.practitionerIds.includes(opening.practitionerId),
    location_mismatch: entry.locationId !== null && entry.locationId !== opening.locationId,
    duration_does_not_fit: visit.end > opening.end,
    outside_dates: date < entry.dateFrom || date > entry.dateUntil,
    weekday_mismatch: !entry.weekdays.includes(weekdayOf(date)),
    daypart_mismatch: !entry.dayparts.some((part) => part === daypartAt(opening.start, opening.zone)),
    has_clashing_appointment: entry.ownVisits.some((own) => overlaps(own, visit)),
    below_threshold: fitScore(opening, entry, now).total < offerThreshold,
    in_quiet_hours: isQuietFor(now, opening, entry),
  };
  return skipReasons.filter((reason) => holds[reason]);
}

type InLine = Pick<WaitlistEntry, "id" | "priority" | "joinedAt" | "declines" | "referred">;

function inOrder(now: Instant): (a: InLine, b: InLine) => number {
  const tier = ({ priority }: InLine) => waitlistPriorities.indexOf(priority);
  return (a, b) =>
    tier(a) - tier(b) ||
    a.joinedAt - b.joinedAt ||
    waitingPriority(b, now).total - waitingPriority(a, now).total ||
    (a.id < b.id ? -1 : 1);
}
