import type { AppointmentReminder } from "@quietroom/domain/messaging";
import { plainLine, zonesShown } from "@quietroom/domain/messaging";
import { daysBetween, hourMs, localDate } from "@quietroom/domain/time";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { visitCard } from "../visit-card.ts";
import { spokenClock, spokenWeekday } from "../when.ts";

/**
 * Sent 48 hours, 24 hours and 2 hours before (NOTIF-01), or at the offsets a studio chose. The words follow how far away
 * the visit is when the message is written, so a reminder that was held up never says "tomorrow" on the day itself.
 */
export function appointmentReminder(message: AppointmentReminder): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale);
  const { title, sentence, change } = nearness(message);
  return {
    subject: `A reminder from ${plainLine(studio.name)}`,
    preview: `${card.when.day}, ${card.when.hours}`,
    title,
    opening: [greeting(message.clientFirstName), sentence],
    card,
    actions: [
      { label: "View appointment", url: message.manageUrl, weight: "primary" },
      { label: "Stop these reminders", url: message.unsubscribeUrl, weight: "quiet" },
    ],
    notes: [
      { title: "If something has come up", paragraphs: [change] },
      { title: "If you would rather not be reminded", paragraphs: [withoutReminders] },
    ],
  };
}

const withoutReminders =
  "You can switch reminders off at any time, by the link above. Confirmations, changes and cancellations still come, as they are the only notice of them.";

function nearness({ visit, asOf, studio }: AppointmentReminder): {
  readonly title: string;
  readonly sentence: string;
  readonly change: string;
} {
  const zone = zonesShown(visit).first;
  const days = daysBetween(localDate(asOf, zone), localDate(visit.start, zone));
  const clock = spokenClock(visit.start, zone, studio.locale);
  const early = "Let us know as early as you can, so that the time can go to somebody who is waiting.";
  if (visit.start - asOf <= 3 * hourMs) {
    const day = days <= 0 ? "today" : "tomorrow";
    return {
      title: "See you soon",
      sentence: `Your appointment begins ${day} at ${clock}.`,
      change: "Please call or reply now.",
    };
  }
  if (days <= 0)
    return { title: "Your appointment is today", sentence: `It begins at ${clock}.`, change: early };
  if (days === 1)
    return { title: "Your appointment is tomorrow", sentence: `It begins at ${clock}.`, change: early };
  if (days < 7) {
    const weekday = spokenWeekday(visit.start, zone, studio.locale);
    const distance = days === 2 ? "in two days" : `in ${days} days`;
    return {
      title: `Your appointment is on ${weekday}`,
      sentence: `That is ${distance}, at ${clock}.`,
      change: early,
    };
  }
  return {
    title: "Your appointment is coming up",
    sentence: `It is in ${days} days, at ${clock}.`,
    change: early,
  };
}
