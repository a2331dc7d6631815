import type { WaitlistOfferClosed } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { onVisitClock } from "../visit-card.ts";

/** Sent when an offer ended without an answer, or its hour is no longer there. Nobody is blamed for it. */
export function waitlistOfferClosed(message: WaitlistOfferClosed): Letter {
  const { studio, visit } = message;
  const time = onVisitClock(visit.start, visit, studio.locale);
  return {
    subject: `About the time ${plainLine(studio.name)} kept for you`,
    preview: "You keep your place on the waitlist.",
    title: message.reason === "lapsed" ? "That offer has ended" : "That time is no longer open",
    opening: [
      greeting(message.clientFirstName),
      message.reason === "lapsed"
        ? `We kept ${time} for you and did not hear back, so it is no longer set aside.`
        : `We are sorry: ${time} is no longer open.`,
      "You keep your place on the waitlist, and we will write when another time opens.",
    ],
    card: null,
    actions: [{ label: "See open times", url: message.bookUrl, weight: "quiet" }],
    notes: [],
  };
}
