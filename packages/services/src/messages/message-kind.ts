import { type VisitNotice, visitNotices } from "@quietroom/domain/scheduling";

/** What a message is about, reminders apart. */
export type NoticeKind = VisitNoticeKind | "waitlist_joined" | "waitlist_offer" | "waitlist_offer_closed";
export type VisitNoticeKind = VisitNotice;
/** What a client may be told of many visits at once. */
export type TogetherKind = Extract<VisitNotice, "confirmation" | "rescheduled" | "cancelled">;
/** A reminder carries its offset: "reminder_1440" leaves 24 hours before the visit. */
export type ReminderKind = `reminder_${number}`;

export function reminderKind(offsetMin: number): ReminderKind {
  return `reminder_${offsetMin}`;
}

/** The kind in a ledger row. Only this feature writes them; another text is a bug. */
export function readKind(column: string): NoticeKind | { readonly reminderOffsetMin: number } {
  const offset = /^reminder_(\d+)$/.exec(column)?.[1];
  if (offset !== undefined) return { reminderOffsetMin: Number(offset) };
  const kind = noticeKinds.find((known) => known === column);
  if (kind === undefined) throw new Error("the ledger holds an unknown kind of message");
  return kind;
}

const noticeKinds = [
  ...visitNotices,
  "waitlist_joined",
  "waitlist_offer",
  "waitlist_offer_closed",
] as const satisfies readonly NoticeKind[];
