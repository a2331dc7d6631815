import type { WaitlistOffer } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { onVisitClock, visitCard } from "../visit-card.ts";

/** Sent when a freed hour is offered to one person (WAIT-05, WAIT-11). Both links lead to a page that asks once more. */
export function waitlistOffer(message: WaitlistOffer): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale);
  const answerBy = onVisitClock(message.answerBy, visit, studio.locale);
  return {
    subject: `A time has opened at ${plainLine(studio.name)}`,
    preview: `${card.when.day}, ${card.when.hours}`,
    title: "A time has opened for you",
    opening: [greeting(message.clientFirstName), `It is kept for you until ${answerBy}.`],
    card,
    actions: [
      { label: "Accept this time", url: message.acceptUrl, weight: "primary" },
      { label: "No, thank you", url: message.declineUrl, weight: "quiet" },
    ],
    notes: [
      {
        title: "If you do not answer",
        paragraphs: ["The time goes to the next person, and you keep your place on the waitlist."],
      },
    ],
  };
}
