import type { StaffOutput } from "@quietroom/api/client";
import { dateTime, type StudioClock } from "../../show/format-time.ts";

export type Told = StaffOutput["bell"]["list"]["notices"][number];

/** What a notice says, in one sentence. */
export function noticeWords(
  {
    kind,
    clientName,
    practitionerName,
    startsAt,
  }: Pick<Told, "kind" | "clientName" | "practitionerName" | "startsAt">,
  clock: StudioClock,
): string {
  const who = clientName ?? "A client";
  const when = startsAt === null ? "" : ` ${dateTime(startsAt, clock)}`;
  const visit = `${when}${practitionerName === null ? "" : ` with ${practitionerName}`}`;
  const words: Readonly<Record<Told["kind"], string>> = {
    booked: `${who} booked${visit}.`,
    requested: `${who} asks for a visit${visit}.`,
    cancellation_asked: `${who} asks to cancel the visit${visit}.`,
    cancelled: `${who} cancelled the visit${visit}.`,
    waitlist_filled: `Somebody from the waitlist took the freed hour${visit}.`,
    waitlist_exhausted: `Nobody on the waitlist took the freed hour${visit}. It is on the public page.`,
    mail_returned: `An email to ${clientName ?? "a client"} came back, or was marked as unwanted.`,
  };
  return words[kind];
}

/** Where there is more about it. */
export function noticeHref({ kind, visit }: Pick<Told, "kind" | "visit">): string {
  if (kind === "mail_returned") return "/messages";
  if (kind === "waitlist_filled" || kind === "waitlist_exhausted" || visit === null) return "/waitlist";
  return `/calendar?view=day&date=${visit.day}&open=${visit.appointmentId}`;
}
