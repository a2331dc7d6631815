import { canonicalZone } from "@quietroom/domain/time";
import { parseTheme, THEME_COOKIE, type ThemeChoice } from "@quietroom/ui/theme";
import { cookies } from "next/headers";

export const ZONE_COOKIE = "quietroom-zone";

/** The visitor's own zone as their browser reported it, or null when unknown or not a zone. */
export async function viewerZone(): Promise<string | null> {
  const reported = (await cookies()).get(ZONE_COOKIE)?.value;
  return reported === undefined ? null : canonicalZone(decodeURIComponent(reported));
}

/** The colour theme this visitor chose. */
export async function viewerTheme(): Promise<ThemeChoice> {
  return parseTheme((await cookies()).get(THEME_COOKIE)?.value);
}
