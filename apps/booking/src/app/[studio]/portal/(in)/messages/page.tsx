import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { choose } from "../../../../../features/portal-messages/choose.ts";
import { OwnChoices } from "../../../../../features/portal-messages/own-choices.tsx";
import { asClient, clientCaller } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";

/** Which messages a client gets, and by which channel. */
export default async function PortalMessagesPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[]>>>;
}) {
  const { slug, name } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const { choices } = await asClient(slug, () => caller.preferences.view({ studio: slug }));
  const search = await searchParams;
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title="Messages you get"
        description={`What ${name} sends you, and how. What you choose counts from the next message on.`}
      />
      <OwnChoices
        choices={choices}
        said={justSaid(search)}
        agreementsHref={`/${slug}/portal/agreements#text_messages`}
        choose={choose.bind(null, slug)}
      />
    </div>
  );
}

/** What the choice before led to, as it came back in the address. */
function justSaid(search: Readonly<Record<string, string | readonly string[]>>) {
  const { on, off, about, refused } = search;
  if (typeof on === "string")
    return { about: on, tone: "positive", words: "These messages come from now on." } as const;
  if (typeof off === "string")
    return { about: off, tone: "positive", words: "These messages do not come any more." } as const;
  return typeof about !== "string"
    ? null
    : ({
        about,
        tone: "caution",
        words:
          refused === "not_agreed"
            ? "Nothing was switched on: agree to text messages first."
            : "This cannot be switched off.",
      } as const);
}
