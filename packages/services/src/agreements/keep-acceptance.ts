import type { AcceptancePlace } from "@quietroom/domain/records";
import type { VerbWork } from "../define-verb.ts";
import type { PublishedDocument } from "./published-documents.ts";

/**
 * Keeps that a client accepted these documents, with the moment by the server's own clock, where they did so and where the request came
 * from (COMP-15). What they accepted before keeps its first moment.
 */
export async function keepAcceptance(
  { tx, tenantId, origin, audit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "origin" | "audit">,
  {
    clientId,
    documents,
    place,
  }: {
    readonly clientId: string;
    readonly documents: readonly PublishedDocument[];
    readonly place: AcceptancePlace;
  },
): Promise<void> {
  if (documents.length === 0) return;
  await tx.documentAcceptance.createMany({
    data: documents.map(({ id: documentId }) => ({ tenantId, documentId, clientId, place, ...from(origin) })),
    skipDuplicates: true,
  });
  for (const { id, kind, version } of documents) {
    audit({
      action: "create",
      resource: "document_acceptance",
      resourceId: id,
      clientId,
      changed: [],
      detail: { kind, version, place },
    });
  }
}

/** Where a request came from, as wide as the columns for it. */
export function from(origin: VerbWork<unknown>["origin"]) {
  return { ip: origin?.ip?.slice(0, 45) ?? null, userAgent: origin?.userAgent.slice(0, 300) ?? null };
}
