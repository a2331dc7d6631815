import type { ContentFor, TextedTemplate } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { assertNever } from "@quietroom/domain/result";
import type { Instant } from "@quietroom/domain/time";
import { greeting } from "./greeting.ts";
import { spokenBriefly, sameClock } from "./when.ts";

export type TextContent = Extract<ContentFor<"sms">, { readonly template: TextedTemplate }>;

/**
 * The words of a text message: a pure function of what a text may show (NOTIF-11), and so the same again on every repeat. Who writes stands first,
 * as no number says it, and how to end it last. At most two segments long where names and links are of usual length.
 */
export function textMessage(content: TextContent): string {
  const studio = plainLine(content.studio.name, 40);
  const hello = greeting(content.clientFirstName.length <= 20 ? content.clientFirstName : "");
  return inPlainLetters(`${studio}: ${hello} ${sentences(content)} Reply STOP to end texts.`);
}

function sentences(content: TextContent): string {
  const { visit } = content;
  const when = (at: Instant) => onBothClocks(at, content);
  switch (content.template) {
    case "appointment-confirmation":
      return `you are booked for ${when(visit.start)}. Details: ${content.manageUrl}`;
    case "appointment-reminder":
      return `a reminder of your appointment on ${when(visit.start)}. Details: ${content.manageUrl}`;
    case "appointment-rescheduled":
      return `your appointment is now on ${when(visit.start)}. Details: ${content.manageUrl}`;
    case "appointment-cancelled":
      return `your appointment on ${when(visit.start)} is cancelled. Book again: ${content.bookUrl}`;
    case "waitlist-offer":
      return `${content.offers === "seat" ? "a seat" : "a time"} came free on ${when(visit.start)}. Answer by ${onOwnClock(content.answerBy, content)}: ${content.acceptUrl}`;
    default:
      return assertNever(content);
  }
}

/** On the clock of the place, and on the client's own where that reads differently (ec-A25, ec-A26). */
function onBothClocks(at: Instant, { visit, studio }: TextContent): string {
  const here = spokenBriefly(at, visit.timeZone, studio.locale);
  const own = visit.clientTimeZone;
  if (own === null || sameClock(at, visit.timeZone, own)) return here.text;
  return `${here.text} ${here.zone} (${spokenBriefly(at, own, studio.locale).text} your time)`;
}

/** What only the client has to keep, on their clock alone. */
function onOwnClock(at: Instant, { visit, studio }: TextContent): string {
  return spokenBriefly(at, visit.clientTimeZone ?? visit.timeZone, studio.locale).text;
}

/** Letters that cost a text half its room have plain ones that say the same. What has none, as in a name, stays. */
function inPlainLetters(text: string): string {
  return text
    .replaceAll(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, "-")
    .replaceAll("\u2026", "...")
    .replaceAll(/\s/g, " ");
}
