import type { AppointmentId, LocationId } from "../ids.ts";
import { instant, type Interval, minuteMs } from "../time/index.ts";
import type { VisitMode } from "./service-rules.ts";

/** Where a visit is held, as far as it is booked: telehealth too has a place, whose hours it is booked in. */
export type VisitPlace = { readonly locationId: LocationId; readonly mode: VisitMode };

/** A place as seen from the one that is asked about; `minutes`: on the way between the two, null where nobody has said. */
type PlaceAway = {
  readonly locationId: LocationId;
  readonly minutes: number | null;
  /** Whether the practitioner can give telehealth while being there (ec-E10). */
  readonly telehealth: boolean;
};

/** The way from where a visit is to be held. */
export type TravelFrom = VisitPlace & {
  /** Every place of the studio, the one asked about among them. */
  readonly places: readonly PlaceAway[];
  /** Minutes of a way that nobody has said: never zero (ec-E11). */
  readonly unknownMin: number;
};

/** A practitioner's visit at another place, without its buffers, and how many minutes away that is. */
export type Journey = Interval & { readonly travelMin: number; readonly appointmentId?: AppointmentId };

/**
 * Minutes on the way between the visit asked about and another one; 0 when both are held at one place. Telehealth of a place at which it
 * is not possible is held somewhere else, and how far that is nobody has said: between two sites it then needs both ways (ec-E10).
 */
export function travelMinutes(from: TravelFrom, to: VisitPlace): number {
  const here = heldAt(from, from.places);
  const there = heldAt(to, from.places);
  if (here === there) return 0;
  const known = here === null ? null : from.places.find(({ locationId }) => locationId === there)?.minutes;
  return known ?? from.unknownMin;
}

/** The place at which the practitioner is during a visit; null: at none of the studio's. */
function heldAt({ locationId, mode }: VisitPlace, places: readonly PlaceAway[]): LocationId | null {
  const canStay =
    mode === "in_person" || places.some((one) => one.locationId === locationId && one.telehealth);
  return canStay ? locationId : null;
}

/** The longest way there can be from this visit, in minutes: how far around it others have to be looked at. */
export function longestTravel({ places, unknownMin }: TravelFrom): number {
  return Math.max(unknownMin, ...places.map(({ minutes }) => minutes ?? 0));
}

/**
 * What journeys take of a diary: nobody can begin another visit there before they have come, or end one after they had to leave (ec-E9).
 * Instants alone decide, so that places of two zones make no difference (ec-E13), and the first and the last visit of a day are free to be
 * anywhere (ec-E12). Travel and buffers run at the same time, and the longer of the two counts (ec-E9): so a way is kept clear of the visit alone.
 */
export function onTheWay(journeys: readonly Journey[]): Interval[] {
  return journeys.map(({ start, end, travelMin }) => ({
    start: instant(start - travelMin * minuteMs),
    end: instant(end + travelMin * minuteMs),
  }));
}

/** Why the minutes between places may not be saved as they are, or null when they may. */
export function travelRefusal(
  pairs: readonly { readonly oneId: string; readonly otherId: string }[],
): "same_place" | "said_twice" | null {
  if (pairs.some(({ oneId, otherId }) => oneId === otherId)) return "same_place";
  const names = pairs.map(({ oneId, otherId }) => [oneId, otherId].toSorted().join(" "));
  return new Set(names).size < names.length ? "said_twice" : null;
}
