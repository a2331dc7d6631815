import { dayMs, type Instant } from "../time/index.ts";
import type { Opening, WaitlistEntry, WaitlistPriority } from "./waitlist-entry.ts";

/** How well an opening fits a wish, in points of 100 (WAIT-09). Staff see every part. */
export type FitScore = {
  readonly therapist: number;
  readonly day: number;
  readonly time: number;
  readonly soonness: number;
  readonly waiting: number;
  readonly total: number;
};

/** An automatic offer needs at least this fit (WAIT-09). */
export const offerThreshold = 70;

/** The preferred person counts full, an alternate this share: enough only when the time is soon or the wait was long. */
const alternateShare = 2 / 3;
const soonDays = 30;

/**
 * Therapist 30 (preferred or anyone; an alternate 20), day 20, time 20, soonness 15 (full now, none from 30 days ahead), waiting
 * priority 15. A wish never names a time it cannot take, so day and time are whole: a mismatch is a reason to skip, not a low score.
 */
export function fitScore(opening: Opening, entry: WaitlistEntry, now: Instant): FitScore {
  const daysAhead = Math.max(0, opening.start - now) / dayMs;
  const therapist = Math.round(30 * therapistShare(opening, entry));
  const day = 20;
  const time = 20;
  const soonness = Math.round(15 * Math.max(0, 1 - daysAhead / soonDays));
  const waiting = Math.round((15 * waitingPriority(entry, now).total) / 100);
  return { therapist, day, time, soonness, waiting, total: therapist + day + time + soonness + waiting };
}

/** How much someone's wait counts, in points of 100 (WAIT-10): used to explain, and to break ties. */
export type WaitingPriority = {
  readonly waited: number;
  readonly urgency: number;
  readonly referral: number;
  readonly declines: number;
  readonly total: number;
};

const urgencyShare: Record<WaitlistPriority, number> = { urgent: 1, high: 2 / 3, standard: 1 / 3, low: 0 };
const fullWaitDays = 30;
const fullDeclines = 3;

/** Time waited 40 (full at 30 days), urgency 30, referral 20, less up to 10 for declines (full at three); never below 0. */
export function waitingPriority(
  entry: Pick<WaitlistEntry, "joinedAt" | "priority" | "referred" | "declines">,
  now: Instant,
): WaitingPriority {
  const daysWaited = Math.max(0, now - entry.joinedAt) / dayMs;
  const waited = Math.round(40 * Math.min(1, daysWaited / fullWaitDays));
  const urgency = Math.round(30 * urgencyShare[entry.priority]);
  const referral = entry.referred ? 20 : 0;
  const declines = Math.round(10 * Math.min(1, entry.declines / fullDeclines));
  return { waited, urgency, referral, declines, total: Math.max(0, waited + urgency + referral - declines) };
}

function therapistShare(opening: Opening, entry: WaitlistEntry): number {
  const [preferred] = entry.practitionerIds;
  if (preferred === undefined || preferred === opening.practitionerId) return 1;
  return entry.practitionerIds.includes(opening.practitionerId) ? alternateShare : 0;
}
