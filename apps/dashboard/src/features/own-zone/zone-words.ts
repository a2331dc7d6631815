import type { StaffOutput } from "@quietroom/api/client";
import { zoneName } from "../../show/zones.ts";

export type Clocks = StaffOutput["ownZone"]["view"];
export type Place = StaffOutput["availability"]["view"]["locations"][number];
type Refusal =
  | Extract<StaffOutput["ownZone"]["set"], { readonly ok: false }>["refusal"]["code"]
  | Extract<StaffOutput["ownZone"]["addTravel"], { readonly ok: false }>["refusal"]["code"];

/** By which clocks hours in person go: "Main Street: America/New York time". Places of one zone are said together. */
export function placeClocks(places: readonly Place[]): readonly string[] {
  const zones = [...new Set(places.map(({ timeZone }) => timeZone))];
  return zones.map((zone) => {
    const names = places.filter(({ timeZone }) => timeZone === zone).map(({ name }) => name);
    return `${names.join(", ")}: ${zoneName(zone)} time`;
  });
}

const refusals: Readonly<Record<Refusal, string>> = {
  unknown_zone: "Choose a time zone.",
  end_before_start: "Choose a last day that is not before the first.",
  too_long: "A year at most. For longer, choose another zone of their own.",
  over: "These days are over.",
  overlapping_travel: "There is another trip on some of these days. Take that one back first.",
};

/** Why it was not saved, and what to do. */
export function zoneRefusal(code: Refusal): string {
  return refusals[code];
}

/** What of the visits after the clocks changed; null when there is nothing to say. */
export function outsideWords(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "1 booked visit lies outside these hours. It stays as it is."
    : `${count} booked visits lie outside these hours. They stay as they are.`;
}
