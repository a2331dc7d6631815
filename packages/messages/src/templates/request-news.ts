import type { RequestNews } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import { greeting } from "../greeting.ts";
import type { Letter } from "../letter.ts";
import { visitCard } from "../visit-card.ts";

/** Sent when a request is with the studio, and when the studio has answered one with no. A yes is a message of its own. */
export function requestNews(message: RequestNews): Letter {
  const { studio, visit, news } = message;
  const { subject, title, sentence, action, standing } = words[news](plainLine(studio.name));
  const card = visitCard(visit, studio.locale, { standing });
  return {
    subject,
    preview: standing === "stands" ? `${card.when.day}, ${card.when.hours}` : "The details are inside.",
    title,
    opening: [greeting(message.clientFirstName), sentence],
    card,
    actions: [{ label: action, url: message.manageUrl, weight: "primary" }],
    notes: [
      {
        title: "If you have a question",
        paragraphs: [`Reply to this message or call ${plainLine(studio.phone)}.`],
      },
    ],
  };
}

type Words = {
  readonly subject: string;
  readonly title: string;
  readonly sentence: string;
  readonly action: string;
  readonly standing: "stands" | "cancelled";
};

const words: Readonly<Record<RequestNews["news"], (studio: string) => Words>> = {
  request_received: (studio) => ({
    subject: `${studio} has your request`,
    title: "Your request is with the studio",
    sentence:
      "The time is kept for you until they answer. It is not confirmed yet: we write as soon as it is.",
    action: "View or withdraw",
    standing: "stands",
  }),
  request_declined: (studio) => ({
    subject: `${studio} cannot take your request`,
    title: "That time cannot be given",
    sentence:
      "The studio cannot take this request. We are sorry. Other times that are free are a press away.",
    action: "See other times",
    standing: "cancelled",
  }),
  request_expired: (studio) => ({
    subject: `Your request to ${studio} ran out`,
    title: "Your request ran out",
    sentence:
      "The studio did not answer in time, so the time was let go. We are sorry. You can ask for another.",
    action: "See other times",
    standing: "cancelled",
  }),
  cancellation_turned_down: (studio) => ({
    subject: `Your appointment at ${studio} stands`,
    title: "Your appointment stands",
    sentence:
      "You asked for it to be cancelled after the deadline had passed. The studio has answered that it stands.",
    action: "See the answer",
    standing: "stands",
  }),
};
