import { versionSchema } from "@quietroom/contracts/wire";
import { type DocumentKind, documentKinds, documentTitles } from "@quietroom/domain/records";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { DocumentEditor } from "../../../../features/legal-documents/document-editor.tsx";
import { DocumentHistory } from "../../../../features/legal-documents/document-history.tsx";
import { EarlierVersion } from "../../../../features/legal-documents/earlier-version.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { onlyFor } from "../../../../server/only-for.ts";

type Props = {
  readonly params: Promise<{ readonly document: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const kind = kindIn((await params).document);
  return { title: kind === undefined ? "Terms and privacy" : documentTitles[kind] };
}

/** One document: its next version being written, or an earlier one as it was, and the history of both. */
export default async function DocumentPage({ params, searchParams }: Props) {
  // Who is asking comes first: an address that is no page tells a stranger nothing.
  const caller = await staffCaller();
  await onlyFor(
    "legal_document:view",
    async () => await caller.legal.document({ kind: "terms", version: null }),
  );
  const kind = kindIn((await params).document) ?? notFound();
  const { version: asked } = await searchParams;
  const version =
    asked === undefined ? null : (versionSchema.min(1).safeParse(Number(asked)).data ?? notFound());
  const current = await caller.legal.document({ kind, version: null });
  const known = version === null || current.versions.some((each) => each.version === version);
  if (!known) notFound();
  const earlier = version === null ? null : await caller.legal.document({ kind, version });
  return (
    <div className="grid max-w-5xl gap-10">
      <PageHeader
        linkAs={Link}
        back={{ href: "/legal", label: "Terms and privacy" }}
        title={documentTitles[kind]}
      />
      {earlier === null ? (
        <DocumentEditor key={current.versions[0]?.version ?? 0} kind={kind} initial={current} />
      ) : (
        <EarlierVersion kind={kind} document={earlier} />
      )}
      <DocumentHistory kind={kind} initial={current} shown={version} />
    </div>
  );
}

function kindIn(text: string): DocumentKind | undefined {
  return documentKinds.find((kind) => kind === text);
}
