/** What a kind of message is called on screen. Unknown kinds show their code. */
export function kindWords(kind: string): string {
  const reminder = /^reminder_(\d+)$/.exec(kind)?.[1];
  if (reminder !== undefined) return `Reminder, ${Math.round(Number(reminder) / 60)} h before`;
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
