const day = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});
const time = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", timeStyle: "medium" });

/** "Tue, 10 Mar 2026" */
export function utcDay(epochMs: number): string {
  return day.format(epochMs);
}

/** "18:00:05 UTC" */
export function utcTime(epochMs: number): string {
  return `${time.format(epochMs)} UTC`;
}

/** "Tue, 10 Mar 2026, 18:00:05 UTC" */
export function utcText(epochMs: number): string {
  return `${utcDay(epochMs)}, ${utcTime(epochMs)}`;
}

/** How far the clock was moved: "2 d 4 h 30 min 5 s", or "not moved". */
export function shiftText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const told = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return told.length === 0 ? "not moved" : `${told.join(" ")} ahead of real time`;
}
