import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import { Link2Off } from "lucide-react";
import Link from "next/link";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";
import { type LinkSubject, linkWords } from "./link-words.ts";

/** A signed link that leads nowhere (any more): what happened, and the next step. */
export function LinkRefusal({
  studio,
  code,
  subject,
}: {
  readonly studio: Studio;
  readonly code: "link_invalid" | "link_expired";
  readonly subject: LinkSubject;
}) {
  const [title, text] = linkWords({ subject, code, ended: studio.ended });
  return (
    <Refusal
      title={title}
      icon={<Link2Off />}
      actions={
        <>
          {studio.ended ? null : (
            <Button asChild>
              <Link href={`/${studio.slug}`}>See free times</Link>
            </Button>
          )}
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
