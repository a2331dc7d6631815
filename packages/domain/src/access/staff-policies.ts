/** What staff agree to before they see anything, by the version of its words: the day they were last changed (AUTH-04). */
export const staffPolicies = { terms: "2026-11-21", security: "2026-11-21" } as const;

export type StaffPolicy = keyof typeof staffPolicies;
