import type { StaffOutput } from "@quietroom/api/client";

type Answer = StaffOutput["appointment"]["cancel"];
type StaffRefusalCode = Extract<Answer, { ok: false }>["refusal"]["code"];

/** Every refusal a change to a visit can meet, in words that say what to do next. */
export const refusalWords: Readonly<Record<StaffRefusalCode, string>> = {
  past: "That time has passed. Choose a later one.",
  too_soon: "That time is too close. Choose a later one.",
  beyond_horizon: "That is further ahead than the studio books.",
  outside_hours:
    "That is outside working hours, or after the practitioner's licence expires. Add an exception for that date or renew the licence first.",
  off_grid: "Visits of this kind do not start at that time.",
  fully_booked: "The limit of that day or week is reached. Choose another day.",
  slot_taken: "Someone else has that time. Choose another.",
  no_travel_time:
    "There is not enough time for the way between this visit and one at another place. Choose another.",
  no_break: "The practitioner would have no break from the visits around it. Choose another time.",
  no_room: "No room is free then. Choose another time or location.",
  no_device: "The device it needs is not free then. Choose another time or location.",
  unknown_service: "This practitioner does not give that service there.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
  changed_meanwhile:
    "Someone changed this visit while you looked at it. What you see now is current: try again.",
  not_allowed: "That step is not possible from the visit's status.",
  too_early: "It is too early for that.",
  awaiting_answer: "This is a request that waits for an answer. Approve or decline it first.",
  made_up: "They make up for this session in another. While their seat there stands, this one stays missed.",
  already_started: "The visit has already started.",
  too_late:
    "The time to undo the cancellation is over, and the hour was offered to the waitlist. Book a new visit instead.",
  already_cancelled: "The visit is already cancelled.",
};
