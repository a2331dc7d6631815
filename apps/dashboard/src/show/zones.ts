/** Every zone that this browser knows, and this one in any case. */
export function zonesWith(zone: string): readonly string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(zone) ? known : [zone, ...known];
}

/** "America/New York": the name as people read it. */
export function zoneName(timeZone: string): string {
  return timeZone.replaceAll("_", " ");
}
