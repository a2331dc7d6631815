import { tokenSchema } from "@quietroom/contracts/wire";
import { categoryWords, channelWords, choiceWords } from "@quietroom/domain/preferences";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import Link from "next/link";
import { LinkRefusal } from "../../../../features/manage-visit/link-refusal.tsx";
import { stop } from "../../../../features/unsubscribe/stop.ts";
import { publicCaller } from "../../../../server/api.ts";
import { loadStudio } from "../../../../server/studio.ts";

/** Where a message's own link switches off what it was, without signing in. */
export default async function UnsubscribePage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string; readonly token: string }>;
}) {
  const { studio: slug, token } = await params;
  const studio = await loadStudio(slug);
  const caller = await publicCaller();
  const found = tokenSchema.safeParse(token).success
    ? await caller.unsubscribe.view({ studio: slug, token })
    : null;
  if (found === null || !found.ok)
    return <LinkRefusal studio={studio} code="link_invalid" subject="unsubscribe" />;
  const { wanted, ...which } = found.value;
  const title = `${categoryWords[which.category]} ${channelWords[which.channel]}`;
  const { chosen, always } = choiceWords("client", which);
  return (
    <div className="grid max-w-2xl gap-6">
      <PageHeader
        title={wanted ? "Stop these messages?" : "These messages do not come any more"}
        description={`${title} from ${studio.name}: ${chosen ?? ""}.`}
      />
      {always === null ? null : (
        <p className="max-w-[62ch] text-muted">
          Still sent: {always}. They are the only notice of what was booked or asked for.
        </p>
      )}
      {wanted ? (
        <form action={stop.bind(null, slug, token)}>
          <SubmitButton size="lg" pendingLabel="One moment …">
            Stop them
          </SubmitButton>
        </form>
      ) : null}
      <p>
        <Link
          className="underline underline-offset-4 hover:text-accent"
          href={`/${slug}/portal/messages`}
          prefetch={false}
        >
          {wanted ? "See all messages you get" : "Sign in to switch them on again"}
        </Link>
      </p>
    </div>
  );
}
