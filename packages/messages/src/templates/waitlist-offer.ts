import type { WaitlistOffer } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { onVisitClock, visitCard } from "../visit-card.ts";

/** Sent when a freed hour or seat is offered to one person (WAIT-05, WAIT-11). Both links lead to a page that asks once more. */
export function waitlistOffer(message: WaitlistOffer): Letter {
  const { studio, visit } = message;
  const card = visitCard(visit, studio.locale);
  const answerBy = onVisitClock(message.answerBy, visit, studio.locale);
  const words = wordsOf[message.offers];
  return {
    subject: `${words.opened} at ${plainLine(studio.name)}`,
    preview: `${card.when.day}, ${card.when.hours}`,
    title: `${words.opened} for you`,
    opening: [greeting(message.clientFirstName), `It is kept for you until ${answerBy}.`],
    card,
    actions: [
      { label: words.accept, url: message.acceptUrl, weight: "primary" },
      { label: "No, thank you", url: message.declineUrl, weight: "quiet" },
    ],
    notes: [{ title: "If you do not answer", paragraphs: [words.unanswered] }],
  };
}

const wordsOf = {
  time: {
    opened: "A time has opened",
    accept: "Accept this time",
    unanswered: "The time goes to the next person, and you keep your place on the waitlist.",
  },
  seat: {
    opened: "A seat has opened",
    accept: "Accept this seat",
    unanswered: "The seat goes to the next person, and you keep your place on the waitlist.",
  },
} as const;
