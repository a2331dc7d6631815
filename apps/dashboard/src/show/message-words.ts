/** What a kind of message is called on screen. Unknown kinds show their code. */
export function kindWords(kind: string): string {
  const reminder = /^reminder_(.+)$/.exec(kind)?.[1];
  if (reminder !== undefined) return `Reminder, ${ruleWords(reminder)}`;
  const words: Readonly<Record<string, string>> = {
    confirmation: "Confirmation",
    rescheduled: "New time",
    cancelled: "Cancellation",
    request_received: "Request received",
    request_declined: "Request declined",
    request_expired: "Request ran out",
    cancellation_turned_down: "The visit stands",
    waitlist_joined: "On the waitlist",
    waitlist_offer: "Offer",
    waitlist_offer_closed: "Offer closed",
  };
  return words[kind] ?? kind;
}

/** "1d" is "1 day before", "1h30m" "1 h 30 min before", "08:00" "at 08:00 the same day". */
function ruleWords(rule: string): string {
  if (rule.includes(":")) return `at ${rule} the same day`;
  const units: Readonly<Record<string, string>> = { d: "days", h: "h", m: "min" };
  const parts = [...rule.matchAll(/(\d+)([dhm])/g)].map(([, count = "", unit = ""]) =>
    unit === "d" && count === "1" ? "1 day" : `${count} ${units[unit] ?? ""}`,
  );
  return `${parts.join(" ")} before`;
}

/** What became of a message, in one word. */
export function statusWords(status: string): string {
  const words: Readonly<Record<string, string>> = {
    planned: "planned for",
    claimed: "being sent",
    sent: "sent",
    failed: "failed",
    skipped: "skipped",
  };
  return words[status] ?? status;
}
