/** What a countdown shows: "9:58 left", "0:07 left", "Time is up". Rounds up, so 0:00 is never shown with time to spare. */
export function countdownText(remainingMs: number): string {
  const seconds = Math.ceil(remainingMs / 1000);
  if (seconds <= 0) return "Time is up";
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
}

/** What a screen reader hears: it changes at whole minutes only, so it speaks once a minute. */
export function countdownAnnouncement(remainingMs: number): string {
  if (remainingMs <= 0) return "Time is up";
  const minutes = Math.ceil(remainingMs / 60_000);
  return minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
}
