import { defineVerb } from "../define-verb.ts";
import { closeOpening, endOffer, lockOpening } from "../openings/index.ts";
import { hourOfOffer } from "./hour-of-offer.ts";

/**
 * Takes back the open offer of an hour that cannot be given any more because somebody closed or filled it meanwhile (ec-I12): whoever was
 * asked is told and keeps the place in line, without having to try. Answers how many were taken back: one, or none where the hour is still
 * there or was answered for.
 */
export const withdrawLostOffer = defineVerb<{ readonly openingId: string }, { readonly withdrawn: number }>({
  name: "waitlist.withdraw_lost_offer",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  opens: "phi", // a word that staff left with an offer is of its row, and sealed
  async run(work) {
    const { tx, now, tenantId, emit, input } = work;
    const { openingId } = input;
    const opening = await lockOpening(tx, tenantId, openingId);
    const offer = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId, status: "open" } });
    if (opening === null || offer === null) return { withdrawn: 0 }; // answered since it was listed
    const { serviceId } = await tx.waitlistEntry.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: offer.entryId } },
      select: { serviceId: true },
    });
    const hour = await hourOfOffer(tx, { tenantId, now }, { offer, serviceId }, opening);
    if (hour.ok) return { withdrawn: 0 };
    await endOffer(work, offer, "withdrawn");
    await closeOpening(work, openingId, { status: "withdrawn" });
    emit("waitlist/answered", { openingId, offerId: offer.id });
    return { withdrawn: 1 };
  },
});
