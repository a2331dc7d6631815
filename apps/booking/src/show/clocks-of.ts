/** Two clocks, as zones: the one that is said first, and the one that stands below it where it shows something else. */
export type Clocks = { readonly first: string; readonly second: string; readonly whoseSecond: string };

/** In person the venue's clock comes first, wherever the visitor is (ec-A25); online their own does (ec-A26). */
export function clocksOf(
  mode: "in_person" | "telehealth",
  venueZone: string,
  viewerZone: string | null,
): Clocks {
  const own = viewerZone ?? venueZone;
  return mode === "telehealth"
    ? { first: own, second: venueZone, whoseSecond: "the studio's time" }
    : { first: venueZone, second: own, whoseSecond: "your time" };
}
