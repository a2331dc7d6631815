/**
 * What each job does, in words for the people whose studio it works for; a test in the room of the jobs holds the two lists together. A name that
 * is not here is of another version of the product.
 */
const known = {
  "quietroom-watch-access": "Watch for unusual access",
  "quietroom-watch-time-zones": "Follow changes of time zones",
  "quietroom-end-lapsed-sessions": "Sign out sessions that ran out",
  "quietroom-seal-audit": "Seal the audit",
  "quietroom-archive-audit": "Archive the audit",
  "quietroom-send-confirmation": "Confirm a booking",
  "quietroom-send-change-notice": "Tell of a moved or cancelled visit",
  "quietroom-send-request-news": "Tell of an answered request",
  "quietroom-send-series-news": "Tell of a changed series",
  "quietroom-send-reminders": "Remind of a visit",
  "quietroom-send-text": "Send a text message",
  "quietroom-send-waitlist-joined": "Confirm a place on the waitlist",
  "quietroom-send-offer-closed": "Tell that an offer is closed",
  "quietroom-send-staff-mail": "Email somebody of the staff",
  "quietroom-alert-admins": "Alert the admins",
  "quietroom-send-way-in": "Email a way in to the portal",
  "quietroom-send-client-mail": "Email a client about their account",
  "quietroom-end-unreached-offer": "Pass on an offer that did not arrive",
  "quietroom-send-message-again": "Send a message again",
  "quietroom-ring-the-bell": "Tell staff what happened",
  "quietroom-fill-opening": "Offer a freed time to the waitlist",
  "quietroom-withdraw-lost-offers": "Withdraw offers of times that are gone",
  "quietroom-expire-holds": "Give back times that were held",
  "quietroom-expire-requests": "Close requests that ran out",
  "quietroom-judge-minimums": "Judge whether a group has enough people",
  "quietroom-expire-entries": "Close waitlist places that ran out",
  "quietroom-extend-series": "Book the next dates of series",
  "quietroom-rotate-keys": "Change the studio's keys",
  "quietroom-renew-keys": "Renew keys that are old",
  "quietroom-mark-purge-candidates": "Find records past their retention",
  "quietroom-purge-outbox": "Clear away events that were handled",
  "quietroom-purge-dead-letters": "Clear away dead letters that were settled",
  "quietroom-purge-notices": "Clear away notices that are over",
  "quietroom-keep-dead-letters": "Keep what failed for good",
} as const;

/** A job's name as whoever runs the jobs knows it. */
export const knownJobs: readonly string[] = Object.keys(known);

/** True for a job of this version of the product. */
export function isKnownJob(functionId: string): boolean {
  return knownJobs.includes(functionId);
}

/** What a job does, in words; for one of another version its name, and for none that the event found no taker. */
export function jobWords(functionId: string): string {
  if (functionId === "") return "Hand an event to whoever it concerns";
  const words: Readonly<Record<string, string>> = known;
  return words[functionId] ?? functionId;
}
