/** Which accounts can be looked at. */
export const filters = [
  { state: "all", label: "All" },
  { state: "locked", label: "Locked" },
  { state: "suspended", label: "Suspended" },
  { state: "pending", label: "Not verified yet" },
  { state: "active", label: "Active" },
] as const;

/** The one that an address names, or all of them. */
export function filterIn(asked: unknown): (typeof filters)[number]["state"] {
  return filters.find(({ state }) => state === asked)?.state ?? "all";
}
