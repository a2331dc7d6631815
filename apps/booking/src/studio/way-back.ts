/** How long whoever was sent to the portal's door is led back to what they asked for: as long as the way in counts. */
export const wayBackSec = 900;

/** The cookie that keeps the page asked for while its client looks for the mail. */
export function wayBackCookie(studio: string): string {
  return `quietroom-back-${studio}`;
}

/**
 * Where to go once a client is in: the page of their studio's portal that they asked for, or its first (AUTH-31). What was asked for
 * comes back from a browser, so another studio's page, the door itself and another site are none.
 */
export function wayBack(studio: string, asked: unknown): string {
  const home = `/${studio}/portal`;
  const isPage = typeof asked === "string" && asked.length <= 500 && /^\/[\w\-/?=&]*$/.test(asked);
  if (!isPage || asked.includes("//")) return home;
  const isDoor = ["sign-in", "way-in", "second-step"].some((door) => asked.startsWith(`${home}/${door}`));
  return asked.startsWith(`${home}/`) && !isDoor ? asked : home;
}

/** The portal's door, which leads back to a page that is more than the first one. */
export function doorPath(
  studio: string,
  { back, ended }: { readonly back: unknown; readonly ended: boolean },
) {
  const next = wayBack(studio, back);
  const query = new URLSearchParams({
    ...(ended ? { ended: "1" } : {}),
    ...(next === `/${studio}/portal` ? {} : { next }),
  });
  return `/${studio}/portal/sign-in${query.size === 0 ? "" : `?${query}`}`;
}

/** The second step, which leads back likewise. */
export function stepPath(studio: string, back: unknown): string {
  const next = wayBack(studio, back);
  const query = next === `/${studio}/portal` ? "" : `?${new URLSearchParams({ next })}`;
  return `/${studio}/portal/second-step${query}`;
}
