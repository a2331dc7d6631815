import type { StaffInput, StaffOutput } from "@quietroom/api/client";

type Rule = Extract<StaffOutput["desk"]["book"], { readonly ok: false }>["refusal"]["rules"][number];
type Overridable = StaffInput["desk"]["bookWithOverride"]["rules"][number];

/** What is in the way of a visit that staff book, and what an override was for. */
export const ruleWords: Readonly<Record<Rule, string>> = {
  past: "That time has passed.",
  outside_opening: "The place is not open then.",
  place_closed: "The place is closed on that day.",
  time_off: "The practitioner has time off then, or will have left.",
  outside_hours: "That is outside the practitioner's hours.",
  buffer_outside: "Its buffers reach out of the practitioner's hours.",
  licence_expired: "The practitioner's licence has expired by then.",
  no_supervisor: "Nobody who supervises the practitioner can be reached then, and the service needs it.",
  slot_taken: "The practitioner has another visit then.",
  busy_elsewhere: "The practitioner is busy in another calendar then.",
  no_travel_time: "There is no time for the way from or to a visit at another place.",
  no_break: "The practitioner would have no break from the visits around it.",
  no_room: "No room is free then. Booked all the same, the visit has none.",
  no_device: "The device it needs is not free then. Booked all the same, the visit has none.",
  unknown_service: "This practitioner does not give that service there.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
};

/** Those that an override is for. */
export function overridable(rules: readonly Rule[]): Overridable[] {
  return rules.flatMap((rule) =>
    rule === "past" || rule === "unknown_service" || rule === "studio_closed" ? [] : [rule],
  );
}
