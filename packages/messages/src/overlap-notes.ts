import type { MessageOverlap, MessageStudio, MessageVisit } from "@quietroom/domain/messaging";
import type { LetterNote } from "./letter.ts";
import { visitClockInterval } from "./visit-card.ts";

/** Says that the client has another visit at this time, when that is, and what to do (SCHED-12). Nothing else of that visit. */
export function overlapNotes(
  overlap: MessageOverlap,
  visit: MessageVisit,
  studio: MessageStudio,
): readonly LetterNote[] {
  if (overlap === null) return [];
  const when = visitClockInterval(overlap, visit, studio.locale);
  return [
    {
      title: "You have two visits at once",
      paragraphs: [
        `Another visit of yours here overlaps with this one: ${when}. If you did not mean to keep both, move or cancel one by the link in its message.`,
      ],
    },
  ];
}
