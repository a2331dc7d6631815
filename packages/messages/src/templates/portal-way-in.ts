import type { PortalWayIn } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";

/** The way in to the portal, good once: a link for the browser that asked, and a code for it or for any other. */
export function portalWayIn(message: PortalWayIn): Letter {
  return {
    subject: `Your way in at ${plainLine(message.studio.name)}`,
    preview: "It works once, and not for long.",
    title: "Your way in",
    opening: [
      greeting(message.clientFirstName),
      "Open the link and press the button there. It works once, for 15 minutes after it was asked for.",
      `If you are asked for a code, it is ${message.code}. The code counts for 5 minutes.`,
    ],
    card: null,
    actions: [{ label: "Open the way in", url: message.wayInUrl, weight: "primary" }],
    notes: [
      {
        title: "If you did not ask for this",
        paragraphs: [
          "Do nothing, and tell nobody the code: nobody comes in without it or this mail. We never ask for it by phone.",
        ],
      },
    ],
  };
}
