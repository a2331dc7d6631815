import { Prisma, type WaitlistOfferModel } from "@quietroom/db";
import type { RoundFacts, WaitlistEntry } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { HeldHour } from "./hold-for-candidate.ts";
import { recordOf } from "./round-record.ts";

/** Writes the offer of an hour that is held for one person; their message and the wait for their answer are a job's. */
export async function makeOffer(
  { tx, now, tenantId, audit, emit }: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "audit" | "emit">,
  offer: {
    readonly openingId: string;
    readonly entry: WaitlistEntry;
    readonly held: HeldHour;
    /** What chose this person, kept with the offer. */
    readonly round: RoundFacts;
    /** What staff gave as their reason; null when the list's own order chose. */
    readonly chosenReason: string | null;
    readonly expiresAt: Instant;
  },
): Promise<WaitlistOfferModel> {
  const { openingId, entry, held } = offer;
  const { appointmentId, placement } = held;
  const { considered, facts } = recordOf(offer.round);
  const fitScore = considered.find(({ entryId }) => entryId === entry.id)?.fit.total;
  if (fitScore === undefined) throw new Error("the round left out the one who is offered its hour");
  const earlier = await tx.waitlistOffer.count({ where: { tenantId, openingId } });
  const made = await tx.waitlistOffer.create({
    data: {
      tenantId,
      id: uuidv7(),
      openingId,
      entryId: entry.id,
      appointmentId,
      round: earlier + 1,
      fitScore,
      mode: placement.mode,
      considered,
      facts,
      chosenReason: offer.chosenReason,
      startsAt: toInstantColumn(placement.start),
      endsAt: toInstantColumn(placement.end),
      offeredAt: toInstantColumn(now),
      expiresAt: toInstantColumn(offer.expiresAt),
    },
  });
  await tx.waitlistEntry.update({
    where: { tenantId_id: { tenantId, id: entry.id } },
    data: { status: "offered", updatedAt: toInstantColumn(now) },
  });
  // Whatever kept people from being asked before is over.
  await tx.opening.updateMany({
    where: { tenantId, id: openingId, quietUntil: { not: null } },
    data: { quietUntil: null, considered: [], facts: Prisma.DbNull },
  });
  audit({ action: "create", resource: "waitlist_offer", resourceId: made.id, clientId: entry.clientId });
  emit("waitlist/offered", { openingId, offerId: made.id });
  return made;
}
