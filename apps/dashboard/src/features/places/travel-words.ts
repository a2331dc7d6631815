import type { StaffOutput } from "@quietroom/api/client";

export type Travel = StaffOutput["place"]["travel"];
type TravelPlace = Travel["places"][number];

/** Two places in use, and how long the way between them takes; null: nobody has said. */
export type Way = { readonly one: TravelPlace; readonly other: TravelPlace; readonly minutes: number | null };

/** Every pair of places in use, in the order of the page. */
export function waysOf({ places, ways }: Travel): Way[] {
  const inUse = places.filter(({ active }) => active);
  return inUse.flatMap((one, index) =>
    inUse.slice(index + 1).map((other) => ({
      one,
      other,
      minutes:
        ways.find(({ oneId, otherId }) =>
          oneId === one.id ? otherId === other.id : oneId === other.id && otherId === one.id,
        )?.minutes ?? null,
    })),
  );
}

/** The name of a way's field. */
export function wayField({ one, other }: Way): string {
  return `way-${one.id}-${other.id}`;
}

/** "25 minutes", or the studio's default and that it is that. */
export function wayWords({ minutes }: Way, unknownMin: number): string {
  if (minutes === null) return `${unknownMin} minutes, as nobody has said`;
  if (minutes === 0) return "No time: the next visit can begin at once";
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** Whole minutes as somebody typed them; null where nothing was typed, undefined where they are none or out of range. */
export function typedMinutes(text: string, least: number): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const minutes = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
  return minutes >= least && minutes <= 480 ? minutes : undefined;
}
