import type { StaffOutput } from "@quietroom/api/client";

export type Place = StaffOutput["place"]["list"][number];
type Refusal = Extract<StaffOutput["place"]["save"], { ok: false }>["refusal"]["code"];

const refusals: Readonly<Record<Refusal, string>> = {
  is_primary: "This is the studio's main place, and stays in use.",
  visits_ahead: "Visits are still to take place here. Move or cancel them first.",
  changed_meanwhile:
    "Someone else changed this meanwhile. Close this and open it again to see how it stands.",
};

/** Why a place was not saved, and what to do. */
export function placeRefusal(code: Refusal): string {
  return refusals[code];
}

/** "12 Bank St, New York, NY 10014, US". */
export function writtenAddress({ addressLine, city, region, postalCode, country }: Place): string {
  const area = [region, postalCode].filter((part) => part !== "").join(" ");
  return [addressLine, city, area, country].join(", ");
}

/** "America/New York": the name as people read it. */
export function zoneName(timeZone: string): string {
  return timeZone.replaceAll("_", " ");
}

/** What is still to take place there. */
export function visitsAhead(count: number): string {
  if (count === 0) return "No visits ahead";
  return count === 1 ? "1 visit ahead" : `${count} visits ahead`;
}
