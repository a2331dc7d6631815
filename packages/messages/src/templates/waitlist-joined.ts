import type { WaitlistJoined } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";

/** Sent when somebody joins the waitlist: what will happen, and that nothing is expected of them now. */
export function waitlistJoined(message: WaitlistJoined): Letter {
  return {
    subject: `You are on the waitlist at ${plainLine(message.studio.name)}`,
    preview: "We will write when a time that suits you opens.",
    title: "You are on the waitlist",
    opening: [
      greeting(message.clientFirstName),
      "We will write when a time that suits you opens. Until then there is nothing to do.",
    ],
    card: null,
    actions: [{ label: "See open times", url: message.bookUrl, weight: "quiet" }],
    notes: [
      {
        title: "When a time opens",
        paragraphs: [
          "It is offered to one person at a time and kept for them while they decide, so please answer by the link in that message.",
          "Saying no is fine: you keep your place.",
        ],
      },
    ],
  };
}
