import type { StaffOutput } from "@quietroom/api/client";

type Refusal = Extract<StaffOutput["availability"]["setWeekly"], { ok: false }>["refusal"]["code"];

const words: Readonly<Record<Refusal, string>> = {
  overlapping_ranges: "Two ranges of one day overlap. Make them one, or leave a gap.",
  range_too_short: "A range is shorter than 30 minutes.",
  reversed_range: "A range ends before it begins.",
  unknown_location: "That location is not in use any more. Choose another.",
};

/** Why hours were not saved, and what to do. */
export function hoursRefusal(code: Refusal): string {
  return words[code];
}

/** What saving did to visits that are already booked: nothing, but someone has to look at them. */
export function outsideHoursText(count: number): string {
  const visits = count === 1 ? "1 booked visit lies" : `${count} booked visits lie`;
  return `Saved. ${visits} outside these hours now and stand unchanged. Move or cancel them on the calendar if they should not.`;
}
