"use client";

import type { StaffOutput } from "@quietroom/api/client";
import type { DocumentKind } from "@quietroom/domain/records";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay } from "../../show/format-time.ts";
import { acceptedBy } from "./document-list.tsx";

/** Every version that was ever published, the newest first, each to be read. */
export function DocumentHistory({
  kind,
  initial,
  shown,
}: {
  readonly kind: DocumentKind;
  readonly initial: StaffOutput["legal"]["document"];
  /** The version on this page; null for the one being written. */
  readonly shown: number | null;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.legal.document.queryOptions({ kind, version: null }, { initialData: initial }),
  );
  return (
    <section aria-labelledby="history" className="grid gap-4">
      <h2 id="history" className="display text-xl">
        Versions
      </h2>
      {data.versions.length === 0 ? (
        <p className="text-muted">Nothing was ever published.</p>
      ) : (
        <ol className="grid divide-y divide-line rounded-xl border border-line bg-raised">
          {data.versions.map(({ version, publishedAt, publishedBy, accepted }) => (
            <li key={version} className="grid gap-0.5 px-5 py-4">
              <Link
                className="w-fit font-medium underline underline-offset-4 hover:text-accent"
                href={`/legal/${kind}?version=${version}`}
                {...(version === shown ? { "aria-current": "page" } : {})}
              >
                Version {version}
              </Link>
              <p className="text-muted text-sm">
                Published on {calendarDay(publishedAt, data)} by {publishedBy}. {acceptedBy(accepted)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
