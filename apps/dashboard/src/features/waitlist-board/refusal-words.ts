import type { StaffOutput } from "@quietroom/api/client";

type Answers = StaffOutput["waitlist"];
type CodeOf<Answer> =
  Extract<Answer, { ok: false }> extends { refusal: { code: infer Code extends string } } ? Code : never;
export type RefusalWords<Answer> = Readonly<Record<CodeOf<Answer>, string>>;

const over = {
  filled: "Somebody accepted this hour meanwhile. It is booked.",
  withdrawn: "This hour was taken back meanwhile. There is nothing left to offer.",
} as const;
const notWaiting = "This person is no longer waiting.";

export const offerRefusals: RefusalWords<Answers["offer"]> = {
  ...over,
  offer_changed: "Somebody else is being asked meanwhile, or nobody is any more. Look again and choose.",
  can_be_undone:
    "The visit of this hour was cancelled a moment ago and may still come back. Wait until that is over, or book somebody there by hand.",
  too_close_to_start: "It starts too soon for anyone to have time to answer. Ring them and book it by hand.",
  too_many_rounds: "This hour was offered a hundred times. It stays on the public page.",
  has_open_offer: "They have another offer open. One at a time: skip that one first.",
  not_waiting: notWaiting,
  service_mismatch: "This practitioner does not give what they wait for.",
  not_offered: "This practitioner does not give what they wait for.",
  unknown_service: "This practitioner does not give what they wait for.",
  mode_mismatch: "They want it online or in person, and this is the other.",
  duration_does_not_fit: "What they wait for takes longer than this hour.",
  call_to_book: "The service is not for them, or they have a first visit to come already.",
  has_clashing_appointment: "They have a visit at that time.",
  past: "That time has passed.",
  too_soon: "It starts too soon.",
  beyond_horizon: "That is further ahead than the studio books.",
  outside_hours: "The practitioner does not work then any more, or their licence has expired by then.",
  off_grid: "Visits of this kind do not start at that time.",
  fully_booked: "The limit of that day or week is reached: nothing further is given then.",
  slot_taken: "Somebody has that time now, or is about to book it.",
  no_travel_time: "The practitioner has a visit at another place too close to that time.",
  no_break: "The practitioner needs a break from the visits around that time.",
  no_room: "No room is free then.",
  no_device: "The device it needs is not free then.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
};

export const skipRefusals: RefusalWords<Answers["skip"]> = {
  ...over,
  exhausted: "Nobody is left to ask: the hour is on the public page.",
  not_in_line: "They are not in line for this hour any more, so there is nothing to skip.",
};

export const moveRefusals: RefusalWords<Answers["move"]> = { not_waiting: notWaiting };

export const removeRefusals: RefusalWords<Answers["withdraw"]> = { not_waiting: notWaiting };
