import type { Tx } from "@quietroom/db";
import { type DocumentKind, documentKinds, type DocumentVersion } from "@quietroom/domain/records";
import { found } from "../errors.ts";

export type PublishedDocument = DocumentVersion & { readonly id: string };

/** What holds today: of each kind the newest version, in the order in which people read them. Without their words. */
export async function publishedDocuments(tx: Tx, tenantId: string): Promise<readonly PublishedDocument[]> {
  const rows = await tx.legalDocument.findMany({
    where: { tenantId },
    distinct: ["kind"],
    orderBy: [{ kind: "asc" }, { version: "desc" }],
    select: { id: true, kind: true, version: true },
  });
  const documents = rows.map((row) => ({ ...row, kind: toDocumentKind(row.kind) }));
  return documentKinds.flatMap((kind) => documents.filter((each) => each.kind === kind));
}

/** A kind as the database keeps it; its check constraint lets in no other. */
export function toDocumentKind(text: string): DocumentKind {
  return found(documentKinds.find((kind) => kind === text));
}
