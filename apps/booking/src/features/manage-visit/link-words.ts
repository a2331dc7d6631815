type Words = readonly [title: string, text: string];

/** Why a link that leads nowhere does so, and what to do: a title and a sentence. */
export function linkWords({
  subject,
  code,
  ended: studioEnded,
}: {
  readonly subject: LinkSubject;
  readonly code: "link_invalid" | "link_expired";
  /** The studio was cancelled, so that whatever is shown, nothing opens. */
  readonly ended: boolean;
}): Words {
  return studioEnded ? ended : words[subject][code];
}

/** What a studio that is cancelled says at each of its links, whatever they led to. */
const ended: Words = [
  "This studio has closed",
  "Its links show and change nothing any more. If you need something of your record, call them.",
];

const words = {
  hold: {
    link_expired: [
      "Your ten minutes were over",
      "The time was let go. It may still be free: choose it again.",
    ],
    link_invalid: ["This page does not lead anywhere", "Choose a time again. Nothing was booked."],
  },
  appointment: {
    link_expired: ["This visit is over", "Its link ended with the visit. You can book the next one."],
    link_invalid: [
      "This link does not work",
      "It may be cut off. Open it from your confirmation email once more.",
    ],
  },
  offer: {
    link_expired: [
      "This offer is over",
      "The hour went to the next person. You keep your place on the waitlist.",
    ],
    link_invalid: ["This link does not work", "It may be cut off. Open it from your email once more."],
  },
  unsubscribe: {
    link_expired: ["This link has ended", "Open the one in your latest email."],
    link_invalid: ["This link does not work", "It may be cut off. Open it from your email once more."],
  },
} as const satisfies Record<string, Record<"link_invalid" | "link_expired", Words>>;

export type LinkSubject = keyof typeof words;
