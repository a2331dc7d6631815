import type { Actor } from "@quietroom/domain/access";
import type { Tx, WaitlistEntryModel, WaitlistOfferModel } from "@quietroom/db";

export type OfferWithEntry = { readonly offer: WaitlistOfferModel; readonly entry: WaitlistEntryModel };

/** The offer that a link names, with the wish behind it; null for a link of another kind or to nothing. */
export async function offerOfLink(tx: Tx, actor: Actor): Promise<OfferWithEntry | null> {
  if (actor.kind !== "link" || actor.subject.kind !== "offer") return null;
  const { tenantId, subject } = actor;
  const offer = await tx.waitlistOffer.findUnique({ where: { tenantId_id: { tenantId, id: subject.id } } });
  if (offer === null) return null;
  const entry = await tx.waitlistEntry.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: offer.entryId } },
  });
  return { offer, entry };
}
