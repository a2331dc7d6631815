/**
 * Whether a seat that a client takes by themselves waits for the studio's answer (SCHED-24). Where whoever joins a group is screened first
 * it always does, also for somebody who was screened: an answer at once would tell whoever types a name that the studio knows it (BOOK-07).
 */
export function approvalOfSeat({
  approval,
  needsScreening,
}: {
  readonly approval: "instant" | "request";
  readonly needsScreening: boolean;
}): "instant" | "request" {
  return needsScreening ? "request" : approval;
}
