import type { WaitlistOfferClosed } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { onVisitClock } from "../visit-card.ts";

/** Sent when an offer ended without an answer, or its hour or seat is no longer there. Nobody is blamed for it. */
export function waitlistOfferClosed(message: WaitlistOfferClosed): Letter {
  const { studio, visit, offers } = message;
  const clock = onVisitClock(visit.start, visit, studio.locale);
  const kept = offers === "seat" ? `a seat on ${clock}` : clock;
  const gone = offers === "seat" ? `the seat on ${clock}` : clock;
  return {
    subject: `About the ${offers} ${plainLine(studio.name)} kept for you`,
    preview: "You keep your place on the waitlist.",
    title: message.reason === "lapsed" ? "That offer has ended" : `That ${offers} is no longer open`,
    opening: [
      greeting(message.clientFirstName),
      message.reason === "lapsed"
        ? `We kept ${kept} for you and did not hear back, so it is no longer set aside.`
        : `We are sorry: ${gone} is no longer open.`,
      `You keep your place on the waitlist, and we will write when another ${offers} opens.`,
    ],
    card: null,
    actions: [{ label: "See open times", url: message.bookUrl, weight: "quiet" }],
    notes: [],
  };
}
