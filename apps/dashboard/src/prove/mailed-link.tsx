import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import Link from "next/link";

const words = {
  link_invalid: {
    title: "This link is not whole",
    text: "Part of the address is missing. Open it from the mail again, or copy all of it.",
  },
  link_used: { title: "This link was used already", text: "Each link works once." },
  link_expired: {
    title: "This link is over",
    text: "It lasted for a while only, and ends early when something newer takes its place.",
  },
} as const;

export type LinkRefusal = keyof typeof words;

export function isLinkRefusal(refusal: string): refusal is LinkRefusal {
  return Object.hasOwn(words, refusal);
}

/** A mailed link that does not count, and where to go instead. */
export function LinkOver({
  refusal,
  instead,
}: {
  readonly refusal: LinkRefusal;
  readonly instead: { readonly label: string; readonly href: string };
}) {
  const { title, text } = words[refusal];
  return (
    <div className="grid justify-items-start gap-5">
      <Notice tone="caution" title={title} className="w-full">
        {text}
      </Notice>
      <Button asChild size="lg">
        <Link href={instead.href}>{instead.label}</Link>
      </Button>
    </div>
  );
}

/** While the link is being looked at. */
export function LinkLoading() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Looking at the link …</span>
      <Skeleton className="h-5 w-3/4" />
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
    </div>
  );
}

/** When the server did not answer what the link is good for. */
export function LinkFailed({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <div className="grid justify-items-start gap-5">
      <Notice tone="caution" className="w-full">
        The server did not answer. The link is still good; wait a moment, then try again.
      </Notice>
      <Button size="lg" onClick={onAgain}>
        Try again
      </Button>
    </div>
  );
}
