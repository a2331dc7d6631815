import type { StaffOutput } from "@quietroom/api/client";

export type TimeOffList = StaffOutput["timeOff"]["list"];
export type TimeOffRow = TimeOffList["timeOff"][number];
type Output = StaffOutput["timeOff"];
type Refusal = Extract<Output["ask" | "answer" | "withdraw"], { ok: false }>["refusal"]["code"];

const refusals: Readonly<Record<Refusal, string>> = {
  end_before_start: "This ends before it begins.",
  too_long: "Time off can last a year at most.",
  part_of_several_days: "Only a single date can be taken in part. Ask for the other dates one by one.",
  over: "These days are over.",
  overlapping_time_off:
    "Time off is already asked for or approved then. Take that back first, or choose other dates.",
  unknown_cover: "That colleague does not see clients here any more. Choose another.",
  already_answered: "Someone else answered this meanwhile. Close this and look again.",
  reason_missing: "Say why, in a few words.",
  not_standing: "This was declined or taken back meanwhile.",
  changed_meanwhile: "Someone else changed this meanwhile. Close this and look again.",
};

/** Why it was not done, and what to do. */
export function timeOffRefusal(code: Refusal): string {
  return refusals[code];
}

/** What stands in the days away: nothing was moved, and a person has to decide. */
export function standingVisits({ status, visitCount }: TimeOffRow): string {
  const visits = visitCount === 1 ? "1 booked visit stands" : `${visitCount} booked visits stand`;
  return status === "approved"
    ? `${visits} unchanged in these days. Move or cancel what should not take place.`
    : `${visits} in these days, and would stay unchanged.`;
}
