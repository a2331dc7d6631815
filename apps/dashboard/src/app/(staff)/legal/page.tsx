import { documentKinds } from "@quietroom/domain/records";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { DocumentList } from "../../../features/legal-documents/document-list.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Terms and privacy" };

/** What the studio asks its clients to accept. */
export default async function LegalPage() {
  const caller = await staffCaller();
  const documents = await Promise.all(
    documentKinds.map(async (kind) => ({
      kind,
      initial: await caller.legal.document({ kind, version: null }),
    })),
  );
  return (
    <div className="grid max-w-5xl gap-10">
      <PageHeader
        title="Terms and privacy"
        description="What clients read and accept before they book. Each version stays as it was published, with who accepted it and when."
      />
      <DocumentList documents={documents} />
    </div>
  );
}
