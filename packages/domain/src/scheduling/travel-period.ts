import { daysBetween, type Instant, type LocalDate, localDate, type TimeZone } from "../time/index.ts";
import type { TimeOff } from "./time-off.ts";

/** Local dates, both included, on which a practitioner's own hours go by the clock of where they travel (ec-A29). */
export type TravelPeriod = {
  readonly firstDate: LocalDate;
  readonly lastDate: LocalDate;
  readonly zone: TimeZone;
};

/** A travel period as it is kept; `away`: nobody meets them in person then. */
export type PlannedTravel = TravelPeriod & { readonly away: boolean };

type TravelPeriodRefusal = {
  readonly code: "end_before_start" | "too_long" | "over" | "overlapping_travel";
  readonly field: "firstDate" | "lastDate";
};

/** Whoever is elsewhere for longer has another zone of their own. */
const longestDays = 366;

/** Why a travel period may not be saved beside `others`, with the field to blame, or null when it may. `today`: the earliest date that it
 * still is somewhere. */
export function travelPeriodRefusal(
  { firstDate, lastDate }: Pick<TravelPeriod, "firstDate" | "lastDate">,
  {
    others,
    today,
  }: { readonly others: readonly Pick<TravelPeriod, "firstDate" | "lastDate">[]; readonly today: LocalDate },
): TravelPeriodRefusal | null {
  if (lastDate < firstDate) return { code: "end_before_start", field: "lastDate" };
  if (daysBetween(firstDate, lastDate) >= longestDays) return { code: "too_long", field: "lastDate" };
  if (lastDate < today) return { code: "over", field: "lastDate" };
  const meets = others.some((other) => other.firstDate <= lastDate && firstDate <= other.lastDate);
  return meets ? { code: "overlapping_travel", field: "firstDate" } : null;
}

/** By which clock a practitioner's hours at a place go, by the mode of the visit, and when travel keeps them from it (ec-A28, ec-A29). */
export function hoursByMode(
  mode: "in_person" | "telehealth",
  { ownZone, travels }: { readonly ownZone: TimeZone | null; readonly travels: readonly PlannedTravel[] },
): {
  readonly hoursZone: TimeZone | undefined;
  readonly travels: readonly TravelPeriod[] | undefined;
  readonly away: readonly TimeOff[];
} {
  return mode === "telehealth"
    ? { hoursZone: ownZone ?? undefined, travels: travels.length === 0 ? undefined : travels, away: [] }
    : {
        hoursZone: undefined,
        travels: undefined,
        away: travels
          .filter(({ away }) => away)
          .map(({ firstDate, lastDate }) => ({ firstDate, lastDate, part: null })),
      };
}

/**
 * The zone in which a practitioner's days off and last day are meant for a visit at an instant: that of its place, and for one by video
 * their own or that of where they travel then (ec-A28, ec-A29).
 */
export function daysOffZone(
  {
    mode,
    zone,
    start,
  }: { readonly mode: "in_person" | "telehealth"; readonly zone: TimeZone; readonly start: Instant },
  clocks: Parameters<typeof hoursByMode>[1],
): TimeZone {
  return hoursZoneAt({ zone, ...hoursByMode(mode, clocks) }, start);
}

/** The zone in which hours are meant on the date that it is at an instant, where they are meant. */
export function hoursZoneAt(
  {
    zone,
    hoursZone = zone,
    travels = [],
  }: {
    readonly zone: TimeZone;
    readonly hoursZone?: TimeZone | undefined;
    readonly travels?: readonly TravelPeriod[] | undefined;
  },
  at: Instant,
): TimeZone {
  const there = travels.find((one) => {
    const date = localDate(at, one.zone);
    return one.firstDate <= date && date <= one.lastDate;
  });
  return there?.zone ?? hoursZone;
}
