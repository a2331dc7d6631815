import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import { Link2Off } from "lucide-react";
import Link from "next/link";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";

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
} as const;

/** A signed link that leads nowhere (any more): what happened, and the next step. */
export function LinkRefusal({
  studio,
  code,
  subject,
}: {
  readonly studio: Studio;
  readonly code: "link_invalid" | "link_expired";
  readonly subject: keyof typeof words;
}) {
  const [title, text] = words[subject][code];
  return (
    <Refusal
      title={title}
      icon={<Link2Off />}
      actions={
        <>
          <Button asChild>
            <Link href={`/${studio.slug}`}>See free times</Link>
          </Button>
          <Button asChild variant="secondary">
            <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Refusal>
  );
}
