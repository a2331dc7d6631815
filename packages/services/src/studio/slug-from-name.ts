/** A public address made of a name: "Dr. Zoë O'Hara" gives "dr-zoe-o-hara". Falls back to `otherwise` when nothing remains. */
export function slugFromName(name: string, otherwise: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? otherwise : slug;
}

/** Addresses below a studio's that are pages of its own, and no service's. */
export const studioPages: readonly string[] = [
  "groups",
  "hold",
  "legal",
  "offer",
  "photo",
  "portal",
  "unsubscribe",
  "visit",
  "waitlist",
];

/** The slug itself, or with the first number behind it that makes it new. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let count = 2; ; count += 1) if (!taken.has(`${slug}-${count}`)) return `${slug}-${count}`;
}
