/** "Firefox on Windows", or what is known of it. */
export function deviceWords({
  browser,
  system,
}: {
  readonly browser: string;
  readonly system: string;
}): string {
  if (browser === "Unknown" && system === "Unknown") return "An unknown device";
  if (browser === "Unknown") return system;
  return system === "Unknown" ? browser : `${browser} on ${system}`;
}
