import { isExpired, type OfferStatus } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { endOffer, keepHourForNext, lockOpening } from "../openings/index.ts";

export type OfferEnding = {
  readonly offerId: string;
  readonly status: OfferStatus;
  readonly expiresAt: Instant;
};

/**
 * Says what has become of an offer, and ends it when its time is over by the database's clock ("deadline"; still open means: come
 * back later) or when the person is reached by no channel ("unreachable"): neither its mail nor its text has arrived or may yet. An answer
 * that came first stands.
 */
export const lapseOffer = defineVerb<
  { readonly offerId: string; readonly cause: "deadline" | "unreachable" },
  OfferEnding
>({
  name: "waitlist.lapse_offer",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const key = { tenantId_id: { tenantId, id: input.offerId } };
    const { openingId } = found(
      await tx.waitlistOffer.findUnique({ where: key, select: { openingId: true } }),
    );
    await lockOpening(tx, tenantId, openingId);
    const offer = found(await tx.waitlistOffer.findUnique({ where: key }));
    audit({ action: "read", resource: "waitlist_offer", resourceId: offer.id });

    const expiresAt = fromInstantColumn(offer.expiresAt);
    const over =
      isExpired(expiresAt, now) ||
      (input.cause === "unreachable" && !(await mayReach(tx, tenantId, offer.id)));
    if (offer.status !== "open" || !over) return { offerId: offer.id, status: offer.status, expiresAt };
    const ending = input.cause === "unreachable" ? "withdrawn" : "lapsed";
    await endOffer(work, offer, ending);
    await keepHourForNext(work, offer);
    emit("waitlist/answered", { openingId, offerId: offer.id });
    return { offerId: offer.id, status: ending, expiresAt };
  },
});

/** Whether a message of the offer has left and did not come back, or is still to leave. */
async function mayReach(tx: Tx, tenantId: string, offerId: string): Promise<boolean> {
  const left = await tx.notification.count({
    where: {
      tenantId,
      offerId,
      kind: "waitlist_offer",
      status: { in: ["planned", "claimed", "sent"] },
      bouncedAt: null,
    },
  });
  return left > 0;
}
