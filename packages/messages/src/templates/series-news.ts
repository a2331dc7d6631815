import {
  type MessageStudio,
  plainLine,
  plainParagraphs,
  type SeriesNews,
  type SeriesNewsVisit,
} from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter, LetterDate } from "../letter.ts";
import { clockChange, onVisitClock, otherClock, visitClockInterval, whereLines } from "../visit-card.ts";

const words = {
  confirmation: {
    what: "are confirmed",
    sentence: () => "These times are set aside for you.",
  },
  rescheduled: {
    what: "have new times",
    sentence: () => "The earlier times no longer hold. These are the ones to keep.",
  },
  cancelled: {
    what: "are cancelled",
    sentence: (studio: string) =>
      `${studio} had to cancel these appointments. We are sorry for the change of plan.`,
  },
} as const;

/** Sent once when many appointments of a series were booked, moved or cancelled in one act; by staff, since nobody else can (SCHED-15). */
export function seriesNews({ studio, news, visits, policy, clientFirstName, bookUrl }: SeriesNews): Letter {
  const { what, sentence } = words[news];
  const studioName = plainLine(studio.name);
  return {
    subject: `Your appointments at ${studioName} ${what}`,
    preview: "The dates are inside.",
    title: `Your appointments ${what}`,
    opening: [greeting(clientFirstName), sentence(studioName)],
    card: null,
    dates: visits.map((visit) => dateOf(visit, news, studio)),
    actions: bookUrl === null ? [] : [{ label: "Find other times", url: bookUrl, weight: "primary" }],
    notes:
      news === "cancelled"
        ? []
        : [
            {
              title: "If you need to change one",
              paragraphs: [
                "Open its date above to change or cancel it. Its page says how, and until when that can be done.",
                ...plainParagraphs(policy, 1500),
              ],
            },
          ],
  };
}

function dateOf(visit: SeriesNewsVisit, news: SeriesNews["news"], studio: MessageStudio): LetterDate {
  const { locale } = studio;
  const moved = news === "rescheduled" && visit.previousStart !== null && visit.previousStart !== visit.start;
  return {
    when: visitClockInterval(visit, visit, locale),
    details: [
      ...[otherClock(visit, locale)].filter((line) => line !== null),
      ...(moved && visit.previousStart !== null
        ? [`Before: ${onVisitClock(visit.previousStart, visit, locale)}`]
        : []),
      `With: ${plainLine(visit.practitionerName)}`,
      `Where: ${whereLines(visit).join(", ")}`,
      ...clockChange(visit, locale),
      ...(visit.overlap === null
        ? []
        : [`Overlaps with another visit of yours here: ${visitClockInterval(visit.overlap, visit, locale)}`]),
    ],
    url: news === "cancelled" ? null : visit.manageUrl,
  };
}
