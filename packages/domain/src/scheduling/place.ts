/** What decides whether a place may be taken out of use. */
type Place = { readonly isPrimary: boolean; readonly active: boolean; readonly visitsAhead: number };

type PlaceRefusal = { readonly code: "is_primary" | "visits_ahead"; readonly field: "active" };

/**
 * Why a place may not be saved so, or null when it may (TEN-18): a studio always has its primary place, and none is left by its studio
 * while visits are still to take place there.
 */
export function placeRefusal(place: Place, { active }: { readonly active: boolean }): PlaceRefusal | null {
  if (active || !place.active) return null;
  if (place.isPrimary) return { code: "is_primary", field: "active" };
  return place.visitsAhead > 0 ? { code: "visits_ahead", field: "active" } : null;
}
