import type { StaffOutput } from "@quietroom/api/client";
import { dateInWords } from "../../show/format-time.ts";

type WeeklyRefusal = Extract<StaffOutput["availability"]["setWeekly"], { ok: false }>["refusal"];
/** What the server answers, and what is not sent to it. */
export type HoursRefusal = WeeklyRefusal["code"] | "half_typed";

const words: Readonly<Record<HoursRefusal, string>> = {
  overlapping_ranges: "Two ranges of one day overlap. Make them one, or leave a gap.",
  range_too_short: "A range is shorter than 30 minutes.",
  half_typed: "Fill in when it begins and when it ends, or remove it.",
  reversed_range: "A range ends before it begins.",
  reversed_dates: "The last date is before the first.",
  no_first_date: "Say from which date the weeks are counted.",
  unknown_location: "That location is not in use any more. Choose another.",
  hours_elsewhere: "There are extra hours at another place at that time. Change the one or the other.",
  changed_meanwhile: "Somebody changed it meanwhile. It is shown as it is now.",
};

/** Why hours were not saved, and what to do. */
export function hoursRefusal(code: HoursRefusal): string {
  return words[code];
}

/** The same of the week, with the date to blame where there is one, and the place at which there are hours then. */
export function weeklyRefusal(
  { code, date, place }: Pick<WeeklyRefusal, "code" | "date"> & { readonly place: string },
  locale: string,
): string {
  if (code !== "hours_elsewhere" || date === null) return hoursRefusal(code);
  return `On ${dateInWords(date, locale)} there are extra hours at ${place} at that time. Change the one or the other.`;
}

/** The part of a row that a refusal is about. */
export function refusedPart(code: HoursRefusal): "times" | "dates" | "location" | null {
  switch (code) {
    case "overlapping_ranges":
    case "range_too_short":
    case "reversed_range":
    case "hours_elsewhere":
    case "half_typed":
      return "times";
    case "reversed_dates":
    case "no_first_date":
      return "dates";
    case "unknown_location":
      return "location";
    case "changed_meanwhile":
      return null;
  }
}

/** Of visits that are booked and lie outside the hours by now: nothing happened to them, but someone has to look at them. */
export function outsideHoursText(count: number): string {
  const visits = count === 1 ? "1 booked visit lies" : `${count} booked visits lie`;
  return `${visits} outside these hours and stand${count === 1 ? "s" : ""} unchanged. Move or cancel what should not.`;
}

/** What is told once hours are saved, with so many visits outside them. */
export function savedToast(title: string, outside: number) {
  return outside === 0
    ? ({ title, tone: "positive" } as const)
    : ({ title, description: outsideHoursText(outside), tone: "info" } as const);
}
