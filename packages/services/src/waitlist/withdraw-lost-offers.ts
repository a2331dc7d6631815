import { defineVerb } from "../define-verb.ts";
import { closeOpening, endOffer, lockOpening } from "../openings/index.ts";
import { hourOfOffer } from "./hour-of-offer.ts";

/**
 * Takes back the open offers whose hour cannot be given any more because somebody closed or filled it meanwhile (ec-I12): whoever was asked is
 * told and keeps the place in line, without having to try. Answers how many were taken back.
 */
export const withdrawLostOffers = defineVerb<object, { readonly withdrawn: number }>({
  name: "waitlist.withdraw_lost_offers",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  opens: "phi", // a word that staff left with an offer is of its row, and sealed
  async run(work) {
    const { tx, now, tenantId, emit } = work;
    const open = await tx.waitlistOffer.findMany({
      where: { tenantId, status: "open" },
      select: { id: true, openingId: true },
      orderBy: { openingId: "asc" },
    });
    let withdrawn = 0;
    for (const { id, openingId } of open) {
      const opening = await lockOpening(tx, tenantId, openingId);
      const offer = await tx.waitlistOffer.findUnique({ where: { tenantId_id: { tenantId, id } } });
      if (opening === null || offer?.status !== "open") continue; // answered while this one waited
      const { serviceId } = await tx.waitlistEntry.findUniqueOrThrow({
        where: { tenantId_id: { tenantId, id: offer.entryId } },
        select: { serviceId: true },
      });
      if ((await hourOfOffer(tx, { tenantId, now }, { offer, serviceId }, opening)).ok) continue;
      await endOffer(work, offer, "withdrawn");
      await closeOpening(work, openingId, { status: "withdrawn" });
      emit("waitlist/answered", { openingId, offerId: id });
      withdrawn += 1;
    }
    return { withdrawn };
  },
});
