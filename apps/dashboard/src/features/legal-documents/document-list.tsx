"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { type DocumentKind, documentTitles } from "@quietroom/domain/records";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay } from "../../show/format-time.ts";

type LegalDocument = StaffOutput["legal"]["document"];

/** Each kind of document with the version that is current; where there is none, what follows from that. */
export function DocumentList({
  documents,
}: {
  readonly documents: readonly { readonly kind: DocumentKind; readonly initial: LegalDocument }[];
}) {
  return (
    <>
      {documents.map(({ kind, initial }) => (
        <OneDocument key={kind} kind={kind} initial={initial} />
      ))}
    </>
  );
}

function OneDocument({ kind, initial }: { readonly kind: DocumentKind; readonly initial: LegalDocument }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.legal.document.queryOptions({ kind, version: null }, { initialData: initial }),
  );
  const [current] = data.versions;
  return (
    <section aria-labelledby={kind} className="grid gap-4">
      <h2 id={kind} className="display text-xl">
        {documentTitles[kind]}
      </h2>
      {current === undefined ? (
        <EmptyState
          title={`No ${documentTitles[kind].toLowerCase()} published`}
          icon={<FileText />}
          actions={
            <Button asChild>
              <Link href={`/legal/${kind}`}>
                Write the first version
                <span className="sr-only"> of the {documentTitles[kind].toLowerCase()}</span>
              </Link>
            </Button>
          }
        >
          {emptyWords[kind]}
        </EmptyState>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-4 rounded-xl border border-line bg-raised px-5 py-4">
          <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
            <p className="font-medium">Version {current.version} is current</p>
            <p className="text-muted text-sm">
              Published on {calendarDay(current.publishedAt, data)} by {current.publishedBy}.{" "}
              {acceptedBy(current.accepted)}
            </p>
          </div>
          <Button asChild variant="secondary">
            <Link href={`/legal/${kind}`}>
              Read or change<span className="sr-only"> the {documentTitles[kind].toLowerCase()}</span>
            </Link>
          </Button>
        </div>
      )}
    </section>
  );
}

/** "Accepted by 12 clients." */
export function acceptedBy(count: number): string {
  if (count === 0) return "Accepted by nobody yet.";
  return count === 1 ? "Accepted by one client." : `Accepted by ${count} clients.`;
}

const emptyWords: Readonly<Record<DocumentKind, string>> = {
  terms: "Clients book without accepting any terms, and nothing is shown to them before they do.",
  privacy:
    "Clients book without being told what you keep of them and who sees it. Most places require that they are told.",
};
