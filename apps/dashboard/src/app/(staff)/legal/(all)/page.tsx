import { documentKinds } from "@quietroom/domain/records";
import type { Metadata } from "next";
import { DocumentList } from "../../../../features/legal-documents/document-list.tsx";
import { staffCaller } from "../../../../server/api.ts";

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
  return <DocumentList documents={documents} />;
}
