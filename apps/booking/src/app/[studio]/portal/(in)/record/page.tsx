import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { askOfRecord, takeBack } from "../../../../../features/portal-record/ask-of-record.ts";
import { AskForm } from "../../../../../features/portal-record/ask-form.tsx";
import { OwnRequests } from "../../../../../features/portal-record/own-requests.tsx";
import { asClient, clientCaller } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";

/** What is kept of a client, to take along, and what they ask the studio to do with it. */
export default async function PortalRecordPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { slug, name, locale } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const { timeZone, requests } = await asClient(slug, () => caller.record.requests({ studio: slug }));
  const search = await searchParams;
  const refused = String(search["refused"] ?? "");
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader title="My record" description={`What ${name} keeps of you. It is yours to see.`} />
      {search["asked"] ? <Notice tone="positive">Your request is with {name}.</Notice> : null}
      {search["taken"] ? <Notice tone="positive">You took your request back.</Notice> : null}
      <section aria-labelledby="take" className="grid justify-items-start gap-4">
        <h2 id="take" className="display text-2xl">
          See all of it
        </h2>
        <p className="max-w-[62ch] text-muted">
          Your details, visits, places on the waitlist, messages, what you agreed to and asked for, whom the
          studio gave something of it, and who opened your record.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button asChild>
            <Link href={`/${slug}/portal/record/all`} prefetch={false}>
              Read or print it
            </Link>
          </Button>
          <Button asChild variant="secondary">
            <a href={`/${slug}/portal/record/file`} download>
              Download as a file
            </a>
          </Button>
        </div>
        <p className="max-w-[62ch] text-muted text-sm">
          The file is for another program to read (JSON). Keep both where only you can see them.
        </p>
      </section>
      <AskForm
        action={askOfRecord.bind(null, slug)}
        error={Object.hasOwn(refusedWords, refused) ? refusedWords[refused] : undefined}
      />
      <OwnRequests requests={requests} zone={timeZone} locale={locale} takeBack={takeBack.bind(null, slug)} />
    </div>
  );
}

const refusedWords: Readonly<Record<string, string>> = {
  words: "Say what you ask for, in 2,000 characters or fewer.",
  too_many_open: "Five of your requests wait for an answer. Take one back, or wait for the studio.",
  already_answered: "The studio has answered that one already.",
};
