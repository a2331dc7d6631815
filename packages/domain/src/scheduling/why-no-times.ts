import { type Instant, instant } from "../time/index.ts";
import { withoutNotice } from "./service-rules.ts";
import { findSlots, horizonEnd, noticeEnd, type SlotQuestion } from "./slots.ts";

/**
 * Why a stretch of dates has no times, as a client may hear it. Nothing of anybody's is told apart: who does not work and who has a day off
 * are both `not_offered`, and who is booked, away for another visit, in need of a break, at a cap without a room or a licence that holds are all `fully_booked`.
 */
export type NoTimesReason = "closed" | "not_offered" | "past" | "too_soon" | "not_open_yet" | "fully_booked";

/**
 * Of what keeps clients from the times of a window that has none: the one that takes the most of them, and of equals the one on
 * which more depends. Times that are over count only where no other is left. A place that has no such room or device at all does not
 * give the service; when they are taken, and who is, need not be told here.
 */
export function whyNoTimes(question: SlotQuestion): NoTimesReason {
  if (question.rooms?.length === 0 || question.devices?.length === 0) return "not_offered";
  const starts = startsByHours(question);
  if (starts.length === 0) {
    const reopened = question.practitioners.map((one) => ({ ...one, closures: [] }));
    return startsByHours({ ...question, practitioners: reopened }).length > 0 ? "closed" : "not_offered";
  }
  const coming = starts.filter((start) => start >= question.now);
  if (coming.length === 0) return "past";
  const earliest = Math.min(...question.practitioners.map(({ zone }) => noticeEnd(question, zone)));
  const latest = Math.max(...question.practitioners.map(({ zone }) => horizonEnd(question, zone)));
  const tooSoon = coming.filter((start) => start < earliest).length;
  const tooFar = coming.filter((start) => start >= latest).length;
  const taken = coming.length - tooSoon - tooFar;
  if (taken >= tooSoon && taken >= tooFar) return "fully_booked";
  return tooSoon >= tooFar ? "too_soon" : "not_open_yet";
}

/** The times that the hours alone would give: nobody booked, any notice, any distance. */
function startsByHours(question: SlotQuestion): Instant[] {
  return findSlots({
    ...question,
    now: instant(0),
    service: withoutNotice(question.service),
    horizonDays: null,
    rooms: null,
    devices: null,
    practitioners: question.practitioners.map((one) => ({
      ...one,
      busy: [],
      journeys: [],
      full: [],
      breaks: null,
      licensedUntil: null,
    })),
  }).map(({ start }) => start);
}
