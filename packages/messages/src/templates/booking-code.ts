import type { BookingCode } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";

/** The code by which somebody who books shows that this address is theirs. Whoever gets it by mistake learns nothing but the studio's name. */
export function bookingCode(message: BookingCode): Letter {
  return {
    subject: `Your code for ${plainLine(message.studio.name)}`,
    preview: "To confirm your email address.",
    title: "Confirm your email address",
    opening: [
      greeting(""),
      `Your code is ${message.code}.`,
      "Type it on the page where you are booking. It counts once, for 15 minutes after it was asked for. Nothing is booked before that.",
    ],
    card: null,
    actions: [],
    notes: [
      {
        title: "If it was not you",
        paragraphs: [
          "Do nothing: somebody typed your address by mistake, and nothing is booked without the code. Tell it to nobody; we never ask for it by phone.",
        ],
      },
    ],
  };
}
