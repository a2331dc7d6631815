import type { MessageChannel } from "../messaging/index.ts";
import type { ShownChoice } from "./choices.ts";
import { messagesIn } from "./choices.ts";
import type { ClientMessage, MessageCategory, Recipient, StaffMessage } from "./message-rules.ts";

/** What each category is called. */
export const categoryWords: Readonly<Record<MessageCategory | "account", string>> = {
  appointments: "Visits",
  forms: "Forms",
  messages: "Messages",
  billing: "Payments",
  progress: "Progress",
  marketing: "News of the studio",
  account: "Signing in",
};

export const channelWords: Readonly<Record<MessageChannel, string>> = {
  email: "by email",
  sms: "by text message",
  push: "on the telephone",
  in_app: "in the bell",
};

const clientWords: Readonly<Record<ClientMessage, string>> = {
  confirmation: "confirmations",
  reminder: "reminders",
  rescheduled: "changes",
  cancelled: "cancellations",
  request_received: "answers to what was asked",
  request_declined: "answers to what was asked",
  request_expired: "answers to what was asked",
  cancellation_turned_down: "answers to what was asked",
  waitlist_joined: "places on the waitlist",
  waitlist_offer: "times that come free",
  waitlist_offer_closed: "times that come free",
  account: "codes, links, and what was changed about signing in",
};

const staffWords: Readonly<Record<StaffMessage, string>> = {
  booked: "bookings",
  requested: "requests",
  cancellation_asked: "requests to cancel",
  cancelled: "cancellations",
  waitlist_filled: "what came of the waitlist",
  waitlist_exhausted: "what came of the waitlist",
  mail_returned: "mail that came back",
  account: "what was changed about signing in",
};

/** What a choice is about, in words: what it switches, and what comes whatever it says. Null: there is none. */
export function choiceWords(
  to: Recipient,
  choice: Pick<ShownChoice, "category" | "channel">,
): { readonly chosen: string | null; readonly always: string | null } {
  const words: Readonly<Record<string, string>> = to === "client" ? clientWords : staffWords;
  const listed = (messages: readonly string[]) => {
    const all = [...new Set(messages.map((message) => words[message] ?? message))];
    const [last] = all.slice(-1);
    if (last === undefined) return null;
    return all.length === 1 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
  };
  const { chosen, always } = messagesIn(to, choice);
  return { chosen: listed(chosen), always: listed(always) };
}
