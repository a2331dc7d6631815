/** What a person chose; "system" follows the device. */
export type ThemeChoice = "system" | "light" | "dark";

/** A cookie rather than local storage: the server writes `data-theme` on <html>, so no page flashes the wrong theme. */
export const THEME_COOKIE = "quietroom-theme";

/** Reads the cookie's value; anything unknown is "system". */
export function parseTheme(cookie: string | undefined): ThemeChoice {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** Spread on <html>: `<html {...themeAttributes(parseTheme(cookie))}>`. */
export function themeAttributes(choice: ThemeChoice): { readonly "data-theme"?: "light" | "dark" } {
  return choice === "system" ? {} : { "data-theme": choice };
}
