import type { viewOwnAgreements } from "@quietroom/contracts/agreements";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { acceptancePlaces, stillToAccept } from "@quietroom/domain/records";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { type PublishedDocument, publishedDocuments, toDocumentKind } from "./published-documents.ts";

type Accepted = OutputOf<typeof viewOwnAgreements>["accepted"];

/** What a client accepted, the newest first, and what of today's documents they have not. */
export async function acceptedDocuments(
  tx: Tx,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
): Promise<{ readonly accepted: Accepted; readonly owed: readonly PublishedDocument[] }> {
  const rows = await tx.$queryRaw<Row[]>`
    select d.kind, d.version, a.accepted_at as "acceptedAt", a.place
    from document_acceptance a join legal_document d on d.tenant_id = a.tenant_id and d.id = a.document_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid
    order by a.accepted_at desc, d.kind desc`;
  const accepted = rows.map(({ kind, version, acceptedAt, place }) => ({
    kind: toDocumentKind(kind),
    version,
    acceptedAt: fromInstantColumn(acceptedAt),
    place: found(acceptancePlaces.find((each) => each === place)),
  }));
  return { accepted, owed: stillToAccept(await publishedDocuments(tx, tenantId), accepted) };
}

type Row = {
  readonly kind: string;
  readonly version: number;
  readonly acceptedAt: Date;
  readonly place: string;
};
