import type { BellKind } from "../bell/index.ts";
import type { MessageChannel } from "../messaging/index.ts";
import { type VisitNotice, visitNotices } from "../scheduling/index.ts";

/** What people choose channels for (NOTIF-08). One that nothing is sent in yet is offered to nobody. */
export const messageCategories = [
  "appointments",
  "forms",
  "messages",
  "billing",
  "progress",
  "marketing",
] as const;
export type MessageCategory = (typeof messageCategories)[number];

/** What clients are sent. `account`: all about their own way in, the links and codes that they ask for included. */
export type ClientMessage =
  | VisitNotice
  | "reminder"
  | "waitlist_joined"
  | "waitlist_offer"
  | "waitlist_offer_closed"
  | "account";

/** What staff are told: in the bell, and by email of their own account alone. */
export type StaffMessage = BellKind | "account";

export type MessageFor = { readonly client: ClientMessage; readonly staff: StaffMessage };
export type Recipient = keyof MessageFor;

/**
 * Whether somebody may do without a message by a channel. `chosen`: they may. `only_notice`: nothing else tells of what was booked, asked for or
 * taken back, and both sides are held to it, so it goes. `own_account`: who came in where, and by what; nobody who came in wrongly may silence it.
 */
export type Choosable = "chosen" | "only_notice" | "own_account";

export type MessageRule = {
  readonly category: MessageCategory | "account";
  readonly by: Readonly<Partial<Record<MessageChannel, Choosable>>>;
};

const account: MessageRule = { category: "account", by: { email: "own_account" } };
const visitNews: MessageRule = { category: "appointments", by: { email: "only_notice", sms: "chosen" } };
const visitMail: MessageRule = { category: "appointments", by: { email: "only_notice" } };
const bellAboutVisits: MessageRule = { category: "appointments", by: { in_app: "chosen" } };

/** THE table: every message, what it is about, by which channels it goes, and which of those its recipient may switch off. */
export const messageRules: { readonly [To in Recipient]: Readonly<Record<MessageFor[To], MessageRule>> } = {
  client: {
    confirmation: visitNews,
    rescheduled: visitNews,
    cancelled: visitNews,
    request_received: visitMail,
    request_declined: visitMail,
    request_expired: visitMail,
    cancellation_turned_down: visitMail,
    reminder: { category: "appointments", by: { email: "chosen", sms: "chosen" } },
    waitlist_joined: visitMail,
    waitlist_offer: visitNews,
    waitlist_offer_closed: visitMail,
    account,
  },
  staff: {
    booked: bellAboutVisits,
    requested: bellAboutVisits,
    cancellation_asked: bellAboutVisits,
    cancelled: bellAboutVisits,
    waitlist_filled: bellAboutVisits,
    waitlist_exhausted: bellAboutVisits,
    mail_returned: { category: "messages", by: { in_app: "chosen" } },
    account,
  },
};

/** The message that a row of the ledger about care is; null for what no table knows. A reminder carries its rule: "reminder_1d". */
export function clientMessageOf(kind: string): Exclude<ClientMessage, "account"> | null {
  if (kind.startsWith("reminder_")) return "reminder";
  return aboutCare.find((known) => known === kind) ?? null;
}

const aboutCare = [
  ...visitNotices,
  "waitlist_joined",
  "waitlist_offer",
  "waitlist_offer_closed",
] as const satisfies readonly ClientMessage[];
