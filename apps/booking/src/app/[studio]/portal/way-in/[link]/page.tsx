import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import { Link2Off } from "lucide-react";
import Link from "next/link";
import { enterByLink } from "../../../../../features/portal-door/actions.ts";
import { CodeForm } from "../../../../../features/portal-door/code-form.tsx";
import { portalCookies, portalDoor } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";

/** Where the mail's link leads. Opening it lets nobody in and uses nothing up: mail scanners open links, people press buttons. */
export default async function WayInPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string; readonly link: string }>;
}) {
  const { studio: slug, link } = await params;
  const studio = await loadStudio(slug);
  const askAgainHref = `/${slug}/portal/sign-in`;
  const standing = await (await portalDoor()).look(slug, link, await portalCookies());
  if (standing === "unknown" || standing === "used" || standing === "expired") {
    const [title, text] = words[standing];
    return (
      <Refusal
        title={title}
        icon={<Link2Off />}
        actions={
          <>
            <Button asChild>
              <Link href={askAgainHref}>Ask for a new way in</Link>
            </Button>
            <Button asChild variant="secondary">
              <Link href={`/${slug}`}>To {studio.name}</Link>
            </Button>
          </>
        }
      >
        <p>{text}</p>
      </Refusal>
    );
  }
  const here = standing === "ready";
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        title={`Your visits at ${studio.name}`}
        description={
          here
            ? "One press and you are in. The link works once."
            : "This is not the browser that asked for the way in, so we ask for the code of the same email too."
        }
      />
      <CodeForm
        action={enterByLink.bind(null, slug, link)}
        asks={here ? "nothing" : "code"}
        askAgainHref={askAgainHref}
      />
    </div>
  );
}

const words = {
  unknown: [
    "This link does not work",
    "It may be cut off. Open it from the email once more, or ask for a new one.",
  ],
  used: ["This link was used", "Each works once, so that nobody comes in by an old email."],
  expired: ["This link is over", "It counts for 15 minutes after it was asked for."],
} as const;
