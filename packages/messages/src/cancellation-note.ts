import {
  type MessageCancellation,
  type MessageStudio,
  type MessageVisit,
  plainParagraphs,
} from "@quietroom/domain/messaging";
import type { LetterNote } from "./letter.ts";
import { onVisitClock } from "./visit-card.ts";

/**
 * Until when the client may cancel without asking, and the studio's policy in its own words. How it is moved is said by its page: where the studio
 * decides about each time, by telephone.
 */
export function cancellationNote(
  { policy, deadline }: MessageCancellation,
  visit: MessageVisit,
  studio: MessageStudio,
): LetterNote {
  // A deadline that had passed when the time was chosen would read as a promise already broken.
  const inTime = deadline > visit.versionedAt;
  return {
    title: "If you need to change it",
    paragraphs: [
      inTime
        ? `You can cancel by the link above until ${onVisitClock(deadline, visit, studio.locale)}. Its page says how to move the visit to another time.`
        : "It is too close to be changed by the link above. Please call or reply, and we will see what can be done.",
      ...plainParagraphs(policy, 1500),
    ],
  };
}
