import { consentKinds, consentTexts } from "@quietroom/domain/records";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { acceptDocumentsWords } from "../../../../../client-details/accept-documents.tsx";
import { acceptPublished, sayConsent } from "../../../../../features/portal-agreements/answer-agreements.ts";
import { OwnConsents } from "../../../../../features/portal-agreements/own-consents.tsx";
import {
  AcceptedDocuments,
  OwedDocuments,
} from "../../../../../features/portal-agreements/own-documents.tsx";
import { asClient, clientCaller } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";

type Search = Readonly<Record<string, string | readonly string[]>>;

/** What a client accepted and agrees to, and what they take back. */
export default async function PortalAgreementsPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Search>;
}) {
  const studio = await loadStudio((await params).studio);
  const { slug, name, locale } = studio;
  const caller = await clientCaller();
  const { timeZone, owed, accepted, consents } = await asClient(slug, () =>
    caller.agreements.view({ studio: slug }),
  );
  const search = await searchParams;
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader
        title="My agreements"
        description={`What you accepted at ${name}, what you agree to, and what you can take back.`}
      />
      {search["accepted"] && owed.length === 0 ? (
        <Notice tone="positive">Thank you. That you accepted is kept with the day and the version.</Notice>
      ) : null}
      {search["refused"] === "documents_changed" ? (
        <Notice tone="caution">{name} has just published another version. Read it, then accept.</Notice>
      ) : null}
      <OwedDocuments
        studio={studio}
        owed={owed}
        error={search["refused"] === "tick" ? acceptDocumentsWords : undefined}
        accept={acceptPublished.bind(null, slug)}
      />
      <OwnConsents
        consents={consents}
        said={justSaid(search)}
        zone={timeZone}
        locale={locale}
        say={sayConsent.bind(null, slug)}
      />
      <AcceptedDocuments studio={studio} accepted={accepted} zone={timeZone} locale={locale} />
    </div>
  );
}

/** What the answer before led to, as it came back in the address. */
function justSaid(search: Search) {
  const kindIn = (name: string) => consentKinds.find((kind) => kind === search[name]);
  const given = kindIn("given");
  if (given !== undefined)
    return { kind: given, tone: "positive", words: "Thank you. You agree to this from now on." } as const;
  const refused = kindIn("refused");
  if (refused !== undefined)
    return {
      kind: refused,
      tone: "positive",
      words: `You took this back. From now on: ${consentTexts[refused].otherwise}`,
    } as const;
  const about = kindIn("about");
  return about === undefined
    ? null
    : ({
        kind: about,
        tone: "caution",
        words:
          search["refused"] === "reason"
            ? "That was not kept. Say why in 300 characters on one line, or leave it empty."
            : "The words have changed. Read them again, then answer.",
      } as const);
}
