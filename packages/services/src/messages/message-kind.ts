import { clientMessageOf } from "@quietroom/domain/preferences";
import type { VisitNotice } from "@quietroom/domain/scheduling";

/** What a message is about, reminders apart. */
export type NoticeKind = VisitNoticeKind | "waitlist_joined" | "waitlist_offer" | "waitlist_offer_closed";
export type VisitNoticeKind = VisitNotice;
/** What a client may be told of many visits at once. */
export type TogetherKind = Extract<VisitNotice, "confirmation" | "rescheduled" | "cancelled">;
/** A reminder carries its rule: "reminder_1d" leaves the day before the visit. */
export type ReminderKind = `reminder_${string}`;

export function reminderKind(rule: string): ReminderKind {
  return `reminder_${rule}`;
}

/** The kind in a ledger row. Only this feature writes them; another text is a bug. */
export function readKind(column: string): NoticeKind | "reminder" {
  const kind = clientMessageOf(column);
  if (kind === null) throw new Error("the ledger holds an unknown kind of message");
  return kind;
}
